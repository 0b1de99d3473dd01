"""Boxes picked by score, without those that overlap better ones."""

from compat_tests.golden.tables.tensorflow.row import (
    A,
    Constant,
    Program,
    Size,
    call,
    calls,
    each,
    unique,
)

BOXES = A(12, 4, kind="positive")
SCORES = A(12)
TIES = A(12, kind="ties")
MANY = A(300, 4, kind="positive")
POINTS = A(300, kind="ties")
CHAIN = A(kind=[[0.0, 0.0 + x / 4, 1.0, 1.0 + x / 4] for x in range(12)])
FALLING = A(kind=[12.0 - x for x in range(12)])
LINE = A(
    kind=[[0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 0.0, 1.0], [1.0, 1.0, 0.0, 0.0], [0.0, 0.0, 1.0, 1.0]]
)
ALL = (
    "image.non_max_suppression image.non_max_suppression_with_scores"
    " image.non_max_suppression_padded"
)
IN_UNIT = A(2, 6, 1, 4, kind="positive")

ROWS = unique(
    each(ALL, BOXES, SCORES, max_output_size=[12, 3, 0, 50]),
    each(ALL, BOXES, TIES, max_output_size=[12], iou_threshold=[0.0, 0.2, 0.5, 1.0]),
    each(ALL, BOXES, SCORES, max_output_size=[12], score_threshold=[0.0, 5.0]),
    each(ALL, MANY, POINTS, max_output_size=[300, 20], iou_threshold=[0.1, 0.3, 0.7]),
    each(ALL, CHAIN, FALLING, max_output_size=[12], iou_threshold=[0.1, 0.4, 0.6]),
    each(ALL, LINE, A(kind=[0.5, 0.9, 0.9, 0.5]), max_output_size=[4]),
    each(
        "image.non_max_suppression_with_scores",
        BOXES,
        A(12, kind="positive"),
        max_output_size=[12, 3],
        soft_nms_sigma=[0.5, 0.1],
        score_threshold=[0.0, 0.3],
    ),
    calls(
        ALL,
        [A(0, 4), A(0), 5],
        [BOXES, SCORES, Size(0, -6)],
        [BOXES, SCORES, Constant(kind=4, dtype="int32")],
    ),
    each(
        "image.non_max_suppression_padded",
        BOXES,
        SCORES,
        max_output_size=[3, 20],
        pad_to_max_output_size=[True],
    ),
    call(
        "image.non_max_suppression",
        boxes=BOXES,
        scores=SCORES,
        max_output_size=4,
        iou_threshold=0.3,
        name="picked",
    ),
    Program(
        "picked as many as data say",
        lambda tf, b, s, n: tf.image.non_max_suppression(b, s, n[0]),
        [BOXES, SCORES, A(kind=[5], dtype="int32")],
    ),
    Program(
        "boxes that are picked",
        lambda tf, b, s: tf.gather(b, tf.image.non_max_suppression(b, s, 5, 0.3)),
        [BOXES, SCORES],
    ),
    Program(
        "picked by thresholds that are fed",
        lambda tf, b, s, t: tf.image.non_max_suppression(b, s, 5, t[0], t[1]),
        [BOXES, SCORES, A(kind=[0.3, 0.0])],
    ),
    each(
        "image.non_max_suppression_overlaps",
        A(12, 12, kind="positive"),
        SCORES,
        max_output_size=[12, 4],
        overlap_threshold=[0.5, 1.0, 1.5],
    ),
    each(
        "image.combined_non_max_suppression",
        IN_UNIT,
        A(2, 6, 3),
        max_output_size_per_class=[2, 6],
        max_total_size=[4, 12],
        pad_per_class=[False, True],
    ),
    each(
        "image.combined_non_max_suppression",
        A(1, 6, 3, 4, kind="positive"),
        A(1, 6, 3),
        max_output_size_per_class=[3],
        max_total_size=[5],
        clip_boxes=[False, True],
        score_threshold=[0.0],
    ),
    call(
        "image.combined_non_max_suppression",
        IN_UNIT,
        A(2, 6, 3),
        3,
        5,
        iou_threshold=0.2,
        name="best",
    ),
    # refused
    calls(
        ALL,
        [A(12, 3), SCORES, 5],
        [BOXES, A(11), 5],
        [BOXES, SCORES, 5, 1.5],
        [BOXES, SCORES, [5, 5]],
        [A(2, 12, 4), SCORES, 5],
    ),
    calls("image.non_max_suppression_overlaps", [A(3, 4), A(3), 2], [A(3, 3), A(4), 2]),
    calls(
        "image.combined_non_max_suppression",
        [A(2, 6, 2, 4), A(2, 6, 3), 2, 2],
        [A(2, 6, 4), A(2, 6, 3), 2, 2],
        [IN_UNIT, A(2, 6, 3), 0, 2],
    ),
)
