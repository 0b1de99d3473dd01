"""Images of another size, crops of them."""

from compat_tests.golden.tables.tensorflow.row import (
    A,
    Constant,
    Program,
    Size,
    TFRow,
    call,
    calls,
    each,
    unique,
)

X = A(2, 4, 5, 3)
ONE = A(4, 5, 3)
BYTES = A(1, 3, 4, 2, dtype="uint8", kind=255)
WHOLE = A(1, 3, 4, 2, dtype="int32", kind=255)
SMOOTH = "image.resize_bilinear image.resize_bicubic"
ALL = SMOOTH + " image.resize_nearest_neighbor"
BOXES = A(
    kind=[
        [0.0, 0.0, 1.0, 1.0],
        [0.1, 0.2, 0.6, 0.9],
        [0.5, 0.5, 0.5, 0.5],
        [-0.5, -0.2, 1.2, 0.7],
        [0.9, 0.8, 0.1, 0.3],
        [0.3, 0.0, 0.35, 1.0],
    ]
)
OF = A(kind=[0, 1, 0, 1, 1, 0], dtype="int32")
GRID = A(2, 7, 9, 2)

ROWS = unique(
    each(
        ALL, X, size=[[8, 10], [7, 3], [2, 2], [1, 1], [4, 5], [5, 13]], align_corners=[False, True]
    ),
    each(ALL, X, size=[[8, 10], [7, 3], [1, 1], [5, 13]], half_pixel_centers=[True]),
    each(
        "image.resize_area", X, size=[[8, 10], [2, 2], [3, 4], [7, 3]], align_corners=[False, True]
    ),
    each(ALL + " image.resize_area", BYTES, size=[[6, 5]]),
    each(ALL + " image.resize_area", WHOLE, size=[[2, 7]]),
    calls(
        ALL,
        [X, (3, 3)],
        [X, Constant(kind=[3, 2], dtype="int32")],
        [X, A(kind=[3, 2], dtype="int32")],
        [A(1, 3, 3, 1, dtype="float64"), [5, 5]],
        [A(2, 1, 1, 2), [3, 3]],
    ),
    calls("image.resize_bilinear compat.v1.image.resize_bilinear", [X, [9, 9], True, "larger"]),
    each(
        "image.resize_images image.resize compat.v1.image.resize",
        X,
        size=[[8, 10]],
        method=[0, 1, 2, 3],
    ),
    each(
        "image.resize_images",
        ONE,
        size=[[8, 10], [4, 5], [3, 2]],
        method=[0, 1],
        align_corners=[False, True],
    ),
    each("image.resize_images", BYTES, size=[[3, 4], [6, 8]], method=[0, 1, 2]),
    each("image.resize_images", X, size=[[8, 8], [2, 20]], preserve_aspect_ratio=[True]),
    calls("image.resize_images", [X, [Size(1), 3]], [X, [Size(2, 3), Size(1, 1)]]),
    call("image.resize_images", images=X, size=[6, 6], align_corners=True, name="larger"),
    Program("twice as large", lambda tf, x: tf.image.resize_images(x, tf.shape(x)[1:3] * 2), [X]),
    Program(
        "as large as another",
        lambda tf, x, y: tf.image.resize_bilinear(x, tf.shape(y)[1:3], align_corners=True),
        [X, GRID],
    ),
    Program(
        "by the enumeration",
        lambda tf, x: tf.image.resize_images(
            x, [3, 3], method=tf.image.ResizeMethod.NEAREST_NEIGHBOR
        ),
        [X],
    ),
    # crops
    each(
        "image.crop_and_resize",
        GRID,
        BOXES,
        OF,
        crop_size=[[3, 4], [1, 1], [7, 9], [1, 5], [14, 14]],
    ),
    each(
        "image.crop_and_resize",
        GRID,
        BOXES,
        OF,
        crop_size=[[3, 4], [1, 1]],
        extrapolation_value=[-1.5],
    ),
    each(
        "image.crop_and_resize",
        GRID,
        Constant(kind=BOXES.kind),
        OF,
        crop_size=[[3, 4], [1, 1], [14, 14]],
        method=["nearest"],
    ),
    calls(
        "image.crop_and_resize",
        [A(1, 3, 4, 2, dtype="uint8", kind=255), [[0.0, 0.0, 1.0, 0.5]], [0], [2, 2]],
        [GRID, A(0, 4), A(0, dtype="int32"), [2, 2]],
    ),
    calls(
        "image.crop_and_resize",
        [GRID, BOXES, OF, A(kind=[2, 3], dtype="int32")],
        [GRID, BOXES, OF, Constant(kind=[2, 3], dtype="int32")],
    ),
    call(
        "image.crop_and_resize",
        image=GRID,
        boxes=BOXES,
        box_indices=OF,
        crop_size=(2, 3),
        name="cut",
    ),
    Program(
        "each box of its image",
        lambda tf, x, boxes: tf.image.crop_and_resize(
            x, boxes, tf.range(tf.shape(boxes)[0]), [3, 3]
        ),
        [GRID, A(2, 4, kind="positive")],
    ),
    # refused
    calls(
        "image.resize_images", [X, [3]], [X, [3.5, 2.0]], [A(3, 4), [2, 2]], [X, 3], [X, [2, 2], 4]
    ),
    calls(
        ALL,
        [ONE, [3, 3]],
        [X, [3, 3, 3]],
        [X, A(kind=[0, 3], dtype="int32")],
        [A(1, 2, 2, 1, dtype="bool", kind="bits"), [3, 3]],
    ),
    calls(
        "image.crop_and_resize",
        [GRID, BOXES, A(kind=[0, 1, 2, 0, 0, 0], dtype="int32"), [2, 2]],
        [GRID, BOXES, A(kind=[0, 1, -1, 0, 0, 0], dtype="int32"), [2, 2]],
    ),
    calls(
        "image.crop_and_resize",
        [GRID, A(2, 3), A(2, dtype="int32", kind=2), [2, 2]],
        [GRID, BOXES, OF, [2]],
        [GRID, BOXES, OF, [2, 2], "cubic"],
        [ONE, BOXES, OF, [2, 2]],
        [GRID, BOXES, A(6), [2, 2]],
    ),
    TFRow("image.crop_and_resize", [GRID, BOXES, OF, [2, 2]], {"box_indices": OF}),
    TFRow("image.crop_and_resize", [GRID, BOXES, OF], {}),
)
