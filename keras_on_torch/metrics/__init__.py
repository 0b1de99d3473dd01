"""What is watched in training."""

from keras_on_torch.engine.metric import Metric as Metric
from keras_on_torch.engine.metric import clone_metric as clone_metric
from keras_on_torch.engine.metric import clone_metrics as clone_metrics
from keras_on_torch.metrics.areas import *
from keras_on_torch.metrics.functions import *
from keras_on_torch.metrics.reductions import *
from keras_on_torch.metrics.serialization import *
from keras_on_torch.metrics.thresholds import *
from keras_on_torch.metrics.wrappers import *
from keras_on_torch.utils.registry import known_namespaces as _known_namespaces

_known_namespaces["metrics"] = globals()
