"""`tf.errors`: what TensorFlow raises when a program runs."""

from typing import Any, ClassVar

__all__ = [
    "ABORTED",
    "ALREADY_EXISTS",
    "CANCELLED",
    "DATA_LOSS",
    "DEADLINE_EXCEEDED",
    "FAILED_PRECONDITION",
    "INTERNAL",
    "INVALID_ARGUMENT",
    "NOT_FOUND",
    "OK",
    "OUT_OF_RANGE",
    "PERMISSION_DENIED",
    "RESOURCE_EXHAUSTED",
    "UNAUTHENTICATED",
    "UNAVAILABLE",
    "UNIMPLEMENTED",
    "UNKNOWN",
    "AbortedError",
    "AlreadyExistsError",
    "CancelledError",
    "DataLossError",
    "DeadlineExceededError",
    "FailedPreconditionError",
    "InternalError",
    "InvalidArgumentError",
    "NotFoundError",
    "OpError",
    "OutOfRangeError",
    "PermissionDeniedError",
    "ResourceExhaustedError",
    "UnauthenticatedError",
    "UnavailableError",
    "UnimplementedError",
    "UnknownError",
]

OK = 0
CANCELLED = 1
UNKNOWN = 2
INVALID_ARGUMENT = 3
DEADLINE_EXCEEDED = 4
NOT_FOUND = 5
ALREADY_EXISTS = 6
PERMISSION_DENIED = 7
RESOURCE_EXHAUSTED = 8
FAILED_PRECONDITION = 9
ABORTED = 10
OUT_OF_RANGE = 11
UNIMPLEMENTED = 12
INTERNAL = 13
UNAVAILABLE = 14
DATA_LOSS = 15
UNAUTHENTICATED = 16


class OpError(Exception):
    """An error of an operation that was running.

    Args:
        node_def: the operation's description; None, since there is no graph of TensorFlow's.
        op: the operation, or None.
        message: what went wrong.
        error_code: TensorFlow's number of this kind of error.
    """

    def __init__(self, node_def: Any, op: Any, message: str, error_code: int) -> None:
        super().__init__(node_def, op, message, error_code)
        self.node_def = node_def
        self.op = op
        self.message = message
        self.error_code = error_code

    def __str__(self) -> str:
        return self.message


class _CodedError(OpError):
    """An error whose kind is that of its class."""

    code: ClassVar[int]

    def __init__(self, node_def: Any, op: Any, message: str) -> None:
        super().__init__(node_def, op, message, self.code)
        self.args = (node_def, op, message)  # Pickling calls the class with these.


class CancelledError(_CodedError):
    """The operation was cancelled."""

    code = CANCELLED


class UnknownError(_CodedError):
    """The cause is not known."""

    code = UNKNOWN


class InvalidArgumentError(_CodedError):
    """An operation received what it cannot compute with."""

    code = INVALID_ARGUMENT


class DeadlineExceededError(_CodedError):
    """The operation took too long."""

    code = DEADLINE_EXCEEDED


class NotFoundError(_CodedError):
    """Something that was asked for, such as a file, is not there."""

    code = NOT_FOUND


class AlreadyExistsError(_CodedError):
    """Something that was to be made is there already."""

    code = ALREADY_EXISTS


class PermissionDeniedError(_CodedError):
    """The caller may not do this."""

    code = PERMISSION_DENIED


class UnauthenticatedError(_CodedError):
    """The caller has not said who it is."""

    code = UNAUTHENTICATED


class ResourceExhaustedError(_CodedError):
    """Memory, or something else, is used up."""

    code = RESOURCE_EXHAUSTED


class FailedPreconditionError(_CodedError):
    """The system is not in the state that the operation needs."""

    code = FAILED_PRECONDITION


class AbortedError(_CodedError):
    """The operation was aborted."""

    code = ABORTED


class OutOfRangeError(_CodedError):
    """The end of the input has been passed."""

    code = OUT_OF_RANGE


class UnimplementedError(_CodedError):
    """The operation does not exist."""

    code = UNIMPLEMENTED


class InternalError(_CodedError):
    """Something that must always hold does not."""

    code = INTERNAL


class UnavailableError(_CodedError):
    """What would run the operation is not there now."""

    code = UNAVAILABLE


class DataLossError(_CodedError):
    """Data are lost or corrupted."""

    code = DATA_LOSS
