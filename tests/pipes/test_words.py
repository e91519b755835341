"""Tokens that are words: whatever was found is found, stands on their bounds, and travels with them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin, Span

import parkie
from parkie.formats.marked import read_marked
from parkie.matchers.reading import NameMatch
from parkie.pipes import state
from parkie.pipes.tokenizer import CharacterTokenizer
from parkie.pipes.words import WordPipe
from parkie.segmenter import Segmenter

TEXT = (
    "云栖新材料产业园二期开工\n\n"
    "9月20日，云栖新材料产业园二期在海盐县正式开工， 总投资超20亿元，占地约150亩。"
    "该园区现有泽远精密有限公司等企业260余家。\n联系电话：13800000000"
)
ARTICLES = Path(__file__).parents[2] / "corpus" / "articles"


@pytest.fixture(scope="module")
def nlp() -> Language:
    return parkie.load(words=True)


@pytest.fixture(scope="module")
def plain() -> Language:
    return parkie.load()


TITLES = (
    "首页 > 新闻 > 正文\n云栖新材料产业园二期开工\n9月20日，云栖新材料产业园二期在海盐县正式开工。\n"
    "相关文章：\n◆ 海盐县经信局调研澜图电子\n◆ 林知远任商会会长\n◆ 澜图电子公司投产\n"
)


def spans_of(doc: Doc) -> dict[str, list[tuple[Any, ...]]]:
    return {
        key: [(span.text, span.start_char, span.label_, span.id_, group.attrs.get(span.id_)) for span in group]
        for key, group in doc.spans.items()
    }


def test_tokens_are_words_and_all_else_is_the_same(nlp: Language, plain: Language) -> None:
    words, characters = nlp(TEXT), plain(TEXT)
    assert words.text == characters.text == TEXT
    tokens = [token.text for token in words]
    assert tokens[tokens.index("\n\n") + 1 :][:5] == ["9", "月", "20", "日", "，"]
    assert {"新材料", "产业园", "开工", "投资", "占地"} <= set(tokens)
    assert words._.parkie == characters._.parkie
    assert parkie.Article.from_doc(words) == parkie.Article.from_doc(characters)
    assert [(e.start_char, e.end_char, e.label_) for e in words.ents] == [
        (e.start_char, e.end_char, e.label_) for e in characters.ents
    ]
    chosen = {state.ENTITIES, state.FIGURES, state.DATES, state.TRIGGERS, state.ANAPHORS, state.SECTIONS}
    exact, before = spans_of(words), spans_of(characters)
    assert {key: exact[key] for key in chosen} == {key: before[key] for key in chosen}
    exact.pop(state.ASIDE)  # what only words ask for
    assert {key: len(group) for key, group in exact.items()} == {key: len(group) for key, group in before.items()}


def test_extract_takes_the_pipeline(nlp: Language) -> None:
    assert parkie.extract(TEXT, nlp=nlp, published="2024-09-21") == parkie.extract(TEXT, published="2024-09-21")


@st.composite
def docs(draw: st.DrawFn) -> tuple[str, list[NameMatch]]:
    text = draw(st.text(alphabet="云栖产业园A1.， \n\t\u3000😀", min_size=1, max_size=30))
    bounds = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).map(sorted)
    drawn = draw(st.lists(bounds.filter(lambda pair: pair[0] < pair[1]), max_size=4))
    return text, [NameMatch(start, end, "PARK", source="test") for start, end in sorted(drawn)]


VOCAB = spacy.blank("zh").vocab


@given(docs(), st.integers(1, 4))
def test_readings_stand_on_words_whatever_the_tokens_were(case: tuple[str, list[NameMatch]], width: int) -> None:
    text, readings = case
    pieces = [text[i : i + width] for i in range(0, len(text), width)]
    for doc in (CharacterTokenizer(VOCAB)(text), Doc(VOCAB, words=pieces, spaces=[False] * len(pieces))):
        state.put(doc, state.ENTITIES, readings, "PARK")
        made = WordPipe("words", Segmenter.packaged())(doc)
        assert made.text == text
        assert state.get(made, state.ENTITIES, NameMatch) == readings
        tokens = [(token.idx, token.idx + len(token)) for token in made if not token.is_space]
        edges = {edge for reading in readings for edge in (reading.start, reading.end)}
        assert not [edge for edge in edges for start, end in tokens if start < edge < end]


def test_no_mention_is_lost_to_words(nlp: Language) -> None:
    articles = [read_marked(path.read_text("utf-8"), path.stem) for path in sorted(ARTICLES.glob("*.txt"))]
    whole = total = 0
    for article in [article for article in articles if article.meta["split"] == "dev"]:
        tokens = [(token.idx, token.idx + len(token)) for token in nlp(article.text)]
        starts, ends = {start for start, _ in tokens}, {end for _, end in tokens}
        marks = (*article.entities, *article.figures, *article.dates)
        whole += sum(mark.start in starts and mark.end in ends for mark in marks)
        total += len(marks)
    assert whole / total >= 0.99


def test_entities_that_tokens_had_widened_are_exact_again(nlp: Language) -> None:
    doc = Doc(nlp.vocab, words=["9月20日，云", "栖新材料产业园在", "海盐县正式开工。"], spaces=[False] * 3)
    for _, pipe in nlp.pipeline:
        doc = pipe(doc)
    assert [ent.text for ent in doc.ents] == ["云栖新材料产业园", "海盐县"]


# -- what hangs on characters stays -----------------------------------------------------------------


def test_what_others_put_in_a_doc_comes_over() -> None:
    doc = CharacterTokenizer(VOCAB)("云溪谷开园。 园区占地200亩。")
    doc.spans["mine"] = [Span(doc, 1, 3, label="HALF", span_id="x")]
    doc.ents = [Span(doc, 0, 3, label="PARK", kb_id="k7", span_id="e1")]
    doc.cats = {"news": 0.5}
    doc.user_data["seen"] = True
    for token in doc:
        token.is_sent_start = token.i in (0, 6)
    made = WordPipe("words", Segmenter.packaged())(doc)
    [mine], [ent] = made.spans["mine"], made.ents
    assert (mine.text, mine.label_, mine.id_) == ("溪谷", "HALF", "x")
    assert (ent.text, ent.label_, ent.kb_id_, ent.id_) == ("云溪谷", "PARK", "k7", "e1")
    assert (made.cats, made.user_data["seen"]) == ({"news": 0.5}, True)
    assert [sentence.text for sentence in made.sents] == ["云溪谷开园。", "园区占地200亩。"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "园", " 园 ", "园  区\t\n"])
def test_texts_of_almost_nothing(text: str) -> None:
    doc = WordPipe("words", Segmenter.packaged())(CharacterTokenizer(VOCAB)(text))
    assert (doc.text, "".join(token.text for token in doc if not token.is_space)) == (text, "".join(text.split()))


# -- Docs and pipelines that travel ------------------------------------------------------------------


def test_docs_survive_bytes_and_docbin(nlp: Language) -> None:
    doc = nlp(TEXT)
    data = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    for again in (Doc(nlp.vocab).from_bytes(doc.to_bytes()), *DocBin().from_bytes(data).get_docs(nlp.vocab)):
        assert [token.text for token in again] == [token.text for token in doc]
        assert again._.parkie == doc._.parkie


def test_several_processes_and_contexts(nlp: Language) -> None:
    texts = [TEXT, "云栖谷开园。", "总投资20亿元。"]
    alone = [([t.text for t in nlp(text)], nlp(text)._.parkie) for text in texts]
    for processes in (1, 2):
        pairs = list(nlp.pipe(zip(texts, "abc", strict=True), as_tuples=True, n_process=processes, batch_size=1))
        assert [([t.text for t in doc], doc._.parkie) for doc, _ in pairs] == alone
        assert [context for _, context in pairs] == ["a", "b", "c"]


def test_annotate_takes_the_pipeline(nlp: Language, plain: Language) -> None:
    assert list(parkie.annotate([TEXT], nlp=nlp)) == list(parkie.annotate([TEXT], nlp=plain))


def test_a_saved_pipeline_keeps_its_own_model(tmp_path: Path) -> None:
    nlp = parkie.load(words=True, tagger=False)
    pipe: Any = nlp.get_pipe("parkie_words")
    pipe.segmenter = Segmenter.from_bytes(pipe.to_bytes())
    nlp.to_disk(tmp_path)
    for again in (spacy.load(tmp_path), parkie.load(tmp_path), parkie.load(tmp_path, words=True)):
        assert again.pipe_names == nlp.pipe_names
        assert [token.text for token in again(TEXT)] == [token.text for token in nlp(TEXT)]
    [one, two] = nlp.pipe([TEXT, TEXT], n_process=2, batch_size=1)
    assert [token.text for token in one] == [token.text for token in two] == [token.text for token in nlp(TEXT)]
    assert parkie.load(tmp_path).get_pipe("parkie_words").to_bytes() == pipe.to_bytes()
    assert spacy.blank("zh").add_pipe("parkie_words").from_bytes(pipe.to_bytes()).to_bytes() == pipe.to_bytes()


def test_words_may_be_added_to_a_saved_pipeline(plain: Language, tmp_path: Path) -> None:
    plain.to_disk(tmp_path)
    assert parkie.load(tmp_path, words=True).pipe_names == [*plain.pipe_names, "parkie_words"]


ALONE = """
import sys, spacy
nlp = spacy.blank("zh")
nlp.add_pipe("parkie_words")
print(*nlp(sys.argv[1]))
"""


def test_it_stands_alone_without_importing_parkie() -> None:
    done = subprocess.run(
        [sys.executable, "-c", ALONE, "园区占地200亩。"], capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["园区", "占地", "200", "亩", "。"]


def test_without_words_the_library_is_not_touched() -> None:
    code = "import sys, parkie; parkie.load()('园区开工。'); print('spacy_pkuseg' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_it_says_that_it_makes_new_tokens(nlp: Language) -> None:
    assert Language.get_factory_meta("parkie_words").retokenizes
    assert not [problem for problems in nlp.analyze_pipes()["problems"].values() for problem in problems]


def test_words_end_at_names_in_lists_of_links_too_and_nothing_is_told_of_them(nlp: Language, plain: Language) -> None:
    doc = nlp(TITLES)
    links = TITLES.index("相关文章")
    names = [(span.text, span.label_) for span in doc.spans[state.ASIDE] if span.start_char > links]
    assert ("林知远", "PERSON") in names
    assert {"林知远", "海盐县"} <= {token.text for token in doc if token.idx > links}
    assert all(ent.start_char < links for ent in doc.ents)
    assert state.ASIDE not in plain(TITLES).spans


def test_a_saved_pipeline_of_words_looks_aside_too(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "words")
    again = spacy.load(tmp_path / "words")
    assert [token.text for token in again(TITLES)] == [token.text for token in nlp(TITLES)]
    processed = list(again.pipe([TITLES] * 2, n_process=2))
    assert [token.text for token in processed[1]] == [token.text for token in nlp(TITLES)]
