"""What models are made of: layers, inputs, networks, stacks, training."""
