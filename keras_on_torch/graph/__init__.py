"""The symbolic graph: record, probe, compile, run. The only code that knows how symbols work."""

from keras_on_torch.graph.control import *
from keras_on_torch.graph.dims import *
from keras_on_torch.graph.dtypes import *
from keras_on_torch.graph.dual import *
from keras_on_torch.graph.dynamic import *
from keras_on_torch.graph.evaluation import *
from keras_on_torch.graph.function import *
from keras_on_torch.graph.leaves import *
from keras_on_torch.graph.operators import *
from keras_on_torch.graph.program import *
from keras_on_torch.graph.runtime import *
from keras_on_torch.graph.scope import *
from keras_on_torch.graph.shapes import *
from keras_on_torch.graph.symbol import *
from keras_on_torch.graph.variable import *
