"""Files as label tools write them, without anything of ours in them; and what an annotator changes in ours."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parkie.errors import InputError, OutputError
from parkie.formats.files import convert, guess_form, read_labelled, write_labelled
from parkie.formats.labelled import Labelled, LabelledEvent, Mark
from parkie.formats.problems import Problems
from parkie.formats.registry import FORMS, form_of
from parkie.training.run import read_articles

TEXT = "云栖谷产业园在海盐县开园,总投资20亿元。"
PARK, PLACE = (0, 6, "PARK"), (7, 10, "DISTRICT")


def lines(*rows: Any) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def region(start: int, end: int, label: str, says: str | None = None, number: int = 1) -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": [label]} | ({"text": says} if says else {})
    return {"id": f"x{number}", "from_name": "ner", "to_name": "txt", "type": "labels", "value": value}


def task(*result: dict[str, Any], text: str = TEXT, **rest: Any) -> dict[str, Any]:
    return {"id": 7, "data": {"text": text}, "annotations": [{"id": 1, "result": list(result)}], **rest}


SPANS = [
    {"start": s, "end": e, "label": label, "token_start": s, "token_end": e - 1}
    for s, e, label in (PARK, PLACE)
]
ENTITIES = [
    {"id": 40 + n, "start_offset": s, "end_offset": e, "label": x}
    for n, (s, e, x) in enumerate((PARK, PLACE))
]
SHORT = [{"start": s, "end": e, "labels": [x]} for s, e, x in (PARK, PLACE)]
COLUMNS = [f"{c} B-PARK" if n == 0 else f"{c} I-PARK" if n < 6 else f"{c} O" for n, c in enumerate(TEXT[:7])]
COLUMNS += ["海 B-DISTRICT", "盐 I-DISTRICT", "县 E-DISTRICT", *(f"{c} O" for c in TEXT[10:])]
ANN = "T1\tPARK 0 6\t云栖谷产业园\nT2\tDISTRICT 7 10\t海盐县\n"

FILES = {
    "spacy spans.jsonl": lines({"text": TEXT, "spans": SPANS}),
    "spacy pairs.jsonl": lines([TEXT, {"entities": [PARK, PLACE]}]),
    "prodigy.jsonl": lines(
        {"text": TEXT, "_input_hash": 1, "_task_hash": 2, "tokens": [], "spans": SPANS, "answer": "accept"},
        {"text": TEXT, "_input_hash": 3, "_task_hash": 4, "tokens": [], "spans": SPANS, "answer": "reject"},
    ),
    "prodigy relations.jsonl": lines(
        {
            "text": TEXT,
            "spans": SPANS,
            "relations": [
                {"head": 5, "child": 9, "head_span": SPANS[0], "child_span": SPANS[1], "label": "IN"}
            ],
            "answer": "accept",
        }
    ),
    "doccano label.jsonl": lines({"id": 3, "text": TEXT, "label": [PARK, PLACE], "Comments": []}),
    "doccano all.json": json.dumps([{"id": 3, "text": TEXT, "label": [PARK, PLACE]}]),
    "doccano relations.jsonl": lines(
        {
            "id": 3,
            "text": TEXT,
            "entities": ENTITIES,
            "relations": [{"id": 1, "from_id": 40, "to_id": 41, "type": "in"}],
        }
    ),
    "label studio.json": json.dumps([task(region(*PARK), region(*PLACE, number=2))]),
    "label studio short.json": json.dumps([{"text": TEXT, "id": 7, "label": SHORT, "annotator": 1}]),
    "bio.conll": "\n".join(COLUMNS) + "\n",
    "bioes.conll": "-DOCSTART- -X- O\n\n" + "\n".join(COLUMNS).replace("园 I-", "园 E-", 1) + "\n\n",
    "four columns.conll": "\n".join(row.replace(" ", " -X- _ ") for row in COLUMNS) + "\n",
}


@pytest.mark.parametrize("name", FILES)
def test_files_of_the_tools_give_their_names(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_text(FILES[name], "utf-8")
    form = "label-studio" if "short" in name else None
    problems = Problems()
    [article] = read_labelled(path, form, problems)
    assert not problems.found
    assert article.text == TEXT
    assert article.entities == (Mark(*PARK), Mark(*PLACE))
    assert not article.events
    assert bool(problems.left_out) == ("relations" in name or name == "prodigy.jsonl")


def brat(folder: Path, text: str, ann: str) -> Path:
    (folder / "a.txt").write_text(text, "utf-8")
    (folder / "a.ann").write_text(ann, "utf-8")
    return folder


def test_brat_gives_names_and_events(tmp_path: Path) -> None:
    told = "T3\tconstruction 10 12\t开园\nE1\tconstruction:T3 project:T1 place:T2\nA1\tNegation E1\n"
    told += "#1\tAnnotatorNotes T1\tsure?\n"
    problems = Problems()
    [article] = read_labelled(brat(tmp_path, TEXT, ANN + told), problems=problems)
    assert article.entities == (Mark(*PARK), Mark(*PLACE))
    arguments = (("project", ((0, 6),)), ("place", ((7, 10),)))
    assert article.events == (LabelledEvent("construction", (10, 12), 0, arguments=arguments),)
    assert problems.left_out == {"attributes Negation": 1, "notes": 1}


def test_brat_events_of_other_types_are_counted(tmp_path: Path) -> None:
    told = "T3\tOpening 10 12\t开园\nE1\tOpening:T3 Theme:T1\nR1\tin Arg1:T1 Arg2:T2\n*\tEquiv T1 T2\n"
    problems = Problems()
    [article] = read_labelled(brat(tmp_path, TEXT, ANN + told), problems=problems)
    assert (article.entities, article.events) == ((Mark(*PARK), Mark(*PLACE)), ())
    assert sum(problems.left_out.values()) == 3


def test_brat_goes_over_line_breaks(tmp_path: Path) -> None:
    [article] = read_labelled(brat(tmp_path, "云栖谷\n产业园开园", "T1\tPARK 0 3;4 7\t云栖谷 产业园\n"))
    assert article.entities == (Mark(0, 7, "PARK"),)


def test_offsets_of_javascript_are_found_by_the_text(tmp_path: Path) -> None:
    text = ("😀" + TEXT) * 3
    found = [region(23 * n + 2, 23 * n + 8, "PARK", "云栖谷产业园", n) for n in range(3)]
    path = tmp_path / "a.json"
    path.write_text(json.dumps([task(*found, text=text)]), "utf-8")
    [article] = read_labelled(path)
    assert [mark.start for mark in article.entities] == [1, 23, 45]


def test_the_annotation_that_counts(tmp_path: Path) -> None:
    def annotated(label: str, **rest: Any) -> dict[str, Any]:
        return {"result": [region(0, 6, label)], **rest}

    several = [annotated("A"), annotated("B"), annotated("C", was_cancelled=True)]
    rows = [
        {"id": 1, "data": {"text": TEXT}, "annotations": several},
        {"id": 2, "data": {"text": TEXT}, "annotations": [annotated("A", ground_truth=True), annotated("B")]},
        {"id": 3, "data": {"text": TEXT}, "annotations": [], "predictions": [annotated("A")]},
    ]
    path = tmp_path / "a.json"
    path.write_text(json.dumps(rows), "utf-8")
    problems = Problems()
    found = read_labelled(path, problems=problems)
    assert [(article.id, article.entities[0].label) for article in found] == [("1", "B"), ("2", "A")]
    assert problems.left_out == {"tasks without annotation": 1}


BAD = {
    "doccano.jsonl": [
        (
            lines({"text": TEXT, "label": [[0, 99, "PARK"]]}),
            "a, record 1, at 0: expected a stretch of the 21 characters",
        ),
        (lines({"text": TEXT, "label": [[3, 3, "PARK"]]}), "at 3: .*found an empty label .PARK."),
        (lines({"text": TEXT, "label": [[-1, 3, "PARK"]]}), "at -1"),
        (lines({"text": TEXT, "label": [["a", 3, "PARK"]]}), "at -1"),
        (
            lines({"text": " " + TEXT, "label": [[0, 7, "PARK"]]}),
            "at 0 ' 云栖谷产业园': expected no space at the edge",
        ),
        (
            lines({"text": TEXT, "label": [PARK, [3, 10, "REGION"]]}),
            "at 0 '云栖谷产业园': .*PARK over REGION '产业园在海盐县' at 3",
        ),
        (lines({"text": TEXT, "label": [PARK, PARK]}), "expected no overlaps"),
        (lines({"text": TEXT, "label": [[0, 6, "MY PARK"]]}), "label without spaces"),
        (lines({"text": TEXT, "label": []}) + "{broken\n", "record 2: expected one JSON object a line"),
        (lines({"text": TEXT, "label": [[0, 6]]}), "record 1: expected .start, end, label."),
        (
            lines({"text": TEXT, "label": [PARK]}, {"label": [PARK]}),
            'record 2: expected an object with "text"',
        ),
        (lines({"id": 1, "text": TEXT, "label": []}, {"id": 1, "text": TEXT, "label": []}), "second '1'"),
    ],
    "prodigy.jsonl": [
        (lines({"text": TEXT, "spans": [{"label": "PARK"}]}), 'span with "start" and "end"'),
        (lines({"text": TEXT, "spans": [], "parkie": {"version": 1}}), "data that parkie wrote"),
        (
            lines({"text": TEXT, "spans": [], "parkie": {"version": 1, "id": "a", "length": 3}}),
            "expected the text of 3 characters",
        ),
    ],
    "label-studio.json": [
        (
            json.dumps([task(region(0, 6, "PARK", "海盐县"))]),
            "a, record 1, at 0 '海盐县': .*labelled PARK, found '云栖谷产业园'",
        ),
        (
            json.dumps([task(region(*PARK), {"type": "relation", "from_id": "x1", "to_id": "x9"})]),
            "two regions, found x1 and x9",
        ),
        (json.dumps([{"data": {"image": 1}, "annotations": []}]), "expected a text in the task, found image"),
    ],
    "brat.ann": [
        (
            "T1\tPARK 0 3;4 6\t云栖谷 业园\n",
            "a, at 0 '云栖谷 业园': expected a label in one piece, found one in 2 .PARK.",
        ),
        ("T1\tPARK 0 6\t海盐县\n", "at 0 '海盐县': expected the text that is labelled PARK"),
        ("T1 PARK 0 6\n", "line of the standoff form, found 'T1 PARK 0 6'"),
        ("E1\tconstruction:T9\n", "line of the standoff form"),
        (ANN + "E1\tmeeting:T2 name:T8\n", "argument that is a label, found name:T8 of E1"),
        (
            ANN + "T3\tmeeting 10 12\t开园\nE1\tmeeting:T3 名:T1\n",
            "at 0: expected a role in Latin letters, found '名'",
        ),
        (
            ANN + "T3\tmeeting 10 12\t开园\nE1\tmeeting:T3 name:T1\nA1\trealis E1 never\n",
            "at 10 '开园': expected realis",
        ),
        ("T1\tmeeting 0 6\t云栖谷产业园\n", "found meeting, which here is a type of event"),
    ],
    "conll.conll": [
        ("云 B-PARK\n栖 I-PARK\n谷 X-PARK\n", "at 2 '谷': expected a tag of BIO, BIOES or BILOU"),
        ('# id = "a"\n# text = "海盐"\n# parkie = {}\n云\tO\n', "characters of '# text'"),
    ],
}
CASES = [(name, told, problem) for name, rows in BAD.items() for told, problem in rows]


@pytest.mark.parametrize(("name", "told", "problem"), CASES, ids=[f"{c[0]} {c[2][:40]}" for c in CASES])
def test_what_cannot_be_taken_over_is_told_and_left_out_only_on_demand(
    name: str, told: str, problem: str, tmp_path: Path
) -> None:
    form, _, suffix = name.partition(".")
    source = tmp_path / f"a.{suffix}"
    source.write_text(told, "utf-8")
    if form == "brat":
        brat(tmp_path, TEXT, told)
    with pytest.raises(InputError, match=problem):
        convert(source, tmp_path / "out", from_=form)
    assert not (tmp_path / "out").exists()
    done = convert(source, tmp_path / "out", from_=form, skip_bad=True)
    assert len(done.problems) == 1
    left = read_labelled(tmp_path / "out") if done.articles else []
    assert all(mark.end > mark.start for article in left for mark in article.entities)


def test_all_problems_are_told_at_once_and_a_flood_of_them_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(lines(*[{"text": TEXT, "label": [[0, 99, "PARK"]]}] * 130), "utf-8")
    with pytest.raises(InputError) as told:
        read_labelled(path)
    assert "found 130 that cannot" in str(told.value)
    assert len(str(told.value).splitlines()) == 102
    assert str(told.value).endswith("and 30 more")


def test_of_overlapping_labels_the_longer_stays(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(lines({"text": TEXT, "label": [PARK, [3, 10, "REGION"]]}), "utf-8")
    [article] = read_labelled(tmp_path / "a.jsonl", problems=Problems())
    assert article.entities == (Mark(3, 10, "REGION"),)


# -- corrections in a tool -------------------------------------------------------------------------

ARTICLE = Labelled(
    "a",
    TEXT,
    entities=(Mark(*PARK), Mark(*PLACE)),
    figures=(Mark(16, 20, "FIG", ("2000000000", None, None, "exact", "CNY")),),
    sections=(Mark(0, 21, "body"),),
    events=(
        LabelledEvent(
            "construction",
            (10, 12),
            0,
            stage="opened",
            arguments=(("project", ((0, 6), (0, 3))), ("place", ((7, 10),)), ("amount", ((16, 20),))),
        ),
    ),
    meta={"site": "yunqi"},
)


def rewritten(form: str, suffix: str, folder: Path, change: Any) -> Labelled:
    """The article after the form's JSON or text was changed."""
    path = folder / f"a{suffix}"
    write_labelled([ARTICLE], path, form_of(form, suffix))
    text = path.read_text("utf-8")
    if suffix == ".json":
        rows = json.loads(text)
        change(rows[0])
        path.write_text(json.dumps(rows, ensure_ascii=False), "utf-8")
    else:
        row = json.loads(text)
        change(row)
        path.write_text(lines(row), "utf-8")
    [article] = read_labelled(path, form)
    return article


