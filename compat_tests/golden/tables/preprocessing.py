"""Calls of keras.preprocessing: a line is a source, its value is recorded.

Names: keras, np, json; image, sequence and text, the modules; and
    images: three images of shape (6, 5, 3); series: 20 steps of shape (2,);
    texts: three texts; counted(...): a Tokenizer with these arguments, fitted on them;
    batches(flow, n): n batches by next; epochs(flow, n): n epochs by number.
Python's and NumPy's random numbers start from 0 before each row.
"""

__all__ = ["ROWS"]

ROWS = []


def rows(text):
    """Add a row for each line of source."""
    ROWS.extend(map(str.strip, text.strip().splitlines()))


# --- sequences -----------------------------------------------------------------------------------
rows(
    """
    sequence.pad_sequences([[1], [1, 2], [1, 2, 3], []])
    sequence.pad_sequences([[1], [1, 2], [1, 2, 3]], maxlen=2)
    sequence.pad_sequences([[1], [1, 2], [1, 2, 3]], 2, padding='post', truncating='post')
    sequence.pad_sequences([[1.5], [2.5, 3.5]], maxlen=4, dtype='float32', value=-1)
    sequence.pad_sequences([[[1, 2], [3, 4]], [[5, 6]]], padding='post', value=9)
    sequence.pad_sequences([np.ones((2, 1, 3)), np.ones((1, 1, 3))], dtype='float32')
    sequence.pad_sequences([['a'], ['b', 'c']], dtype=object, value='-').tolist()
    sequence.pad_sequences([[], []])
    sequence.pad_sequences([], maxlen=3)
    sequence.make_sampling_table(10)
    sequence.make_sampling_table(5, sampling_factor=1e-3)
    sequence.skipgrams([1, 2, 3, 0, 4], 6)
    sequence.skipgrams([1, 2, 3, 0, 4], 6, window_size=1, seed=3)
    sequence.skipgrams([1, 2, 3], 6, negative_samples=0.5, categorical=True, shuffle=False)
    sequence.skipgrams([1, 2, 3], 6, negative_samples=0, shuffle=False)
    sequence.skipgrams(list(range(9)), 9, sampling_table=sequence.make_sampling_table(9, 0.1))
    sequence._remove_long_seq(3, [[1], [1, 2], [1, 2, 3]], [7, 8, 9])
    list(sequence.TimeseriesGenerator(series, series, 4, batch_size=5))
    list(sequence.TimeseriesGenerator(series, series[:, 0], 6, sampling_rate=2, stride=3))
    list(sequence.TimeseriesGenerator(series, series, 3, reverse=True, start_index=4, end_index=9))
    list(sequence.TimeseriesGenerator(series, series, 3, shuffle=True, batch_size=4))
    sequence.TimeseriesGenerator([1, 2, 3, 4], [5, 6, 7, 8], 2, stride=2).get_config()
    json.loads(sequence.TimeseriesGenerator(series, series, 2, start_index=3).to_json())
    """
)

