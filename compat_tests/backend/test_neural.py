"""Conformance of nn, conv, local, pooling, normalization, losses: golden/tables/neural.py."""

from compat_tests.backend.conformance import Family
from compat_tests.reference.networks import LOSSES, NN, NORMALIZATION
from compat_tests.reference.windows import CONVOLUTIONS, LOCAL, POOLING

TWINS = {**NN, **CONVOLUTIONS, **LOCAL, **POOLING, **NORMALIZATION, **LOSSES}
family = Family(["nn", "conv", "local", "pooling", "normalization", "losses"], TWINS)


@family.each_accepted
def test_shape_is_known_as_keras_knows_it(row):
    family.shape_is_that_of_keras(row)


@family.each_accepted
def test_computes_what_keras_computes(row, device, close):
    family.result_is_that_of_keras(row, close)


@family.each_with_value
def test_computes_what_the_formula_gives(row, close):
    family.result_is_that_of_numpy(row, close)


@family.each_eager
def test_computes_real_tensors_at_once(row, device, close):
    family.real_tensors_are_computed_at_once(row, device, close)


@family.each_smooth
def test_derivatives_agree_with_differences(row):
    family.derivatives_are_those_of_differences(row)


@family.each_refused
def test_refuses_what_keras_refuses(row):
    family.refuses_what_keras_refuses(row)
