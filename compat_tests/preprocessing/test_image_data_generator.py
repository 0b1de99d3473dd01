"""ImageDataGenerator gives the pixels of keras-preprocessing 1.1.2 from the same seed."""

import warnings

import numpy as np
import pytest

from compat_tests.preprocessing import witness
from keras_on_torch import config
from keras_on_torch.preprocessing import image

IMAGES = np.random.RandomState(7).uniform(0, 255, (5, 12, 10, 3)).astype("float32")
LABELS = np.arange(5)

SETTINGS = [
    {},
    {"rotation_range": 40},
    {"rotation_range": 40, "fill_mode": "constant", "cval": 7.0},
    {"rotation_range": 180, "fill_mode": "reflect"},
    {"rotation_range": 180, "fill_mode": "wrap"},
    {"rotation_range": 40, "interpolation_order": 0},
    {"rotation_range": 40, "interpolation_order": 3, "fill_mode": "reflect"},
    {"rotation_range": 40, "dtype": "float64"},
    {"width_shift_range": 0.3, "height_shift_range": 0.2},
    {"width_shift_range": 3, "height_shift_range": [1, 4, 2]},
    {"width_shift_range": 2.5, "height_shift_range": [0.1, 0.3], "fill_mode": "constant"},
    {"width_shift_range": 9, "height_shift_range": 11, "fill_mode": "wrap"},
    {"width_shift_range": 30.0, "height_shift_range": 40.0, "fill_mode": "reflect"},
    {"shear_range": 30},
    {"zoom_range": 0.4},
    {"zoom_range": [2, 4], "fill_mode": "wrap"},
    {"zoom_range": (2.0, 4.0), "fill_mode": "constant"},
    {"horizontal_flip": True},
    {"vertical_flip": True},
    {"channel_shift_range": 60.0},
    {"brightness_range": (0.3, 1.7)},
    {"brightness_range": [0.3, 1.7], "dtype": "float64", "rotation_range": 30},
    {"rescale": 1 / 255},
    {"preprocessing_function": lambda x: x[::-1] * 2},
    {"preprocessing_function": lambda x: x + np.random.uniform(size=x.shape), "zoom_range": 0.5},
    {"samplewise_center": True, "samplewise_std_normalization": True},
    {
        "rotation_range": 20,
        "width_shift_range": 0.2,
        "height_shift_range": 0.2,
        "shear_range": 10,
        "zoom_range": 0.2,
        "horizontal_flip": True,
        "vertical_flip": True,
        "channel_shift_range": 20,
        "rescale": 1 / 255,
        "samplewise_center": True,
    },
]
FITTED = [
    {"featurewise_center": True},
    {"featurewise_center": True, "featurewise_std_normalization": True, "rescale": 0.5},
    # In single precision what no image varies in is rounding alone.
    {"featurewise_center": True, "zca_whitening": True, "zca_epsilon": 0.1, "dtype": "float64"},
]


def pair(settings, data_format="channels_last"):
    """Return a generator of ours and the witness's, and images in its axis order."""
    images = IMAGES if data_format == "channels_last" else IMAGES.transpose(0, 3, 1, 2)
    given = {"data_format": data_format, **settings}
    return image.ImageDataGenerator(**given), witness.image.ImageDataGenerator(**given), images


def assert_same(ours, theirs):
    """Fail unless nested arrays are equal up to the last bits, and of one type."""
    assert type(ours) is type(theirs)
    if isinstance(theirs, (tuple, list)):
        assert len(ours) == len(theirs)
        for a, b in zip(ours, theirs, strict=True):
            assert_same(a, b)
    else:
        assert ours.dtype == theirs.dtype
        np.testing.assert_allclose(ours, theirs, rtol=2e-6, atol=2e-5)


def seeded(seed, function):
    """Return what a function gives from a seed of the global stream, and what is drawn next."""
    np.random.seed(seed)
    return function(), np.random.random()


def named(given):
    """Return settings as a test's name tells them: a function's address differs in each process."""
    if not isinstance(given, dict):
        return str(given)
    return str({name: getattr(value, "__name__", value) for name, value in given.items()})


# ---- the same pixels
@pytest.mark.parametrize(
    ("settings", "data_format"),
    [
        (settings, data_format)
        for settings in SETTINGS
        for data_format in ("channels_last", "channels_first")
        # Keras: brightness takes the rows for channels there, and fails.
        if data_format == "channels_last" or "brightness_range" not in settings
    ],
    ids=named,
)
def test_draws_and_transforms_alike(settings, data_format):
    ours, theirs, images = pair(settings, data_format)
    a = ours.flow(images, LABELS, batch_size=2, seed=3)
    b = theirs.flow(images, LABELS, batch_size=2, seed=3)
    for _ in range(4):
        assert_same(next(a), next(b))


