"""Networks that are known by name, with or without the weights they were published with."""

from keras_on_torch import _lazy
from keras_on_torch.applications import densenet as densenet
from keras_on_torch.applications import imagenet_utils as imagenet_utils
from keras_on_torch.applications import inception_resnet_v2 as inception_resnet_v2
from keras_on_torch.applications import inception_v3 as inception_v3
from keras_on_torch.applications import mobilenet as mobilenet
from keras_on_torch.applications import mobilenet_v2 as mobilenet_v2
from keras_on_torch.applications import nasnet as nasnet
from keras_on_torch.applications import resnet50 as resnet50
from keras_on_torch.applications import vgg16 as vgg16
from keras_on_torch.applications import vgg19 as vgg19
from keras_on_torch.applications import xception as xception
from keras_on_torch.applications.densenet import DenseNet121 as DenseNet121
from keras_on_torch.applications.densenet import DenseNet169 as DenseNet169
from keras_on_torch.applications.densenet import DenseNet201 as DenseNet201
from keras_on_torch.applications.inception_resnet_v2 import InceptionResNetV2 as InceptionResNetV2
from keras_on_torch.applications.inception_v3 import InceptionV3 as InceptionV3
from keras_on_torch.applications.injection import keras_modules_injection as keras_modules_injection
from keras_on_torch.applications.mobilenet import MobileNet as MobileNet
from keras_on_torch.applications.mobilenet_v2 import MobileNetV2 as MobileNetV2
from keras_on_torch.applications.nasnet import NASNetLarge as NASNetLarge
from keras_on_torch.applications.nasnet import NASNetMobile as NASNetMobile
from keras_on_torch.applications.resnet50 import ResNet50 as ResNet50
from keras_on_torch.applications.vgg16 import VGG16 as VGG16
from keras_on_torch.applications.vgg19 import VGG19 as VGG19
from keras_on_torch.applications.xception import Xception as Xception

_lazy.loaded(__name__)
