"""Images turned, cut, adjusted, measured, and in other color spaces."""

from compat_tests.golden.tables.tensorflow.row import (
    A,
    Program,
    Size,
    TFRow,
    calls,
    each,
    unique,
)

X = A(2, 4, 5, 3, kind="positive")
ONE = A(4, 5, 3, kind="positive")
ANY = A(2, 4, 5, 3)
BYTES = A(4, 5, 3, dtype="uint8", kind=255)
GRAY = A(4, 5, 1)
FLAT = A(kind=[[[0.5, 0.5, 0.5], [0.5, 0.5, 0.5]]])
COLORS = A(
    kind=[
        [[0.0, 0.0, 0.0], [1.0, 1.0, 1.0], [1.0, 0.0, 0.0]],
        [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [0.2, 0.8, 0.5]],
    ]
)
INTS = A(2, 3, dtype="int32", kind=255)
SMALL = A(2, 3, dtype="uint8", kind=255)

ROWS = unique(
    calls(
        "image.flip_left_right image.flip_up_down image.transpose image.transpose_image"
        " image.rot90",
        [ANY],
        [ONE],
        [BYTES],
    ),
    each("image.rot90", ONE, k=[0, 1, 2, 3, 5, -1]),
    each("image.rot90", ANY, k=[2, 3]),
    TFRow("image.rot90", [ONE], {"k": A(dtype="int32", kind=4)}),
    each("image.central_crop", ANY, central_fraction=[1.0, 0.5, 0.33, 0.875]),
    each("image.central_crop", ONE, central_fraction=[0.5]),
    calls(
        "image.crop_to_bounding_box",
        [ANY, 1, 2, 2, 3],
        [ONE, 0, 0, 4, 5],
        [ONE, 1, 1, Size(0, -2), 2],
    ),
    calls(
        "image.pad_to_bounding_box",
        [ANY, 1, 2, 6, 8],
        [ONE, 0, 0, 4, 5],
        [BYTES, 0, 1, 5, 6],
        [ONE, 1, 1, Size(0, 3), 7],
    ),
    calls(
        "image.resize_with_crop_or_pad image.resize_image_with_crop_or_pad",
        [ANY, 3, 8],
        [ANY, 7, 2],
        [ONE, 1, 2],
        [BYTES, 5, 5],
        [ONE, Size(0, 2), 5],
    ),
    calls(
        "image.resize_image_with_pad",
        [ANY, 8, 8],
        [ANY, 3, 9],
        [ONE, 5, 2],
        [ONE, 8, 8, 1],
        [ONE, 9, 4, 0, True],
    ),
    # numbers
    each(
        "image.convert_image_dtype",
        INTS,
        dtype=["float32", "uint8", "int64", "float64"],
        saturate=[False, True],
    ),
    each(
        "image.convert_image_dtype", SMALL, dtype=["float32", "int32", "float16", "uint8", "int16"]
    ),
    each(
        "image.convert_image_dtype",
        A(2, 3, kind=[[0.0, 0.25, 0.5], [0.75, 0.999, 1.0]]),
        dtype=["float64", "uint8", "float16"],
    ),
    each(
        "image.convert_image_dtype",
        A(kind=[-0.5, 0.5, 1.5]),
        dtype=["uint8", "int16"],
        saturate=[True],
    ),
    calls(
        "image.adjust_brightness",
        [X, 0.3],
        [ONE, -0.3],
        [BYTES, 0.4],
        [A(2, 2, 3, dtype="float64"), 0.1],
    ),
    calls("image.adjust_contrast", [X, 0.5], [ONE, 2.0], [BYTES, 1.5], [A(2, 3, 2, 2, 3), 2.0]),
    calls("image.adjust_gamma", [X], [X, 2], [X, 0.5, 2.0], [BYTES, 0.7]),
    calls("image.adjust_hue", [X, 0.1], [COLORS, 0.5], [COLORS, -0.3], [BYTES, 0.2], [ANY, 0.3]),
    calls("image.adjust_saturation", [X, 0.5], [COLORS, 2.0], [BYTES, 1.5]),
    calls(
        "image.per_image_standardization",
        [X],
        [ONE],
        [BYTES],
        [FLAT],
        [A(2, 3, 2, dtype="float64")],
    ),
    calls("image.rgb_to_grayscale", [X], [ONE], [BYTES], [A(2, 3, dtype="float64")]),
    calls("image.grayscale_to_rgb", [GRAY], [A(2, 4, 5, 1)], [A(3, 2, 1, dtype="uint8", kind=255)]),
    calls("image.rgb_to_hsv", [X], [A(3, kind="positive")]),
    TFRow(
        "image.rgb_to_hsv", [COLORS], {}, gradients=False
    ),  # Of equal colors, one gets all of it there.
    calls(
        "image.hsv_to_rgb",
        [COLORS],
        [A(4, 3, kind=[[0.1, 0.5, 0.5], [0.4, 1.0, 0.3], [0.9, 0.2, 0.9], [0.5, 0.0, 0.7]])],
    ),
    calls("image.rgb_to_yiq image.yiq_to_rgb image.rgb_to_yuv image.yuv_to_rgb", [X], [ONE]),
    calls("image.total_variation", [ANY], [A(4, 5, 3)], [A(2, 2, 2, dtype="int32", kind=9)]),
    calls("image.image_gradients", [ANY]),
    calls("image.sobel_edges", [ANY]),
    calls(
        "image.psnr",
        [X, A(2, 4, 5, 3, kind="positive"), 1.0],
        [ONE, A(4, 5, 3, kind="positive"), 255],
        [BYTES, A(4, 5, 3, dtype="uint8", kind=255), 255],
    ),
    # at random
    [
        TFRow(f"image.random_flip_{way}", [image], {}, values=False)
        for way in ("left_right", "up_down")
        for image in (ANY, ONE)
    ],
    TFRow("image.random_brightness", [X, 0.3], {"seed": 1}, values=False),
    TFRow("image.random_contrast", [X, 0.3, 1.5], {}, values=False),
    TFRow("image.random_saturation", [X, 0.3, 1.5], {}, values=False),
    TFRow("image.random_hue", [X, 0.3], {}, values=False),
    TFRow("image.random_crop", [ONE, [2, 3, 3]], {}, values=False),
    Program(
        "flipped or not",
        lambda tf, x: tf.reduce_sum(tf.image.random_flip_left_right(x), [1, 2]),
        [ANY],
        gradients=False,
    ),
    # refused
    calls("image.flip_left_right image.rot90 image.transpose", [A(3, 4)], [A(1, 2, 3, 4, 5)]),
    calls("image.central_crop", [ONE, 0.0], [ONE, 1.5], [A(3, 4), 0.5]),
    calls(
        "image.crop_to_bounding_box",
        [ONE, -1, 0, 2, 2],
        [ONE, 3, 0, 2, 2],
        [ONE, 0, 0, 0, 2],
        [A(3, 4), 0, 0, 1, 1],
    ),
    calls("image.pad_to_bounding_box", [ONE, -1, 0, 6, 6], [ONE, 3, 0, 6, 6]),
    calls("image.resize_with_crop_or_pad", [ONE, 0, 3], [A(3, 4), 2, 2]),
    calls("image.adjust_contrast", [A(3, 4), 2.0]),
    calls("image.adjust_hue image.adjust_saturation", [A(3, 3), 0.5], [A(3, 4, 2), 0.5]),
    calls("image.adjust_gamma", [X, -1.0]),
    calls("image.grayscale_to_rgb", [ONE]),
    calls("image.rgb_to_hsv", [A(2, 2)], [INTS]),
    calls("image.total_variation", [A(3, 4)]),
    calls("image.image_gradients", [ONE]),
    calls("image.psnr", [ONE, A(4, 5, 2), 1.0]),
    calls("image.random_brightness", [X, -0.1]),
    calls("image.random_contrast image.random_saturation", [X, 1.0, 0.5], [X, -1.0, 0.5]),
    calls("image.random_hue", [X, 0.6], [X, -0.1]),
)