@pytest.mark.parametrize("seed", [None, 3])
@pytest.mark.parametrize("shuffle", [False, True])
@pytest.mark.parametrize("preprocessing_function", [None, lambda x: x * np.random.random()])
def test_batches_by_number_and_by_next(seed, shuffle, preprocessing_function):
    settings = {"zoom_range": 0.3, "preprocessing_function": preprocessing_function}
    ours, theirs, images = pair(settings)

    def run(generator):
        flow = generator.flow(images, batch_size=2, shuffle=shuffle, seed=seed)
        given = [next(flow), flow[1], flow[0]]
        flow.on_epoch_end()
        given += [flow[2], flow[0], next(flow), next(flow)]
        flow.reset()
        return [*given, next(flow), next(flow)]

    (a, after), (b, expected) = seeded(5, lambda: run(ours)), seeded(5, lambda: run(theirs))
    assert_same(a, b)
    assert after == expected


@pytest.mark.parametrize("settings", FITTED, ids=str)
@pytest.mark.parametrize("augment", [False, True])
def test_is_fitted_alike(settings, augment):
    settings = {**settings, "rotation_range": 30}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ours, theirs, images = pair(settings)
    for generator in (ours, theirs):
        assert generator.fit(images, augment=augment, rounds=2, seed=4) is None
    for statistic in ("mean", "std", "principal_components"):
        a, b = getattr(ours, statistic), getattr(theirs, statistic)
        assert (a is None) == (b is None)
        if b is not None:
            assert a.shape == b.shape
            np.testing.assert_allclose(a, b, rtol=1e-3, atol=1e-4)
    a, b = (next(g.flow(images, seed=1)) for g in (ours, theirs))
    np.testing.assert_allclose(a, b, rtol=1e-3, atol=1e-2)


def test_fitting_changes_no_data():
    images = IMAGES.copy()
    image.ImageDataGenerator(featurewise_center=True, rescale=2.0).fit(images)
    np.testing.assert_array_equal(images, IMAGES)


@pytest.mark.parametrize("settings", SETTINGS, ids=named)
def test_parameters_are_drawn_alike(settings):
    ours, theirs, _ = pair(settings)
    a, b = (g.get_random_transform((12, 10, 3), seed=8) for g in (ours, theirs))
    assert a == b
    assert list(a) == list(b)


def test_random_transform_takes_a_seed():
    ours, theirs, images = pair({"rotation_range": 50, "zoom_range": 0.5})
    assert_same(
        ours.random_transform(images[0], seed=2), theirs.random_transform(images[0], seed=2)
    )


def test_apply_transform_needs_some_parameters_only():
    ours, theirs, images = pair({})
    for given in ({}, {"theta": 20}, {"flip_vertical": True, "brightness": 0.5}):
        assert_same(
            ours.apply_transform(images[0], given), theirs.apply_transform(images[0], given)
        )


def test_standardizes_in_place():
    images = IMAGES.copy()
    assert image.ImageDataGenerator(rescale=0.5).standardize(images) is images
    np.testing.assert_array_equal(images, IMAGES * 0.5)


# ---- what comes along
@pytest.mark.parametrize("subset", ["training", "validation"])
def test_further_arrays_weights_and_subsets(subset):
    ours, theirs, images = pair({"validation_split": 0.4})
    further = [np.arange(5), np.arange(10).reshape(5, 2)]
    labels = np.array([0, 1, 0, 1, 0])
    for x in (images, (images, further[0]), [images, further]):
        a, b = (g.flow(x, labels, 2, seed=1, subset=subset) for g in (ours, theirs))
        assert_same(next(a), next(b))
    a, b = (g.flow(images, labels, sample_weight=np.arange(5.0), seed=1) for g in (ours, theirs))
    assert_same(next(a), next(b))


def test_weights_of_a_subset_are_those_of_its_samples():
    weights = np.arange(5.0)
    flow = image.ImageDataGenerator(validation_split=0.4).flow(
        IMAGES, np.array([0, 1, 0, 1, 0]), sample_weight=weights, subset="training", shuffle=False
    )
    np.testing.assert_array_equal(next(flow)[2], [2.0, 3.0, 4.0])


