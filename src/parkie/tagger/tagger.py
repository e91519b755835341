"""The trained reader of names: text and the readings of the rules in, mentions out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import chain
from typing import Any, Final, Self
from zipfile import BadZipFile

import numpy as np

from parkie.errors import PipelineError
from parkie.lexicon.store import read_toml
from parkie.matchers.reading import DateMatch, FigureMatch, NameMatch
from parkie.tagger.certainty import certainties
from parkie.tagger.decoding import decode
from parkie.tagger.features import Alphabet, Features, find_features
from parkie.tagger.labels import LABELS, TAGS, tags_of
from parkie.tagger.network import Network

__all__ = ["SOURCE", "Tagger", "sentence_ends"]

SOURCE: Final = "tagger"
"""What names found by the tagger alone have as their source."""

_GIVEN: Final = "added"
_PACKAGED: Final = "data/entities.npz"
_LARGE: Final = ("characters", "pairs")
_EMPTY_RE: Final = re.compile(r"\n{32,}")  # what lies outside the sections that are read
_MARGIN: Final = 16
_ENDS: Final = np.array([ord("\n"), ord("。")], np.uint32)


class Tagger:
    """Characters, pairs and weights, and what they find."""

    def __init__(self, alphabet: Alphabet, network: Network, packed: bytes | None = None) -> None:
        self.alphabet, self.network = alphabet, network
        self._packed = packed  # what it was read from: rounding what is rounded already could change it

    @classmethod
    @cache
    def packaged(cls) -> Self:
        """The one that comes with parkie; read once."""
        return cls.from_bytes(files("parkie.tagger").joinpath(_PACKAGED).read_bytes())

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The tagger that ``to_bytes`` gave.

        Raises:
            PipelineError: the bytes are not those of a tagger.
        """
        try:
            with np.load(BytesIO(data), allow_pickle=False) as arrays:
                weights = {name: arrays[name] for name in arrays.files}
            for name in _LARGE:
                weights[name] = weights[name] * weights.pop(f"{name}_scale").astype(np.float32)
            alphabet = Alphabet(weights.pop("alphabet"), weights.pop("alphabet_pairs"))
            return cls(alphabet, Network(weights), data)
        except (KeyError, ValueError, OSError, EOFError, BadZipFile) as error:
            raise PipelineError(f"expected the weights of a tagger, found something else ({error})") from error

    def to_bytes(self) -> bytes:
        """The whole tagger: weights in half precision, the two large tables as bytes with a scale for each row."""
        if self._packed is not None:
            return self._packed
        stream = BytesIO()
        pairs = self.alphabet.pairs.astype(np.int32)
        arrays: dict[str, Any] = {"alphabet": self.alphabet.characters, "alphabet_pairs": pairs}
        arrays |= {name: array.astype(np.float16) for name, array in self.network.weights.items()}
        for name in _LARGE:
            table = self.network.weights[name]
            scale = (np.abs(table).max(axis=1, keepdims=True) / 127 + 1e-6).astype(np.float16)
            arrays |= {name: np.round(table / scale.astype(np.float32)).clip(-127, 127).astype(np.int8)}
            arrays[f"{name}_scale"] = scale
        np.savez_compressed(stream, **arrays)
        return stream.getvalue()

    def find(
        self,
        folded: str,
        rules: Sequence[NameMatch],
        known: Sequence[NameMatch],
        quantities: Sequence[FigureMatch | DateMatch],
    ) -> list[NameMatch]:
        """The names of the text, in text order, without overlap.

        ``rules`` are the entities that rules and tables agreed on: where the tagger finds the same, it is theirs, with
        their name, code and source; ``known`` and ``quantities`` are only looked at. Names of the user's own stand as
        they are; those of other labels than the tagger's are kept where it finds nothing else.
        """
        scores, index = self._scores(folded, rules, known, quantities)
        if not len(index):
            return list(rules)
        ends = sentence_ends(folded)[index]
        by_span = {(match.start, match.end, match.label): match for match in rules}
        found = []
        for start, end, number in decode(scores, ends):
            first, last, label = int(index[start]), int(index[end - 1]) + 1, LABELS[number]
            same = by_span.get((first, last, label))
            if same is None and folded.endswith(_steps(), first, last):
                found += [match for match in rules if first <= match.start and match.end <= last]
                continue
            found.append(same or NameMatch(first, last, label, source=SOURCE, score=_certainty(scores[start:end])))
        return _with_others(found, [match for match in rules if match.label not in LABELS])

    def certainties(
        self,
        names: Sequence[NameMatch],
        folded: str,
        rules: Sequence[NameMatch],
        known: Sequence[NameMatch],
        quantities: Sequence[FigureMatch | DateMatch],
    ) -> list[float | None]:
        """How sure the tagger is of each name: the probability that just these characters are one name of that label.

        Of all sequences of tags that are whole mentions, it is the share, by probability, of those that have the name.
        None where the tagger does not know the label. The other arguments are those of ``find``.
        """
        scores, index = self._scores(folded, rules, known, quantities)
        spans: list[tuple[int, int, int]] = []
        for name in names:
            start, end = np.searchsorted(index, (name.start, name.end - 1)).tolist()
            whole = end < len(index) and index[start] == name.start and end - start == name.end - 1 - name.start
            spans.append((start, end + 1, LABELS.index(name.label)) if whole and name.label in LABELS else (0, 0, -1))
        found = iter(certainties(scores, sentence_ends(folded)[index], [span for span in spans if span[2] >= 0]))
        return [next(found) if span[2] >= 0 else None for span in spans]

    def _scores(
        self,
        folded: str,
        rules: Sequence[NameMatch],
        known: Sequence[NameMatch],
        quantities: Sequence[FigureMatch | DateMatch],
    ) -> tuple[Any, Any]:
        """The log probability of each tag at the characters that are read, and which characters these are."""
        stretches = list(_stretches(folded))
        if not stretches:
            return np.empty((0, TAGS), np.float32), np.empty(0, np.int64)
        features = find_features(self.alphabet, folded, rules, known, quantities)
        index = np.concatenate([np.arange(start, end) for start, end in stretches])
        scores = self.network.log_probabilities(_picked(features, index))
        given = [(match.start, match.end, LABELS.index(match.label)) for match in rules if _is_given(match)]
        _hold(scores, tags_of(len(folded), given)[index])
        return scores, index


