"""The symbolic graph: record, probe, compile, run. The only code that knows how symbols work."""

from keras_on_torch.graph.arrays import *
from keras_on_torch.graph.assignments import *
from keras_on_torch.graph.constant_folding import *
from keras_on_torch.graph.custom_gradient import *
from keras_on_torch.graph.dispatch import *
from keras_on_torch.graph.dtypes import *
from keras_on_torch.graph.function import *
from keras_on_torch.graph.gradient_overrides import *
from keras_on_torch.graph.group import *
from keras_on_torch.graph.interpreter import *
from keras_on_torch.graph.intrinsics import *
from keras_on_torch.graph.leaf_nodes import *
from keras_on_torch.graph.opaque_call import *
from keras_on_torch.graph.operators import *
from keras_on_torch.graph.program import *
from keras_on_torch.graph.runtime import *
from keras_on_torch.graph.scope import *
from keras_on_torch.graph.shape_inference import *
from keras_on_torch.graph.step_lock import *
from keras_on_torch.graph.symbol import *
from keras_on_torch.graph.tensor_shape import *
from keras_on_torch.graph.unknown_lengths import *
from keras_on_torch.graph.variable import *