EVENT = ARTICLE.events[0]


def test_in_label_studio_an_argument_goes_and_the_plan_is_marked(tmp_path: Path) -> None:
    def change(row: dict[str, Any]) -> None:
        result = row["annotations"][0]["result"]
        result[:] = [r for r in result if r.get("labels") != ["place"]]
        [choice] = [r for r in result if r.get("from_name") == "realis"]
        choice["value"]["choices"] = ["planned"]
        [figure] = [r for r in result if r.get("meta")]
        figure["meta"]["text"] = ["2000000000 2000000000 2000000000 exact CNY"]

    article = rewritten("label-studio", ".json", tmp_path, change)
    kept = tuple(argument for argument in EVENT.arguments if argument[0] != "place")
    assert article.events == (replace(EVENT, realis="planned", arguments=kept),)
    assert article.figures[0].values[1] == "2000000000"
    assert (article.entities, article.sections, article.meta) == (
        ARTICLE.entities,
        ARTICLE.sections,
        ARTICLE.meta,
    )


def test_in_prodigy_a_name_gets_another_label(tmp_path: Path) -> None:
    def change(row: dict[str, Any]) -> None:
        row["spans"][0]["label"] = "PROJECT"
        row["relations"] = [r for r in row["relations"] if r["label"] != "amount"]

    article = rewritten("prodigy", ".jsonl", tmp_path, change)
    assert article.entities == (Mark(0, 6, "PROJECT"), Mark(*PLACE))
    assert article.events == (replace(EVENT, arguments=EVENT.arguments[:2]),)


