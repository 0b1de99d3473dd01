"""Images from the bytes of files and back."""

import io

import numpy as np
import pytest

from keras_on_torch import backend as K
from keras_on_torch.tensorflow import tf

Image = pytest.importorskip("PIL.Image")
COLORS = np.random.RandomState(0).randint(0, 256, (4, 5, 3)).astype("uint8")
SMOOTH = np.broadcast_to(np.arange(0, 160, 10)[:, None, None], (16, 16, 3)).astype("uint8")


def file_of(array, kind="PNG", **settings):
    buffer = io.BytesIO()
    Image.fromarray(array).save(buffer, kind, **settings)
    return buffer.getvalue()


def run(fetches, feeds=None):
    return K.get_session().run(fetches, feeds)


def test_a_png_file_gives_its_pixels():
    image = tf.image.decode_png(file_of(COLORS), channels=3)
    assert image.get_shape().as_list() == [None, None, 3]
    np.testing.assert_array_equal(run(image), COLORS)


@pytest.mark.parametrize(("array", "channels"), [(COLORS[..., 0], 1), (COLORS, 3)])
def test_channels_are_those_of_the_file(array, channels):
    assert run(tf.image.decode_png(file_of(array))).shape == (4, 5, channels)


def test_opacity_is_added_where_it_is_asked_for():
    image = run(tf.image.decode_png(file_of(COLORS), channels=4))
    np.testing.assert_array_equal(image[..., 3], np.full((4, 5), 255))


@pytest.mark.parametrize("kind", ["PNG", "BMP"])
def test_decode_image_finds_out_what_it_is(kind):
    np.testing.assert_array_equal(run(tf.image.decode_image(file_of(COLORS, kind))), COLORS)


def test_fractions_reach_to_one(close):
    image = run(tf.image.decode_image(file_of(COLORS), dtype=tf.float32))
    close(image, COLORS / np.float32(255), rtol=1e-6)


def test_a_gif_file_gives_all_its_images():
    frames = [Image.fromarray(np.full((2, 3), value, "uint8")) for value in (0, 90, 200)]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:])
    found = run(tf.image.decode_gif(buffer.getvalue()))
    assert found.shape == (3, 2, 3, 3)
    assert found[:, 0, 0, 0].tolist() == [0, 90, 200]


def test_a_jpeg_file_is_nearly_what_it_was():
    data = file_of(SMOOTH, "JPEG", quality=95)
    assert np.abs(run(tf.image.decode_jpeg(data)).astype(int) - SMOOTH).max() <= 4
    assert run(tf.image.decode_jpeg(data, ratio=2)).shape == (8, 8, 3)
    assert run(tf.image.extract_jpeg_shape(data)).tolist() == [16, 16, 3]
    cut = run(tf.image.decode_and_crop_jpeg(data, [2, 3, 4, 5]))
    np.testing.assert_array_equal(cut, run(tf.image.decode_jpeg(data))[2:6, 3:8])


def test_is_jpeg_tells_by_the_first_bytes():
    assert run(tf.image.is_jpeg(file_of(SMOOTH, "JPEG")))
    assert not run(tf.image.is_jpeg(file_of(SMOOTH)))


def test_encoded_and_decoded_is_the_same():
    x = K.placeholder((None, None, 3), dtype="uint8")
    again = tf.image.decode_png(tf.image.encode_png(x), channels=3)
    np.testing.assert_array_equal(run(again, {x: COLORS}), COLORS)


def test_encode_jpeg_gives_the_bytes_of_a_file():
    data = run(tf.image.encode_jpeg(SMOOTH, quality=90))
    assert Image.open(io.BytesIO(data)).size == (16, 16)


def test_quality_is_lost():
    x = K.placeholder((16, 16, 3), dtype="uint8")
    worse = run(tf.image.adjust_jpeg_quality(x, 5), {x: SMOOTH})
    assert worse.shape == SMOOTH.shape
    assert (worse != SMOOTH).any()


def test_bytes_of_no_image_are_refused():
    image = tf.image.decode_png(b"no image")
    with pytest.raises(tf.errors.InvalidArgumentError, match="Unable to decode"):
        run(image)


def test_what_is_not_bytes_is_refused():
    with pytest.raises(TypeError, match=r"open\(path, 'rb'\)"):
        tf.image.decode_png("image.png")


def test_settings_without_effect_are_refused():
    with pytest.raises(NotImplementedError, match="try_recover_truncated"):
        tf.image.decode_jpeg(b"", try_recover_truncated=True)
