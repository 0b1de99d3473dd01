"""The symbolic graph: record, probe, compile, run. The only code that knows how symbols work."""

from keras_on_torch.graph.dispatch import *
from keras_on_torch.graph.dtypes import *
from keras_on_torch.graph.function import *
from keras_on_torch.graph.interpreter import *
from keras_on_torch.graph.intrinsics import *
from keras_on_torch.graph.leaf_nodes import *
from keras_on_torch.graph.name_scopes import *
from keras_on_torch.graph.opaque_call import *
from keras_on_torch.graph.operation import *
from keras_on_torch.graph.operators import *
from keras_on_torch.graph.program import *
from keras_on_torch.graph.runtime import *
from keras_on_torch.graph.scope import *
from keras_on_torch.graph.shape_inference import *
from keras_on_torch.graph.symbol import *
from keras_on_torch.graph.tensor_shape import *
from keras_on_torch.graph.tensorflow_graph import *
from keras_on_torch.graph.tensorflow_methods import *
from keras_on_torch.graph.variable import *