def test_in_doccano_an_event_goes_and_another_comes(tmp_path: Path) -> None:
    def change(row: dict[str, Any]) -> None:
        [old] = [e for e in row["entities"] if e["label"] == "construction"]
        row["entities"].remove(old)
        row["relations"] = [{"id": 1, "from_id": 99, "to_id": 0, "type": "subject"}]
        row["entities"].append({"id": 99, "start_offset": 6, "end_offset": 7, "label": "location"})

    article = rewritten("doccano", ".jsonl", tmp_path, change)
    assert article.events == (LabelledEvent("location", (6, 7), 0, arguments=(("subject", ((0, 6),)),)),)


def test_in_columns_a_name_goes(tmp_path: Path) -> None:
    path = tmp_path / "a.conll"
    write_labelled([ARTICLE], path, form_of("conll", ".conll"))
    told = path.read_text("utf-8").replace("B-DISTRICT", "O").replace("I-DISTRICT", "O")
    path.write_text(told, "utf-8")
    [article] = read_labelled(path)
    assert article == replace(ARTICLE, entities=(Mark(*PARK),))


# -- files and folders -----------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.name}{form.suffixes[0]}")
def test_every_form_is_guessed_and_converted(form: Any, tmp_path: Path) -> None:
    target = tmp_path / ("out" if form.folder else f"out{form.suffixes[0]}")
    source = tmp_path / "in"
    write_labelled([ARTICLE], source, form_of("parkie", ""))
    convert(source, target, to=form.name)
    assert guess_form(target).module == form.module
    convert(target, tmp_path / "back")
    assert read_labelled(tmp_path / "back") == [ARTICLE]


