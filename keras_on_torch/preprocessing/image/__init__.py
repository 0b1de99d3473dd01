"""Images: in files and arrays, varied at random, in batches."""

from keras_on_torch.preprocessing.image.affine_transformations import *
from keras_on_torch.preprocessing.image.conversion import *
from keras_on_torch.preprocessing.image.dataframe_iterator import (
    DataFrameIterator as DataFrameIterator,
)
from keras_on_torch.preprocessing.image.directory_iterator import *
from keras_on_torch.preprocessing.image.file_iterator import *
from keras_on_torch.preprocessing.image.files import list_pictures as list_pictures
from keras_on_torch.preprocessing.image.files import load_img as load_img
from keras_on_torch.preprocessing.image.files import save_img as save_img
from keras_on_torch.preprocessing.image.files import validate_filename as validate_filename
from keras_on_torch.preprocessing.image.image_data_generator import *
from keras_on_torch.preprocessing.image.iterator import Iterator as Iterator
from keras_on_torch.preprocessing.image.numpy_array_iterator import *
