"""Words: a trained model of where they begin, which names, figures and dates can hold to their bounds."""

from __future__ import annotations

from collections.abc import Iterable

from parkie.segmenter.segmenter import Segmenter, Word

__all__ = ["Segmenter", "Word", "split_words"]


def split_words(text: str, edges: Iterable[int] = ()) -> list[str]:
    """The words of a text by the packaged model, without the white space between them.

    ``edges`` are offsets at which words begin or end in any case.

    >>> split_words("项目总投资20亿元。")
    ['项目', '总', '投资', '20亿', '元', '。']

    Raises:
        PipelineError: spacy-pkuseg is not installed.
    """
    return [text[word.start : word.end] for word in Segmenter.packaged().find_words(text, edges)]
