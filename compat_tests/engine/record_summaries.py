"""Record the tables that real Keras 2.2.4 prints of models: `python3.7 record_summaries.py`.

The models are in MODELS; `tables(keras)` prints them in whichever Keras it is given.
"""

import json
from pathlib import Path

__all__ = ["MODELS", "RECORDED", "tables"]

RECORDED = Path(__file__).with_name("summaries.json")

MODELS = {
    "graph with a long name": """
left, right = Input((6,), name="left"), Input((6,), name="right")
layers = [Dense(4, input_shape=(6,)), BatchNormalization()]
inner = Sequential(layers, name="a_model_with_a_name_far_too_long")
model = Model([left, right], Dense(1)(Concatenate()([inner(left), inner(right)])))
""",
    "several shapes of one layer": """
dense, x, y = Dense(3), Input((None, 4)), Input((5, 4))
model = Model([x, y], [dense(x), dense(y)])
""",
    "stack with a frozen layer": """
model = Sequential([Dense(4, input_shape=(6,), trainable=False), BatchNormalization()])
""",
    "stack by tensors": """
x = Input((20, 30, 3))
model = Model(x, Dense(2)(Flatten()(MaxPooling2D()(Conv2D(1000, 3, activation="relu")(x)))))
""",
    "layer with two outputs": """
x = Input((4,))
model = Model(x, Lambda(lambda t: [t, t], output_shape=lambda shape: [shape, shape])(x)[0])
""",
}

ARGUMENTS = [
    {"line_length": 98},
    {"line_length": 60},
    {"line_length": 130, "positions": [0.5, 0.7, 0.8, 1.0]},
    {"line_length": 80, "positions": [40, 55, 65, 80]},
]


def tables(keras):
    """Return the printed tables: {model: [one for each of ARGUMENTS]}."""
    found = {}
    for name, source in MODELS.items():
        names = dict(
            vars(keras.layers), Model=keras.models.Model, Sequential=keras.models.Sequential
        )
        keras.backend.clear_session()
        exec(source, names)
        found[name] = []
        for arguments in ARGUMENTS:
            lines = []
            names["model"].summary(print_fn=lines.append, **arguments)
            found[name].append(lines)
    return found


if __name__ == "__main__":
    import keras

    with RECORDED.open("w") as file:
        json.dump(tables(keras), file, indent=1)
