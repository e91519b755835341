"""Linear algebra on one thread: the matrices are small, and where several processes read pages threads would fight."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from typing import Any

from threadpoolctl import ThreadpoolController

__all__ = ["on_one_thread"]


@cache
def _controller() -> ThreadpoolController:
    """What holds the threads of the linear algebra library; looked up once."""
    return ThreadpoolController()


def on_one_thread() -> AbstractContextManager[Any]:
    """While this is entered, numpy multiplies matrices on the thread that asks for it."""
    context: AbstractContextManager[Any] = _controller().limit(limits=1, user_api="blas")
    return context
