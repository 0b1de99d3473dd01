"""Optimizers over their arguments: a line is a constructor's source."""

__all__ = ["ROWS", "OptimizerRow"]


class OptimizerRow:
    """An optimizer that takes 20 steps on given gradients.

    Args:
        code: source of the optimizer, with the names of keras.optimizers.
        constraint: source of a constraint on the first parameter.
        scale: factor of the gradients.
        rates: learning rates to set by K.set_value before steps, as {step: rate}.
    """

    def __init__(self, code, constraint=None, scale=1.0, rates=None):
        self.code = code
        self.constraint = constraint
        self.scale = scale
        self.rates = rates or {}

    def __str__(self):
        words = [self.code]
        words += ["under " + self.constraint] if self.constraint else []
        words += [f"times {self.scale}"] if self.scale != 1.0 else []
        words += [f"rates {sorted(self.rates.items())}"] if self.rates else []
        return " ".join(words)


ROWS = []
ARGUMENTS = {
    "SGD": [
        "momentum=0.9",
        "momentum=0.9, nesterov=True",
        "lr=0.1, momentum=0.5, decay=0.1",
        "lr=0.1, momentum=0.5, decay=0.1, nesterov=True",
        "nesterov=True",
    ],
    "RMSprop": ["rho=0.5", "epsilon=0.1", "epsilon=1e-3, rho=0.99"],
    "Adagrad": ["epsilon=0.1", "lr=0.1, epsilon=1e-3"],
    "Adadelta": ["rho=0.5", "epsilon=0.1", "lr=0.1, rho=0.9"],
    "Adam": [
        "beta_1=0.5",
        "beta_2=0.9",
        "epsilon=0.1",
        "amsgrad=True",
        "amsgrad=True, decay=0.1, epsilon=0.01",
        "beta_1=0.0",
    ],
    "Adamax": ["beta_1=0.5", "beta_2=0.9", "epsilon=0.1"],
    "Nadam": ["beta_1=0.5", "beta_2=0.9", "epsilon=0.1", "schedule_decay=0.1"],
}


def row(code, **options):
    """Add one row."""
    ROWS.append(OptimizerRow(code, **options))


for _name in sorted(ARGUMENTS):
    row(_name + "()")
    row(_name + "(lr=0.05)")
    row(_name + "(lr=0.05, %s=0.1)" % ("decay" if _name != "Nadam" else "schedule_decay"))
    row(_name + "(lr=0.05, clipnorm=1.0)", scale=3.0)
    row(_name + "(lr=0.05, clipnorm=100.0)")
    row(_name + "(lr=0.05, clipvalue=0.3)")
    row(_name + "(lr=0.05, clipnorm=2.0, clipvalue=0.5)", scale=3.0)
    row(_name + "(lr=0.05)", constraint="max_norm(0.5)")
    row(_name + "(lr=0.05)", constraint="non_neg()")
    row(_name + "(lr=0.05)", rates={3: 0.5, 10: 0.01})
    for _arguments in ARGUMENTS[_name]:
        row(f"{_name}({_arguments})")
    row(f"get('{_name.lower()}')")
    row(f"get({{'class_name': '{_name}', 'config': {{'lr': 0.2}}}})")
row("SGD(lr=0.1, momentum=0.9, nesterov=True)", rates={5: 0.01, 12: 0.3})
row("SGD(lr=0.1, momentum=0.9, clipnorm=1.0)", constraint="unit_norm()")
row("Adam(decay=0.5)", rates={5: 0.1})