# --- texts ---------------------------------------------------------------------------------------
rows(
    """
    text.text_to_word_sequence('Hello, world! It is a-b, isn\\'t it?\\tYes\\nno')
    text.text_to_word_sequence('A.B c', lower=False, filters='.')
    text.text_to_word_sequence('one::Two:three', split=':')
    text.text_to_word_sequence('one, two--three', split='--')
    text.text_to_word_sequence('ÄÖ ü! ¿qué?', filters=['!', '?'])
    text.hashing_trick('The cat and the hat.', 50, hash_function='md5')
    text.hashing_trick('The cat', 9, hash_function=len)
    text.hashing_trick('The cat', 9, hash_function=len, lower=False, split='c', filters='')
    counted().word_index
    counted().index_word
    counted().word_counts
    dict(counted().word_docs)
    dict(counted().index_docs)
    counted().document_count
    counted(document_count=4).document_count
    counted(num_words=4).texts_to_sequences(['the cat on the moon', 'nothing', ''])
    counted(oov_token='?').word_index
    counted(oov_token='?', num_words=4).texts_to_sequences(['the cat on the moon'])
    counted(oov_token='?').sequences_to_texts([[1, 2, 3, 99], []])
    counted(oov_token='?', num_words=4).sequences_to_texts([[2, 3, 4, 5]])
    counted(num_words=3).sequences_to_texts([[1, 2, 3], [99]])
    counted(oov_token='the').word_index
    counted(char_level=True).word_index
    counted(char_level=True, lower=False).texts_to_sequences(['The'])
    counted(lower=False, filters='').word_index
    counted().texts_to_sequences([['the', 'CAT', 'x y']])
    counted().texts_to_matrix(['the cat the', 'dog moon', ''])
    counted().texts_to_matrix(['the cat the', 'dog moon', ''], mode='count')
    counted().texts_to_matrix(['the cat the', 'dog moon', ''], mode='freq')
    counted().texts_to_matrix(['the cat the', 'dog moon', ''], mode='tfidf')
    counted(num_words=4).texts_to_matrix(['the cat the', 'dog moon', ''], mode='tfidf')
    numbered([[1, 2, 2], [3]], num_words=5).sequences_to_matrix([[1, 2, 7], [3, 3]], mode='tfidf')
    counted(num_words=3, oov_token='?').get_config()
    json.loads(counted(char_level=True).to_json())
    text.Tokenizer(nb_words=7).num_words
    """
)

# --- images --------------------------------------------------------------------------------------
rows(
    """
    image.random_rotation(images[0], 40, row_axis=0, col_axis=1, channel_axis=2)
    image.random_rotation(images[0].transpose(2, 0, 1), 40, fill_mode='constant', cval=2.)
    image.random_shift(images[0], 0.3, 0.2, row_axis=0, col_axis=1, channel_axis=2)
    image.random_shear(images[0], 20, channel_axis=2, interpolation_order=0)
    image.random_zoom(images[0], (0.5, 1.5), channel_axis=2)
    image.random_channel_shift(images[0], 30., channel_axis=2)
    image.random_brightness(images[0], (0.5, 1.5))
    image.apply_affine_transform(images[0], theta=20, tx=1, ty=-0.5, shear=10, zx=0.8, zy=1.1)
    image.apply_channel_shift(images[0], 20.)
    image.apply_brightness_shift(images[0], 0.5)
    image.img_to_array(image.array_to_img(images[0]))
    image.img_to_array(image.array_to_img(images[0][:, :, :1], scale=False))
    image.img_to_array(image.array_to_img(images[0].transpose(2, 0, 1), 'channels_first'))
    image.img_to_array(image.array_to_img(images[0]), data_format='channels_first', dtype='float16')
    image.ImageDataGenerator(rotation_range=20, zoom_range=0.3).get_random_transform((6, 5, 3))
    image.ImageDataGenerator(width_shift_range=[1, 3]).get_random_transform((6, 5, 3), seed=4)
    image.ImageDataGenerator(shear_range=30).random_transform(images[0], seed=4)
    image.ImageDataGenerator().apply_transform(images[0], {'theta': 30, 'flip_vertical': True})
    image.ImageDataGenerator(samplewise_std_normalization=True).standardize(images.copy())
    batches(image.ImageDataGenerator(rotation_range=20).flow(images, [1, 2, 3], 2, seed=1), 5)
    batches(image.ImageDataGenerator(zoom_range=0.3).flow(images, batch_size=2), 5)
    epochs(image.ImageDataGenerator(zoom_range=0.3).flow(images, batch_size=2, seed=1), 3)
    epochs(image.ImageDataGenerator(zoom_range=0.3).flow(images, batch_size=2), 3)
    batches(image.ImageDataGenerator(vertical_flip=True).flow((images, series[:3])), 2)
    fitted(featurewise_std_normalization=True, augment=False)
    fitted(featurewise_center=True, rotation_range=30, augment=True)
    """
)
