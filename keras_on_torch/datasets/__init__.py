"""Small data sets, fetched once and kept in `~/.keras/datasets`."""

from keras_on_torch import _lazy
from keras_on_torch.datasets import boston_housing as boston_housing
from keras_on_torch.datasets import cifar as cifar
from keras_on_torch.datasets import cifar10 as cifar10
from keras_on_torch.datasets import cifar100 as cifar100
from keras_on_torch.datasets import fashion_mnist as fashion_mnist
from keras_on_torch.datasets import imdb as imdb
from keras_on_torch.datasets import mnist as mnist
from keras_on_torch.datasets import reuters as reuters

_lazy.loaded(__name__)
