"""A model of words in the form of spacy-pkuseg: its features, its weights, and decoding within bounds that are given.

The library cuts a string; here a word also begins where the caller knows that one does, and the model decides about
the rest with the whole sentence in sight. Its folder is two files, ``features.msgpack`` and ``weights.npz``, which
``spacy_pkuseg.pkuseg(folder)`` and spaCy's Chinese tokenizer read too. Neither is a pickle.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, NamedTuple, Self

import numpy as np
import srsly
from numpy.typing import NDArray

from parkie.errors import PipelineError
from parkie.segmenter.bounds import INSIDE, START, known_bounds

__all__ = ["Segmenter", "Word"]

_FEATURES, _WEIGHTS = "features.msgpack", "weights.npz"
_TAGS = ("B", "B_single", "I", "I_end", "I_first")  # begin, single, inside, end, second
_NEVER = -1e6

# What is read at once: up to the end of a sentence, and a run of characters without any in pieces.
_STRETCH_RE = re.compile(r"[^\s。！？；]{1,400}[。！？；]*|[。！？；]{1,400}")


class Word(NamedTuple):
    """A word as offsets into the text."""

    start: int
    end: int


class Segmenter:
    """Cuts text into words; made of the two files of a spacy-pkuseg model."""

    def __init__(self, features: bytes, weights: bytes) -> None:
        """A model from the contents of its files.

        Raises:
            PipelineError: spacy-pkuseg is not installed, or the files are not those of one of its models.
        """
        self._inference, extractor, model = _library()
        try:
            told = srsly.msgpack_loads(features)
            self._extractor = extractor.__new__(extractor)
            self._extractor.unigram = set(told["unigram"])
            self._extractor.bigram = set(told["bigram"])
            self._extractor.feature_to_idx = told["feature_to_idx"]
            self._extractor.tag_to_idx = told["tag_to_idx"]
            with np.load(io.BytesIO(weights)) as arrays:
                self._model = model(0, 0)
                self._model.n_tag, self._model.n_feature = (int(size) for size in arrays["sizes"])
                self._model.w = np.ascontiguousarray(arrays["w"], np.float64)
        except (KeyError, TypeError, ValueError, OSError) as error:
            raise PipelineError(f"expected the two files of a spacy-pkuseg model, found others: {error}") from error
        self._check()
        self._here, self._before, self._begins = _tables(self._extractor.tag_to_idx)
        self._files = features, weights

    def _check(self) -> None:
        model, known = self._model, self._extractor.feature_to_idx
        if tuple(sorted(self._extractor.tag_to_idx)) != _TAGS or model.n_tag != len(_TAGS):
            raise PipelineError(f"expected a spacy-pkuseg model with the tags {_TAGS}, found other tags")
        if len(model.w) != model.n_tag * (model.n_feature + model.n_tag) or len(known) > model.n_feature:
            raise PipelineError(f"expected weights for {len(known)} features, found {len(model.w)} numbers")

    @classmethod
    @cache
    def packaged(cls) -> Self:
        """The model of the package, read once."""
        folder = files("parkie.segmenter") / "data"
        return cls((folder / _FEATURES).read_bytes(), (folder / _WEIGHTS).read_bytes())

    @classmethod
    def from_disk(cls, path: str | Path) -> Self:
        """The model in a folder.

        Raises:
            PipelineError: there is none.
        """
        folder = Path(path)
        try:
            return cls((folder / _FEATURES).read_bytes(), (folder / _WEIGHTS).read_bytes())
        except OSError as error:
            raise PipelineError(f"expected {_FEATURES} and {_WEIGHTS} in a folder, found none: {folder}") from error

    def to_disk(self, path: str | Path) -> None:
        """Save the model in a folder, which is made if need be."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in zip((_FEATURES, _WEIGHTS), self._files, strict=True):
            (folder / name).write_bytes(content)

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The model that ``to_bytes`` gave."""
        told = srsly.msgpack_loads(data)
        return cls(told[_FEATURES], told[_WEIGHTS])

    def to_bytes(self) -> bytes:
        """Both files in one."""
        return bytes(srsly.msgpack_dumps(dict(zip((_FEATURES, _WEIGHTS), self._files, strict=True))))

    def find_words(self, text: str, edges: Iterable[int] = ()) -> Iterator[Word]:
        """The words of a text in order, without the white space between them; in linear time.

        Args:
            text: any text; what has no sentence end is read in pieces of 400 characters.
            edges: offsets at which words begin or end in any case, in any order.
        """
        bounds = known_bounds(text, edges)
        for found in _STRETCH_RE.finditer(text):
            begin, end = found.span()
            starts = self._starts(found.group(), bounds[begin:end])
            for start, stop in zip(starts, [*starts[1:], end - begin], strict=True):
                yield Word(begin + start, begin + stop)

    def _starts(self, stretch: str, bounds: NDArray[np.int8]) -> list[int]:
        """Where words begin in a stretch without white space."""
        if len(stretch) == 1 or np.count_nonzero(bounds) == len(bounds):  # nothing is left for the model to say
            return [0, *(np.flatnonzero(bounds[1:] == START) + 1).tolist()]
        extractor, model, inference = self._extractor, self._model, self._inference
        characters = list(extractor.normalize_text(stretch))
        active = [extractor.get_node_features_idx(i, characters) for i in range(len(characters))]
        backoff = model.n_feature * model.n_tag
        nodes, edges = inference.getLogYY(active, model.n_tag, backoff, model.w, 1.0)
        nodes += self._here[bounds]
        nodes[:-1] += self._before[bounds[1:]]
        nodes[-1] += self._before[START]
        _, tags = inference.run_viterbi(nodes, edges)
        begins = self._begins[tags] & (bounds != INSIDE) | (bounds == START)
        return [0, *(np.flatnonzero(begins[1:]) + 1).tolist()]


def _tables(order: dict[str, int]) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.bool_]]:
    """By kind of bound, what scores of tags lose at a character and at the one before; which tags begin a word."""
    begin, single, inside, end, second = (order[tag] for tag in _TAGS)
    here, before = np.zeros((2, 3, len(_TAGS)))
    here[START, [inside, end, second]] = _NEVER
    before[START, [begin, inside, second]] = _NEVER
    here[INSIDE, [begin, single]] = _NEVER
    before[INSIDE, [single, end]] = _NEVER
    begins = np.zeros(len(_TAGS), bool)
    begins[[begin, single]] = True
    return here, before, begins


def _library() -> tuple[Any, Any, Any]:
    """The parts of spacy-pkuseg that are used: inference, features, model."""
    try:
        from spacy_pkuseg import inference
        from spacy_pkuseg.feature_extractor import FeatureExtractor
        from spacy_pkuseg.model import Model
    except ImportError as error:
        raise PipelineError("words need spacy-pkuseg, which was not found; pip install 'parkie[words]'") from error
    return inference, FeatureExtractor, Model
