"""Functions of backend.ctc: what golden rows do not ask."""

import numpy as np
import pytest
import torch

import keras_on_torch.backend as K


@pytest.mark.parametrize(
    ("labels", "steps", "count", "told"),
    [
        ([[0, 0, 0]], [[2]], [[3]], "3 labels need as many steps, input_length is 2"),
        ([[3, 0]], [[4]], [[2]], "not all between 0 and 2"),
        ([[0, -1]], [[4]], [[2]], "not all between 0 and 2"),
        ([[0, 1]], [[5]], [[2]], "input_length is 5 of 4 steps"),
        ([[0, 1]], [[4]], [[0]], "labels length is zero"),
    ],
)
def test_cost_says_which_row_cannot_be(labels, steps, count, told):
    given = [torch.tensor(each) for each in (labels, steps, count)]
    with pytest.raises(ValueError, match=told):
        K.ctc_batch_cost(given[0], torch.full((1, 4, 4), 0.25), *given[1:])


def test_cost_of_no_label_in_one_step_is_that_of_the_blank(close):
    """Where TensorFlow writes before its memory, and may end the process."""
    scores = torch.tensor([[[0.2, 0.8]]])
    given = [torch.tensor(each) for each in ([[1]], [[1]], [[1]])]
    close(K.ctc_batch_cost(given[0], scores, *given[1:]).numpy(), -np.log([[0.8]]))


def test_more_paths_than_are_kept_are_refused():
    scores, lengths = K.placeholder((None, 4, 3)), K.placeholder((None,), dtype="int32")
    with pytest.raises(ValueError, match="top_paths is 3, but beam_width keeps only 2"):
        K.ctc_decode(scores, lengths, greedy=False, beam_width=2, top_paths=3)


def test_search_agrees_with_itself_in_a_larger_batch(close):
    random = np.random.RandomState(0)
    scores = torch.tensor(random.uniform(0.1, 1.0, (5, 9, 4)))
    lengths = torch.tensor([9, 1, 5, 0, 7])
    paths, log_probabilities = K.ctc_decode(scores, lengths, greedy=False, beam_width=8)
    for row in range(5):
        alone = K.ctc_decode(scores[row : row + 1], lengths[row : row + 1], False, 8)
        found = paths[0][row]
        close(found[found >= 0].numpy(), alone[0][0][0].numpy())
        close(log_probabilities[row].numpy(), alone[1][0].numpy())


def test_labels_become_sparse(close):
    labels, lengths = np.array([[1, 2, 3], [4, 5, 6]]), np.array([2, 0])
    given = K.placeholder((None, 3), dtype="int32"), K.placeholder((None,), dtype="int32")
    sparse = K.ctc_label_dense_to_sparse(*given)
    assert K.is_sparse(sparse)
    dense = K.function(list(given), [K.to_dense(sparse)])([labels, lengths])[0]
    close(dense, np.array([[1, 2, 0], [0, 0, 0]]))
