"""How a tagger was made and what it can do, as a page of markdown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

import parkie
from parkie.formats.labelled import Labelled
from parkie.training.scores import Scores

__all__ = ["write_card"]


def write_card(
    learn: Sequence[Labelled],
    check: Sequence[Labelled],
    base: str,
    settings: Mapping[str, object],
    scores: Scores,
    kept: Collection[str] = (),
) -> str:
    """The card.

    Args:
        learn: the articles that were learnt from.
        check: those that said when to stop, which ``scores`` are of.
        base: what was gone on from.
        settings: how it was trained.
        scores: those on the other articles.
        kept: labels that were marked in none, and so were kept as the base reads them.
    """
    rows = [
        f"| {label} | {c.precision:.3f} | {c.recall:.3f} | {c.f1:.3f} | {c.hits + c.missed} |"
        for label, c in {"all": scores.exact, **scores.labels}.items()
    ]
    low, high = scores.interval
    names = Counter(mark.label for article in learn for mark in article.entities)
    told = "\n".join(f"- {name}: {value}" for name, value in settings.items())
    if kept:
        told += f"\n- not marked, so kept as the base reads them: {', '.join(sorted(kept))}"
    return (
        f"# A reader of names\n\nMade by parkie {parkie.__version__} from {base}, on {len(learn)} articles "
        f"({sum(len(a.text) for a in learn):,} characters, {sum(names.values()):,} names), stopped by "
        f"{len(check)} other articles.\n\n{told}\n\n## On those other articles\n\n"
        f"F1 {scores.exact.f1:.3f}; 95 % of samples of articles between {low:.3f} and {high:.3f}.\n\n"
        "| label | precision | recall | F1 | names |\n|---|---|---|---|---|\n" + "\n".join(rows) + "\n"
    )
