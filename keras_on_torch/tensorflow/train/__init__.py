"""Training: optimizers with TensorFlow's formulas, schedules, checkpoints, coordination."""