def sentence_ends(text: str) -> Any:
    """For each character whether no name goes on behind it."""
    return np.isin(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32), _ENDS)


@cache
def _steps() -> tuple[str, ...]:
    """What is done to a park or a building ends no name, however much it looks like one: 在杭州|开园."""
    rows = read_toml("frames/construction.toml")["triggers"]
    return tuple(row["word"] for row in rows if row.get("stage") and not row.get("weak"))


def _stretches(folded: str) -> Iterator[tuple[int, int]]:
    """The parts of the text that there is something in, each with a margin."""
    at = 0
    for gap in chain(_EMPTY_RE.finditer(folded), [None]):
        start, end = (gap.start(), gap.end()) if gap else (len(folded), len(folded))
        if start > at:
            yield max(0, at - _MARGIN), min(len(folded), start + _MARGIN)
        at = end


def _picked(features: Features, index: Any) -> Features:
    return Features(*(getattr(features, name)[index] for name in Features.__slots__))


def _is_given(match: NameMatch) -> bool:
    return match.source == _GIVEN and match.label in LABELS


def _hold(scores: Any, tags: Any) -> None:
    """Make the tags that are given the only ones."""
    places = np.flatnonzero(tags)
    scores[places] = -1e6
    scores[places, tags[places]] = 0.0


def _certainty(scores: Any) -> float:
    """How sure the least sure character of a name is that it is in some name."""
    return round(float(1.0 - np.exp(scores[:, 0]).max()), 3)


def _with_others(found: Sequence[NameMatch], others: Sequence[NameMatch]) -> list[NameMatch]:
    covered = {at for match in found for at in range(match.start, match.end)}
    kept = [match for match in others if covered.isdisjoint(range(match.start, match.end))]
    return sorted([*found, *kept], key=lambda match: match.start)
