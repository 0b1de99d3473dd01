"""K: the functions that Keras programs compute with, on symbolic and on real tensors alike."""

from keras_on_torch.backend.common import normalize_data_format as normalize_data_format
from keras_on_torch.backend.concatenation import *
from keras_on_torch.backend.control_flow import *
from keras_on_torch.backend.conv import *
from keras_on_torch.backend.creation import *
from keras_on_torch.backend.ctc import *
from keras_on_torch.backend.elementwise import *
from keras_on_torch.backend.graph_mode import *
from keras_on_torch.backend.linalg import *
from keras_on_torch.backend.local import *
from keras_on_torch.backend.losses import *
from keras_on_torch.backend.name_scopes import *
from keras_on_torch.backend.nn import *
from keras_on_torch.backend.normalization import *
from keras_on_torch.backend.padding import *
from keras_on_torch.backend.pooling import *
from keras_on_torch.backend.printing import *
from keras_on_torch.backend.random import *
from keras_on_torch.backend.reduction import *
from keras_on_torch.backend.resizing import *
from keras_on_torch.backend.rnn import *
from keras_on_torch.backend.selection import *
from keras_on_torch.backend.session import *
from keras_on_torch.backend.shaping import *
from keras_on_torch.backend.state import *
from keras_on_torch.backend.transposed import *
from keras_on_torch.config import *
from keras_on_torch.config import _BACKEND as _BACKEND
from keras_on_torch.utils.registry import transpose_shape as transpose_shape