def test_a_docbin_has_names_for_spacy(tmp_path: Path) -> None:
    import spacy
    from spacy.tokens import DocBin
    from spacy.training import Corpus

    write_labelled([ARTICLE], tmp_path / "a.spacy", form_of("spacy", ".spacy"))
    [doc] = DocBin().from_disk(tmp_path / "a.spacy").get_docs(spacy.blank("zh").vocab)
    [example] = Corpus(tmp_path / "a.spacy")(spacy.blank("zh"))
    assert example.get_aligned_ner()[:6] == ["B-PARK", *["I-PARK"] * 4, "L-PARK"]
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("云栖谷产业园", "PARK"), ("海盐县", "DISTRICT")]
    assert [span.text for span in doc.spans["figures"]] == ["20亿元"]
    doc.user_data.clear()
    DocBin(docs=[doc]).to_disk(tmp_path / "b.spacy")
    [article] = read_labelled(tmp_path / "b.spacy", problems=Problems())
    assert (article.text, article.entities) == (TEXT, ARTICLE.entities)


@pytest.mark.parametrize(
    ("name", "told", "message"),
    [
        ("a.spacy", "no DocBin", "a: expected a DocBin of spaCy"),
        ("a.jsonl", "{}\n", "form that can be told"),
        ("a.txt", "云栖谷产业园", "form that can be told"),
        ("a.ann", "T1\tPARK 0 1\t云\n", "expected a .txt and a .ann file"),
        ("a.pdf", "", "form that can be told"),
    ],
)
def test_what_is_no_labelled_article_is_refused(name: str, told: str, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_text(told, "utf-8")
    with pytest.raises(InputError, match=message):
        read_labelled(tmp_path / name)


def test_training_reads_every_form(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text(FILES["doccano label.jsonl"], "utf-8")
    assert [article.entities for article in read_articles(tmp_path / "a.jsonl")] == [
        (Mark(*PARK), Mark(*PLACE))
    ]
    (tmp_path / "a.jsonl").write_text(lines({"text": TEXT, "label": [[0, 99, "PARK"]]}), "utf-8")
    with pytest.raises(InputError, match="record 1, at 0"):
        read_articles(tmp_path / "a.jsonl")


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.name}{form.suffixes[0]}")
@given(data=st.data())
def test_whatever_is_in_a_file_it_is_an_article_or_a_problem(form: Any, data: st.DataObject) -> None:
    files = form.write([ARTICLE])
    parts = {f".{name.rpartition('.')[2]}": content for name, content in files.items()}
    changed = data.draw(st.sampled_from(sorted(parts)))
    content = parts[changed]
    start = data.draw(st.integers(0, len(content)))
    end = min(len(content), start + data.draw(st.integers(0, 40)))
    put = data.draw(
        st.one_of(
            st.binary(max_size=8), st.sampled_from([b"null", b"[", b"{}", b"-1", b'"', b"\n", b"9" * 30])
        )
    )
    parts[changed] = content[:start] + put + content[end:]
    problems = Problems()
    try:
        found = list(form.read(parts, "a", problems))
    except InputError:
        return
    for article in found:
        for mark in (*article.entities, *article.figures, *article.dates):
            words = article.text[mark.start : mark.end]
            assert words
            assert words == words.strip()


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    write_labelled([ARTICLE], tmp_path / "in", form_of("parkie", ""))
    convert(tmp_path / "in", tmp_path / "a.conll")
    with pytest.raises(OutputError, match="--overwrite"):
        convert(tmp_path / "in", tmp_path / "a.conll")
    convert(tmp_path / "in", tmp_path / "a.conll", overwrite=True)
    with pytest.raises(OutputError, match="not there yet or empty"):
        convert(tmp_path / "a.conll", tmp_path / "in")
    with pytest.raises(OutputError, match="name of a file for spacy"):
        convert(tmp_path / "a.conll", tmp_path / "in", to="spacy")
    with pytest.raises(InputError, match="form to write"):
        convert(tmp_path / "in", tmp_path / "a.jsonl")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"entities": (Mark(0, 6, "FIG"),)}, "label of that kind of mark, found FIG"),
        ({"entities": (Mark(0, 6, "PARK"), Mark(3, 10, "PARK"))}, "no overlaps"),
        ({"figures": (Mark(16, 20, "FIG", ("1",)),)}, "expected 5 values"),
        ({"sections": ()}, "number of a section"),
        ({"sections": (Mark(0, 99, "body"),)}, "section inside the text"),
        ({"events": (replace(EVENT, type="picnic"),)}, "type of event"),
        ({"events": (replace(EVENT, trigger=(20, 40)),)}, "stretches of the text"),
        ({"events": (replace(EVENT, arguments=(("", ((0, 1),)),)),)}, "roles with an argument"),
        ({"events": (replace(EVENT, realis="maybe"),)}, "realis"),
        ({"text": TEXT[:-1] + "\ud800"}, "UTF-8"),
    ],
)
def test_what_no_form_could_give_back_is_not_written(
    change: dict[str, Any], message: str, tmp_path: Path
) -> None:
    with pytest.raises(InputError, match=message):
        write_labelled([replace(ARTICLE, **change)], tmp_path / "a.conll", form_of("conll", ".conll"))
