"""parkie in Ray Data: a dataset of pages in, a dataset of articles out.

Every actor holds one annotator for its whole life. Ray starts an actor that died again and gives it its block once
more, so that nothing is lost and nothing is told twice.
"""

from __future__ import annotations

from typing import Any

from parkie.engines.arrow import ArrowAnnotator, Settings
from parkie.errors import InputError

__all__ = ["annotate"]


def annotate(
    pages: Any,
    settings: Settings | None = None,
    *,
    actors: int | tuple[int, int] = 1,
    batch_size: int = 64,
    **options: Any,
) -> Any:
    """The articles of a ``ray.data.Dataset`` of pages, lazily, as a ``ray.data.Dataset``.

    Args:
        pages: with the columns ``id`` and ``text``, and if known ``published`` and ``html``.
        settings: how pages are read.
        actors: how many annotators, or the least and the most of them.
        batch_size: pages handed to an actor at once.
        **options: more of ``Dataset.map_batches`` (``num_cpus``, ``memory``, ``runtime_env``, …).

    Raises:
        InputError: Ray is not installed.
    """
    try:
        from ray.data import ActorPoolStrategy
    except ImportError as error:
        msg = f"expected Ray Data, found none ({error}); pip install 'parkie[ray]'"
        raise InputError(msg) from error
    least, most = actors if isinstance(actors, tuple) else (actors, actors)
    return pages.map_batches(
        ArrowAnnotator,
        batch_size=batch_size,
        batch_format="pyarrow",
        zero_copy_batch=True,
        fn_constructor_args=(settings,),
        compute=ActorPoolStrategy(min_size=least, max_size=most),
        **options,
    )
