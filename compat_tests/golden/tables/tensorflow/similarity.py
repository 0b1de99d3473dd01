"""The structural similarity of images, boxes drawn onto them, patches."""

from compat_tests.golden.tables.tensorflow.row import A, calls, each, unique

ONE, OTHER = A(1, 12, 13, 2, kind="positive"), A(1, 12, 13, 2, kind="positive")
BOXES = A(
    kind=[[[0.1, 0.2, 0.6, 0.9], [0.5, 0.5, 0.5, 0.5], [-0.5, 0.1, 0.4, 1.5], [0.9, 0.9, 0.1, 0.1]]]
)

ROWS = unique(
    calls(
        "image.ssim",
        [ONE, OTHER, 2.0],
        [ONE, OTHER, 1.0, 5, 1.0, 0.02, 0.05],
        [A(12, 12, 1, kind="positive"), A(12, 12, 1, kind="positive"), 2.0],
    ),
    calls(
        "image.ssim",
        [A(2, 11, 11, 1, dtype="uint8", kind=255), A(2, 11, 11, 1, dtype="uint8", kind=255), 255],
    ),
    # TensorFlow's derivative is no number where a scale has nothing in common.
    calls(
        "image.ssim_multiscale",
        [ONE, OTHER, 2.0, (0.3, 0.7), 5],
        [ONE, OTHER, 2.0, (0.2, 0.3, 0.5), 3],
        gradients=False,
    ),
    each(
        "image.draw_bounding_boxes",
        A(1, 8, 9, 3),
        BOXES,
        colors=[None, [[1.0, 0.0, 0.5], [0.0, 1.0, 0.0]]],
    ),
    calls("image.draw_bounding_boxes", [A(1, 8, 9, 1), BOXES], [A(1, 8, 9, 4), BOXES]),
    calls(
        "image.extract_patches", [A(1, 5, 6, 2), [1, 2, 2, 1], [1, 2, 2, 1], [1, 1, 1, 1], "SAME"]
    ),
    # refused
    calls("image.ssim", [ONE, OTHER, 2.0, 15], [A(3, 4), A(3, 4), 1.0]),
    calls("image.draw_bounding_boxes", [A(8, 9, 3), BOXES], [A(1, 8, 9, 3), A(1, 2, 3)]),
)
