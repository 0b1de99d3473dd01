"""A detector of squares and crosses: one pass over a grid, a loss and boxes made with TensorFlow."""
import keras
import keras.backend as K
import numpy as np
import tensorflow as tf
from keras.layers import BatchNormalization, Conv2D, Input, Lambda, LeakyReLU, MaxPooling2D
from keras.models import Model

np.random.seed(3)
tf.set_random_seed(3)
size, grid, classes, anchor = 32, 8, 2, 8.
cell = size // grid
names = ['square', 'cross']


def scenes(rows):
    """Images with one to three figures, and for each cell (objectness, y, x, h, w, class)."""
    x = np.random.uniform(0, 0.2, size=(rows, size, size, 1)).astype('float32')
    y = np.zeros((rows, grid, grid, 6), 'float32')
    truth = []
    for image, cells in zip(x, y):
        boxes = []
        for _ in range(np.random.randint(1, 4)):
            h, w = np.random.randint(6, 12, size=2)
            top, left = np.random.randint(0, [size - h, size - w])
            if any(top < b[2] and b[0] < top + h and left < b[3] and b[1] < left + w for b in boxes):
                continue
            label = np.random.randint(classes)
            patch = image[top:top + h, left:left + w, 0]
            if label:
                patch[h // 2 - 1:h // 2 + 1] = patch[:, w // 2 - 1:w // 2 + 1] = 1
            else:
                patch[:] = 0.8
            centre = np.array([top + h / 2., left + w / 2.]) / cell
            row, column = centre.astype(int)
            offset = centre - [row, column]
            cells[row, column] = [1, offset[0], offset[1], h, w, label]
            boxes.append([top, left, top + h, left + w, label])
        truth.append(np.array(boxes))
    return x, y, truth


def corners(yx, hw):
    """From centres and sizes to (top, left, bottom, right), in pixels."""
    rows, columns = tf.meshgrid(tf.range(grid), tf.range(grid), indexing='ij')
    cells = tf.to_float(tf.stack([rows, columns], axis=-1))
    centres = (cells + yx) * cell
    return tf.concat([centres - hw / 2., centres + hw / 2.], axis=-1)


def overlaps(a, b):
    """Intersection over union of boxes, one by one."""
    wide = tf.maximum(tf.minimum(a[..., 2:], b[..., 2:]) - tf.maximum(a[..., :2], b[..., :2]), 0.)
    common = tf.reduce_prod(wide, axis=-1)
    areas = [tf.reduce_prod(box[..., 2:] - box[..., :2], axis=-1) for box in (a, b)]
    return tf.truediv(common, areas[0] + areas[1] - common + 1e-6)


def split_prediction(y_pred):
    confidence, yx, hw, scores = tf.split(y_pred, [1, 2, 2, classes], axis=-1)
    return tf.squeeze(confidence, axis=-1), tf.sigmoid(yx), tf.exp(hw) * anchor, scores


def detection_loss(y_true, y_pred):
    confidence, yx, hw, scores = split_prediction(y_pred)
    there = y_true[..., 0]
    mask = tf.greater(there, 0.5)
    iou = overlaps(corners(yx, hw), corners(y_true[..., 1:3], y_true[..., 3:5]))
    target = tf.where(mask, tf.stop_gradient(iou), tf.zeros_like(iou))
    objectness = tf.nn.sigmoid_cross_entropy_with_logits(labels=target, logits=confidence)
    weights = tf.where(mask, 5. * tf.ones_like(there), 0.5 * tf.ones_like(there))
    labels = tf.cast(tf.boolean_mask(y_true[..., 5], mask), tf.int32)
    kinds = tf.nn.sparse_softmax_cross_entropy_with_logits(
        labels=labels, logits=tf.boolean_mask(scores, mask))
    place = tf.boolean_mask(1. - iou, mask)
    count = tf.maximum(tf.reduce_sum(there), 1.)
    return (tf.reduce_sum(weights * objectness) + tf.reduce_sum(kinds)
            + 3. * tf.reduce_sum(place)) / count


def mean_iou(y_true, y_pred):
    _, yx, hw, _ = split_prediction(y_pred)
    iou = overlaps(corners(yx, hw), corners(y_true[..., 1:3], y_true[..., 3:5]))
    return tf.reduce_mean(tf.boolean_mask(iou, y_true[..., 0] > 0.5))


def boxes_of_one(prediction, most=6):
    """The boxes that are left of one image: (top, left, bottom, right, score, class)."""
    confidence, yx, hw, scores = split_prediction(prediction)
    chances = tf.nn.softmax(scores) * tf.expand_dims(tf.sigmoid(confidence), -1)
    boxes = tf.reshape(corners(yx, hw), [-1, 4])
    chances = tf.reshape(chances, [-1, classes])
    best, kind = tf.reduce_max(chances, axis=1), tf.to_float(tf.argmax(chances, axis=1))
    kept = tf.image.non_max_suppression(boxes, best, most, iou_threshold=0.3, score_threshold=0.3)
    found = tf.concat([tf.gather(boxes, kept), tf.expand_dims(tf.gather(best, kept), 1),
                       tf.expand_dims(tf.gather(kind, kept), 1)], axis=1)
    found = tf.pad(found, [[0, most - tf.shape(kept)[0]], [0, 0]])
    return tf.reshape(found, [most, 6])


image = x = Input(shape=(size, size, 1))
for filters in (8, 16):
    x = LeakyReLU(0.1)(BatchNormalization()(Conv2D(filters, 3, padding='same', use_bias=False)(x)))
    x = MaxPooling2D()(x)
x = LeakyReLU(0.1)(BatchNormalization()(Conv2D(32, 3, padding='same', use_bias=False)(x)))
x = LeakyReLU(0.1)(Conv2D(32, 3, padding='same')(x))
raw = Conv2D(5 + classes, 1)(x)
model = Model(image, raw)
model.compile(keras.optimizers.Adam(lr=5e-3), detection_loss, metrics=[mean_iou])
x_train, y_train, _ = scenes(600)
history = model.fit(x_train, y_train, batch_size=20, epochs=12, verbose=2)
assert history.history['loss'][-1] < 0.5 * history.history['loss'][0]

detections = Lambda(lambda t: tf.map_fn(boxes_of_one, t), output_shape=(6, 6))(raw)
detector = Model(image, detections)
x_test, y_test, truth = scenes(60)
found = total = wrong = 0
session = K.get_session()
first = tf.placeholder(tf.float32, [None, 4])
second = tf.placeholder(tf.float32, [None, 4])
pairs = overlaps(tf.expand_dims(first, 1), tf.expand_dims(second, 0))
for boxes, known in zip(detector.predict(x_test), truth):
    boxes = boxes[boxes[:, 4] > 0]
    iou = session.run(pairs, feed_dict={first: known[:, :4], second: boxes[:, :4]})
    hits = (iou > 0.5) & (known[:, 4:] == boxes[None, :, 5])
    found += hits.any(axis=1).sum()
    wrong += (~hits.any(axis=0)).sum()
    total += len(known)
print('%d of %d figures found, %d boxes beside' % (found, total, wrong))
assert found > 0.75 * total
assert wrong < 0.4 * total