def test_saves_what_it_gives(tmp_path):
    ours, theirs, images = pair({"rotation_range": 20})
    for name, generator in (("ours", ours), ("theirs", theirs)):
        (tmp_path / name).mkdir()
        flow = generator.flow(
            images, seed=1, save_to_dir=str(tmp_path / name), save_prefix="p", batch_size=2
        )
        next(flow), next(flow)
    names = sorted(path.name for path in (tmp_path / "theirs").iterdir())
    assert sorted(path.name for path in (tmp_path / "ours").iterdir()) == names
    for name in names:
        a, b = (image.img_to_array(image.load_img(tmp_path / k / name)) for k in ("ours", "theirs"))
        assert np.abs(a - b).max() <= 1  # Cut off to whole numbers.


def test_floatx_and_data_format_are_the_backends():
    config.set_floatx("float64")
    config.set_image_data_format("channels_first")
    generator = image.ImageDataGenerator(width_shift_range=0.2)
    assert generator.data_format == "channels_first"
    assert next(generator.flow(IMAGES.transpose(0, 3, 1, 2))).dtype == "float64"


# ---- mistakes: the exceptions of Keras
@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"data_format": "rows"}, "data_format.*rows"),
        ({"zoom_range": (1, 2, 3)}, r"zoom_range.*\(1, 2, 3\)"),
        ({"brightness_range": 0.1}, "brightness_range.*0.1"),
        ({"validation_split": 2}, "validation_split.*2"),
    ],
    ids=str,
)
def test_a_setting_that_is_no_such(settings, message):
    with pytest.raises(ValueError, match=message.partition(".*")[0]):
        witness.image.ImageDataGenerator(**settings)
    with pytest.raises(ValueError, match=message):
        image.ImageDataGenerator(**settings)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"x": IMAGES[0]}, r"rank 4.*\(12, 10, 3\)"),
        ({"x": IMAGES, "y": [1, 2]}, r"same length.*y.shape = \(2,\)"),
        ({"x": IMAGES, "sample_weight": [1, 2]}, "sample_weight.shape"),
        ({"x": (IMAGES, [[1, 2]])}, r"len\(x\[0\]\) = 5"),
        ({"x": IMAGES, "subset": "all"}, "Invalid subset name.*all"),
        ({"x": IMAGES, "y": LABELS, "subset": "training"}, "different number of classes"),
    ],
    ids=lambda given: str(given)[:40],
)
def test_data_that_does_not_fit(given, message):
    ours, theirs, _ = pair({"validation_split": 0.4})
    with pytest.raises(ValueError, match=r"[Ll]ength|rank|subset"):
        theirs.flow(**given)
    with pytest.raises(ValueError, match=message):
        ours.flow(**given)


def test_a_batch_that_is_not_there():
    with pytest.raises(ValueError, match=r"Asked to retrieve element 3, but .* has length 3"):
        _ = image.ImageDataGenerator().flow(IMAGES, batch_size=2)[3]


def test_a_function_that_changes_the_shape():
    generator = image.ImageDataGenerator(preprocessing_function=lambda x: x[:5])
    with pytest.raises(ValueError, match=r"shape \(5, 10, 3\) .* expected \(12, 10, 3\)"):
        next(generator.flow(IMAGES))


@pytest.mark.parametrize(
    "setting", ["featurewise_center", "featurewise_std_normalization", "zca_whitening"]
)
def test_warns_where_it_was_not_fitted(setting):
    settings = {"featurewise_center": True, setting: True}
    with pytest.warns(UserWarning, match="but it hasn't been fit") as told:
        image.ImageDataGenerator(**settings).standardize(IMAGES.copy())
    assert f"`{setting}`, but" in str(told[-1].message)


@pytest.mark.parametrize(
    ("settings", "turned"),
    [
        ({"zca_whitening": True}, {"featurewise_center": True}),
        (
            {"zca_whitening": True, "featurewise_std_normalization": True},
            {"featurewise_std_normalization": False, "featurewise_center": True},
        ),
        ({"featurewise_std_normalization": True}, {"featurewise_center": True}),
        ({"samplewise_std_normalization": True}, {"samplewise_center": True}),
    ],
    ids=str,
)
def test_warns_of_settings_that_it_turns(settings, turned):
    with pytest.warns(UserWarning, match="overrides setting of"):
        generator = image.ImageDataGenerator(**settings)
    with pytest.warns(UserWarning, match="overrides setting of"):
        expected = witness.image.ImageDataGenerator(**settings)
    for name, value in turned.items():
        assert getattr(generator, name) is value
        assert getattr(expected, name) is value


def test_warns_of_channels_that_are_no_images():
    with pytest.warns(UserWarning, match=r"\(2 channels\)"):
        image.ImageDataGenerator().flow(IMAGES[..., :2])
    with pytest.warns(UserWarning, match=r"\(2 channels\)"):
        image.ImageDataGenerator().fit(IMAGES[..., :2])
