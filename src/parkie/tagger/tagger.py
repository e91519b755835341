"""The trained reader: text and the readings of the rules in, names and suspected triggers out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from itertools import chain
from typing import Any, Final, NamedTuple, Self
from zipfile import BadZipFile

import numpy as np

from parkie.errors import PipelineError
from parkie.lexicon.store import read_toml
from parkie.matchers.reading import DateMatch, FigureMatch, NameMatch, Sighting
from parkie.tagger.backprop import WIDTH, Target, new_weights
from parkie.tagger.certainty import certainties
from parkie.tagger.decoding import decode
from parkie.tagger.features import Alphabet, Features, find_features, find_hints
from parkie.tagger.heads import ARGUMENTS, COLUMNS, OUTPUT, TRIGGERS, grown, in_order
from parkie.tagger.labels import LABELS, joined_labels, tags_of
from parkie.tagger.network import Network
from parkie.tagger.sightings import find_arguments, find_triggers

__all__ = ["SOURCE", "Read", "Seen", "Tagger", "sentence_ends"]

SOURCE: Final = "tagger"
"""What names found by the tagger alone have as their source."""

_GIVEN: Final = "added"
_PACKAGED: Final = "data/entities.npz"
_LARGE: Final = ("characters", "pairs")
_FINEST: Final = 1e-6  # the least step of a row of these
_NAMED: Final = {TRIGGERS: "types", ARGUMENTS: "roles"}  # what the columns of a head are, where the weights lie
_EMPTY_RE: Final = re.compile(r"\n{32,}")  # what lies outside the sections that are read
_EMPTY_LINES_RE: Final = re.compile(r"(?<!\n)\n{2,8}(?!\n)")  # longer ones keep sections apart
_MARGIN: Final = 16  # more than the network looks to one side
_FRAME: Final = "\n" * _MARGIN
_BLANKS: Final = np.array([ord(blank) for blank in " \t\u00a0\u3000"], np.uint32)
_ENDS: Final = np.array([ord("\n"), ord("。")], np.uint32)


@dataclass(frozen=True, slots=True)
class Seen:
    """What the tagger reads: the folded text, and what others made of it.

    ``rules`` are the entities that rules and tables agreed on, ``known`` the names of the gazetteer, ``quantities``
    the figures and dates.
    """

    folded: str
    rules: Sequence[NameMatch] = ()
    known: Sequence[NameMatch] = ()
    quantities: Sequence[FigureMatch | DateMatch] = ()

    def features(self, alphabet: Alphabet) -> Features:
        """The same as numbers."""
        return find_features(alphabet, self.folded, self.rules, self.known, self.quantities)


class Read(NamedTuple):
    """What the tagger finds: names, in text order and without overlap, and what it takes for triggers and arguments.

    The latter are None where it never learnt to see them.
    """

    names: list[NameMatch]
    triggers: list[Sighting] | None
    arguments: list[Sighting] | None


class Tagger:
    """Characters, pairs, weights and labels, and what they find."""

    def __init__(
        self,
        alphabet: Alphabet,
        network: Network,
        packed: bytes | None = None,
        *,
        labels: tuple[str, ...] = LABELS,
    ) -> None:
        self.alphabet, self.network, self.labels = alphabet, network, labels
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
            for head, key in _NAMED.items():
                if head in weights:
                    names = [str(name) for name in weights.pop(key)]
                    weights |= in_order(weights, head, ["", *names] if head == TRIGGERS else names)
            labels = tuple(str(label) for label in weights.pop("labels", LABELS))
            if weights[OUTPUT].shape[1] != 1 + 4 * len(labels):
                raise ValueError(f"scores of {weights[OUTPUT].shape[1]} tags for {len(labels)} labels")
            return cls(alphabet, Network(weights), data, labels=labels)
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
        for head, key in _NAMED.items():
            if head in self.network.heads:
                arrays[key] = np.array([name for name in COLUMNS[head] if name])
        if self.labels != LABELS:
            arrays["labels"] = np.array(self.labels)
        for name in _LARGE:
            table = self.network.weights[name]
            # not added to, so that rounding anew changes nothing
            scale = np.maximum(np.abs(table).max(axis=1, keepdims=True) / 127, _FINEST).astype(np.float16)
            arrays |= {name: np.round(table / scale.astype(np.float32)).clip(-127, 127).astype(np.int8)}
            arrays[f"{name}_scale"] = scale
        np.savez_compressed(stream, **arrays)
        return stream.getvalue()

    def with_labels(self, own: Iterable[str]) -> Tagger:
        """The same, with labels of a user's own behind those it knows; itself where it knows them all.

        Raises:
            InputError: one cannot be a label.
        """
        labels = joined_labels(self.labels, own)
        if labels == self.labels:
            return self
        weights = grown(self.network.weights, len(labels) - len(self.labels))
        return Tagger(self.alphabet, Network(weights), labels=labels)

    def forgetful(self, rng: np.random.Generator) -> Tagger:
        """The same alphabet and labels with random weights."""
        weights = new_weights(self.alphabet, WIDTH, rng, len(self.labels))
        return Tagger(self.alphabet, Network(weights), labels=self.labels)

    def find(self, seen: Seen) -> list[NameMatch]:
        """The names of the text, in text order, without overlap; as ``read`` gives them."""
        return self.read(seen).names

    def remembered(self, features: Features, weight: Any) -> dict[str, Target]:
        """What it tells of events, by head, to be learnt again where nothing is marked."""
        told = self.network.scores(features)
        found: dict[str, Target] = {}
        if TRIGGERS in told:
            found[TRIGGERS] = Target(told[TRIGGERS].argmax(axis=1).astype(np.int32), weight)
        if ARGUMENTS in told:
            found[ARGUMENTS] = Target((told[ARGUMENTS] > 0).astype(np.int8), weight)
        return found

    def read(self, seen: Seen) -> Read:
        """The names of the text, and what it takes for triggers and arguments of events.

        Where the tagger finds the same as the rules, it is theirs, with their name, code and source. Names of the
        user's own stand as they are; those of other labels than the tagger's are kept where it finds nothing else.
        """
        folded, rules = seen.folded, seen.rules
        told, index = self._told(seen)
        if not len(index):
            return Read(list(rules), *([] if head in self.network.heads else None for head in (TRIGGERS, ARGUMENTS)))
        scores = told[OUTPUT]
        ends = sentence_ends(folded)[index]
        by_span = {(match.start, match.end, match.label): match for match in rules}
        found = []
        for start, end, number in decode(scores, ends):
            first, last, label = int(index[start]), int(index[end - 1]) + 1, self.labels[number]
            same = by_span.get((first, last, label))
            if same is None and folded.endswith(_steps(), first, last):
                found += [match for match in rules if first <= match.start and match.end <= last]
                continue
            found.append(same or NameMatch(first, last, label, source=SOURCE, score=_certainty(scores[start:end])))
        names = _with_others(found, [match for match in rules if match.label not in self.labels])
        return Read(
            names,
            find_triggers(told[TRIGGERS], index) if TRIGGERS in told else None,
            find_arguments(told[ARGUMENTS], index) if ARGUMENTS in told else None,
        )

    def certainties(self, names: Sequence[NameMatch], seen: Seen) -> list[float | None]:
        """How sure the tagger is of each name: the probability that just these characters are one name of that label.

        Of all sequences of tags that are whole mentions, it is the share, by probability, of those that have the name.
        None where the tagger does not know the label.
        """
        told, index = self._told(seen)
        spans: list[tuple[int, int, int]] = []
        for name in names:
            start, end = np.searchsorted(index, (name.start, name.end - 1)).tolist()
            whole = end < len(index) and index[start] == name.start and end - start == name.end - 1 - name.start
            known = whole and name.label in self.labels
            spans.append((start, end + 1, self.labels.index(name.label)) if known else (0, 0, -1))
        ends = sentence_ends(seen.folded)[index]
        found = iter(certainties(told[OUTPUT], ends, [span for span in spans if span[2] >= 0]))
        return [next(found) if span[2] >= 0 else None for span in spans]

    def _told(self, seen: Seen) -> tuple[dict[str, Any], Any]:
        """By head, the score of each tag at the characters that are read, and which characters these are."""
        stretches = list(_stretches(seen.folded))
        index = np.concatenate([np.arange(0), *(np.arange(start, end) for start, end in stretches)])
        index = index[~_idle(seen.folded)[index]]
        hints = find_hints(seen.folded, seen.rules, seen.known, seen.quantities)
        # between empty lines, so that the first and the last line of a text are read as any other
        framed_hints = (np.pad(hint[index], _MARGIN) for hint in hints)
        read = _FRAME + _characters(seen.folded, index) + _FRAME
        framed = self.network.scores(Features(*self.alphabet.look_up(read), *framed_hints))
        told = {head: scores[_MARGIN:-_MARGIN] for head, scores in framed.items()}
        given = [(match.start, match.end, self.labels.index(match.label)) for match in seen.rules if _is_given(match)]
        _hold(told[OUTPUT], tags_of(len(seen.folded), given)[index])
        return told, index


def sentence_ends(text: str) -> Any:
    """For each character whether no name goes on behind it."""
    return np.isin(np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32), _ENDS)


def _characters(text: str, index: Any) -> str:
    """Those at the places, as a text."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    return str(codes[index].tobytes(), "utf-32-le", "surrogatepass")


def _idle(text: str) -> Any:
    """For each character whether it is a blank at an edge of a line or a break behind a break.

    The tagger does not see these: a page with indents and empty lines says what one without does. More than eight
    breaks in a row stay, since they keep sections apart.
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
    blank, feed = np.isin(codes, _BLANKS), codes == ord("\n")
    edges = np.flatnonzero(np.diff(blank, prepend=False, append=False))
    starts, ends = edges[::2], edges[1::2]
    framed = np.concatenate([[True], feed, [True]])
    outer = framed[starts] | framed[ends + 1]
    change = np.zeros(len(codes) + 1, np.int8)
    change[starts[outer]] = 1
    change[ends[outer]] = -1
    idle = np.cumsum(change[:-1]) > 0
    left = np.flatnonzero(~idle)
    for run in _EMPTY_LINES_RE.finditer(str(codes[left].tobytes(), "utf-32-le", "surrogatepass")):
        idle[left[run.start() + 1 : run.end()]] = True
    return idle


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
