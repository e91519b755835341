"""Words of strings: whole, in order, within the bounds that are known; and the model's files."""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
import srsly
from hypothesis import given
from hypothesis import strategies as st

from parkie import PipelineError
from parkie.segmenter import Segmenter, split_words
from parkie.segmenter.bounds import FREE, INSIDE, START, known_bounds

DATA = Path(str(files("parkie.segmenter") / "data"))
TEXTS = st.text(alphabet="园区产业开工的A1b9.,%，。…—“” \n\t\u3000\u200b😀𠮷", max_size=40)


@pytest.mark.parametrize(
    "words",
    [
        "9 月 20 日 ， 云溪 产业园 在 苏州 开工 。",
        "项目 总 投资 20.5亿 元 ， 占地 约 150 亩 。",
        "该 企业 生产 ChatGPT 服务器 …… 增长 3.5%",
        "公司 与 管委会 签署 战略 合作 协议",
    ],
)
def test_sentences_of_the_genre_come_apart_in_words(words: str) -> None:
    assert " ".join(split_words(words.replace(" ", ""))) == words


@given(TEXTS, st.sets(st.integers(-3, 45)))
def test_words_are_the_text_and_end_at_every_edge(text: str, edges: set[int]) -> None:
    words = list(Segmenter.packaged().find_words(text, edges))
    assert "".join(text[start:end] for start, end in words) == "".join(text.split())
    assert all(start < end for start, end in words)
    assert not [edge for edge in edges for start, end in words if start < edge < end]


@given(TEXTS)
def test_what_holds_together_is_one_word(text: str) -> None:
    starts = {word.start for word in Segmenter.packaged().find_words(text)}
    bounds = known_bounds(text)
    assert not [i for i in np.flatnonzero(bounds == INSIDE) if i in starts]
    assert all(i in starts for i in np.flatnonzero(bounds == START) if not text[i].isspace())


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("园区A1b", "|..--"),
        ("1,200.5%", "|-------"),
        ("1,2", "|||"),
        ("3.5亿", "|--."),
        ("约——等……", "||-||-"),
        ("“园”", "|||"),
    ],
)
def test_bounds_that_no_model_is_asked_for(text: str, known: str) -> None:
    assert "".join({START: "|", FREE: ".", INSIDE: "-"}[int(b)] for b in known_bounds(text)) == known


def test_edges_win_over_what_holds_together() -> None:
    assert split_words("A1b9%", edges=[1, 4]) == ["A", "1b9", "%"]


def test_a_long_line_is_read_piece_by_piece() -> None:
    words = Segmenter.packaged().find_words("园" * 1_000_000)
    assert next(words).start == 0
    assert len(split_words("9" * 1_000)) == 3  # each piece has 400 characters at most


# -- the model's files -----------------------------------------------------------------------------

SENTENCE = "云溪产业园引进企业260家，总投资超20亿元。"


def test_a_saved_model_cuts_the_same(tmp_path: Path) -> None:
    model = Segmenter.packaged()
    model.to_disk(tmp_path / "model")
    for again in (Segmenter.from_disk(tmp_path / "model"), Segmenter.from_bytes(model.to_bytes())):
        assert list(again.find_words(SENTENCE)) == list(model.find_words(SENTENCE))
        assert again.to_bytes() == model.to_bytes()


def test_the_library_itself_reads_the_folder(capfd: pytest.CaptureFixture[str]) -> None:
    import spacy_pkuseg

    words = spacy_pkuseg.pkuseg(str(DATA), user_dict=None).cut(SENTENCE)
    assert "".join(words) == SENTENCE
    assert len(set(words) & set(split_words(SENTENCE))) > len(words) // 2
    assert capfd.readouterr() == ("", "")


def test_the_packaged_model_is_small() -> None:
    assert sum(path.stat().st_size for path in DATA.iterdir()) < 8_000_000


def changed(**parts: object) -> bytes:
    return bytes(srsly.msgpack_dumps(srsly.msgpack_loads((DATA / "features.msgpack").read_bytes()) | parts))


@pytest.mark.parametrize(
    ("features", "message"),
    [
        (b"", "the two files of a spacy-pkuseg model"),
        (b"\x80", "the two files of a spacy-pkuseg model"),
        (changed(tag_to_idx={"B": 0, "I": 1}), "with the tags"),
        (changed(feature_to_idx={str(n): n for n in range(1_000_000)}), "weights for 1000000 features"),
    ],
)
def test_files_of_something_else_are_an_error(features: bytes, message: str) -> None:
    with pytest.raises(PipelineError, match=message):
        Segmenter(features, (DATA / "weights.npz").read_bytes())


def test_weights_that_are_a_pickle_are_not_read(tmp_path: Path) -> None:
    np.savez(tmp_path / "weights.npz", sizes=np.array([5, 1]), w=np.array([object()]))
    with pytest.raises(PipelineError, match="the two files"):
        Segmenter((DATA / "features.msgpack").read_bytes(), (tmp_path / "weights.npz").read_bytes())
    with pytest.raises(PipelineError, match="the two files"):
        Segmenter((DATA / "features.msgpack").read_bytes(), b"no zip")


def test_a_folder_without_a_model_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match=r"features\.msgpack and weights\.npz in a folder"):
        Segmenter.from_disk(tmp_path)


def test_without_the_library_the_error_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "spacy_pkuseg", None)
    with pytest.raises(PipelineError, match=r"pip install 'parkie\[words\]'"):
        Segmenter(b"", b"")
