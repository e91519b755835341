"""Explanations agree with the records, and say which rule, row or model decided, and what lost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc

import parkie
from parkie.errors import RecordError
from parkie.explaining.explanation import ArgumentReason, EventReason, Explanation
from parkie.explaining.tree import render_event, render_explanation
from parkie.formats.marked import read_marked
from parkie.matchers.reading import NameMatch
from parkie.pipes import state
from parkie.relations.happenings.triggered import TELLING
from parkie.tagger.tagger import SOURCE, Read, Tagger

Judging = Callable[[float, float, tuple[float, float]], Language]

ARTICLES = sorted((Path(__file__).parents[2] / "corpus" / "articles").rglob("*.txt"))[::40]

BUILT = "9月20日,青澜湾智能装备产业园在海盐县正式开工,总投资超20亿元,占地200亩。"
SIGNED = "泽远精密有限公司与海盐县人民政府签约。"


def argument_of(reason: EventReason, role: str) -> ArgumentReason:
    """The one argument in the role."""
    [found] = [argument for argument in reason.arguments if argument.role == role]
    return found


def places(explanation: Explanation) -> list[tuple[str, str, int, str, frozenset[tuple[str, int, int]]]]:
    """What an explanation says of events that the record says too."""
    return [
        (e.id, e.type, e.start, e.realis.realis, frozenset((a.role, a.start, a.end) for a in e.arguments))
        for e in explanation.events
    ]


# -- they agree with the record --------------------------------------------------------------------


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
@pytest.mark.parametrize("pipeline", ["rules_only", "judged"])
def test_every_mention_and_event_of_the_record_is_explained(
    path: Path, pipeline: str, request: pytest.FixtureRequest
) -> None:
    agree(path, request.getfixturevalue(pipeline))


@pytest.mark.parametrize("path", ARTICLES, ids=lambda path: path.stem)
def test_so_are_those_of_any_weights(path: Path, wayward: Language) -> None:
    agree(path, wayward)


def agree(path: Path, nlp: Language) -> None:
    """The explanation of an article names what its record has, in the same order."""
    text = read_marked(path.read_text("utf-8"), path.name).text
    article = parkie.extract(text, html=False, nlp=nlp)
    explanation = parkie.explain(text, html=False, nlp=nlp)
    for mentions, reasons in (
        (article.entities, [reason.reading for reason in explanation.entities]),
        (article.figures, explanation.figures),
        (article.dates, explanation.dates),
    ):
        assert [(m.text, m.start) for m in mentions] == [(r.text, r.start) for r in reasons]
    told = [
        (e.id, e.type, e.trigger.start, e.realis, frozenset((r, m.start, m.end) for r, m in e.arguments()))
        for e in article.events
    ]
    known = places(explanation)
    assert [row[:4] for row in told] == [row[:4] for row in known]
    # a single role that is filled twice has its first in the record
    assert all(shown[4] <= explained[4] for shown, explained in zip(told, known, strict=True))
    for refusal in explanation.refused:
        assert refusal.why
        assert text[refusal.start : refusal.end] == refusal.text


# -- names -----------------------------------------------------------------------------------------

NAMES = [
    # text, entity, by, source
    ("园区位于海盐县。", "海盐县", "table", "divisions"),
    ("泽远精密有限公司投产。", "泽远精密有限公司", "rule", "head:有限公司"),
    ("云谷里来了客人。", "云谷里", "added", "added"),
]


@pytest.mark.parametrize(("text", "name", "by", "source"), NAMES)
def test_a_name_says_where_it_came_from(text: str, name: str, by: str, source: str) -> None:
    nlp = parkie.load(tagger=False)
    nlp.replace_pipe("parkie_gazetteer", "parkie_gazetteer", config={"rows": [["云谷里", "PARK", None, None]]})
    [reason] = [r for r in parkie.explain(text, nlp=nlp).entities if r.reading.text == name]
    assert (reason.reading.by, reason.reading.source) == (by, source)
    assert reason.certainty is None


def test_names_that_lost_are_told(rules_only: Language) -> None:
    [company, body] = parkie.explain(SIGNED, nlp=rules_only).entities
    assert company.lost == ()
    assert [(r.text, r.label, r.by) for r in body.lost] == [("海盐县", "DISTRICT", "table")]
    assert body.adcode == "330424"
    assert body.ruled == ()


@Language.component("knows_grains")
def knows_grains(doc: Doc) -> Doc:
    """A recogniser of one's own."""
    state.put(doc, state.MODEL, [NameMatch(0, 4, "PROJECT", source="grains", score=0.9)], "PROJECT")
    return doc


def test_a_recogniser_of_ones_own_is_named() -> None:
    nlp = parkie.load(tagger=False)
    nlp.add_pipe("knows_grains", before="parkie_entities")
    [reason] = parkie.explain("金穗五号投产。", nlp=nlp).entities
    assert (reason.reading.text, reason.reading.by, reason.reading.source) == ("金穗五号", "recogniser", "grains")


def test_what_the_tagger_changed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tagger is made to see one longer name, and nothing else."""
    nlp = parkie.load()
    found = NameMatch(0, 10, "COMPANY", source=SOURCE, score=0.8)
    monkeypatch.setattr(Tagger, "read", lambda self, seen: Read([found], None, None))
    explanation = parkie.explain(SIGNED, nlp=nlp)
    [reason] = explanation.entities
    assert (reason.reading.by, reason.reading.source, reason.reading.score) == ("tagger", "tagger", 0.8)
    assert [r.text for r in reason.ruled] == ["泽远精密有限公司", "海盐县人民政府"]
    monkeypatch.setattr(Tagger, "read", lambda self, seen: Read([], None, None))
    assert [r.text for r in parkie.explain(SIGNED, nlp=nlp).dropped] == ["泽远精密有限公司", "海盐县人民政府"]


def test_certainty_is_told_where_it_is_asked_for() -> None:
    nlp = parkie.load()
    asked = parkie.explain(SIGNED, nlp=nlp, certainty=True)
    assert all(r.certainty is not None and 0 <= r.certainty <= 1 for r in asked.entities)
    assert all(r.certainty is None for r in parkie.explain(SIGNED, nlp=nlp).entities), "and only there"


# -- figures and dates -----------------------------------------------------------------------------

FIGURES = [
    # text, figure, form, unit, table, bounds
    ("总投资超20亿元。", "超20亿元", "unit", "元", "units.toml", ("超",)),
    ("占地约200亩以上。", "约200亩以上", "unit", "亩", "units.toml", ("约", "以上")),
    ("入驻企业300家。", "300家", "unit", "家", "classifiers.toml", ()),
    ("投资5-10亿元。", "5-10亿元", "unit", "元", "units.toml", ()),
    ("增长百分之五。", "百分之五", "phrase", None, None, ()),
    ("总投资20亿。", "20亿", "bare", None, None, ()),
]


@pytest.mark.parametrize(("text", "figure", "form", "unit", "table", "bounds"), FIGURES)
def test_a_figure_names_the_row_of_its_unit(
    text: str, figure: str, form: str, unit: str | None, table: str | None, bounds: tuple[str, ...],
    rules_only: Language,
) -> None:  # fmt: skip
    [reason] = parkie.explain(text, nlp=rules_only).figures
    assert (reason.text, reason.form, reason.unit, reason.table) == (figure, form, unit, table)
    assert reason.bounds == bounds


DATES = [
    # text, date, rule
    ("园区于2021年3月开园。", "2021年3月", "written"),
    ("园区于3月5日开园。", "3月5日", "reference"),
    ("去年,园区开园。", "去年", "reference"),
    ("项目2021年3月开工,12月竣工。", "12月", "told before"),
    ("园区2021年3月5日开工,同年开园。", "同年", "told before"),
]


@pytest.mark.parametrize(("text", "date", "rule"), DATES)
def test_a_date_says_what_it_leans_on(text: str, date: str, rule: str, rules_only: Language) -> None:
    reasons = parkie.explain(text, published="2024-09-21", nlp=rules_only).dates
    [reason] = [r for r in reasons if r.text == date]
    assert reason.rule == rule
    assert (str(reason.day), reason.year) == ("2024-09-21", 2024)


def test_a_date_without_a_reference_is_unresolved(rules_only: Language) -> None:
    [reason] = parkie.explain("园区于3月5日开园。", nlp=rules_only).dates
    assert (reason.rule, reason.day, reason.year, reason.earliest) == ("unresolved", None, None, None)


# -- events by frames ------------------------------------------------------------------------------


def test_an_event_names_its_row_its_cue_and_who_decided(rules_only: Language) -> None:
    [reason] = parkie.explain(BUILT, nlp=rules_only).events
    assert (reason.id, reason.type, reason.text, reason.by, reason.sighted) == (
        "ev1", "construction", "开工", "frames", None,
    )  # fmt: skip
    assert reason.row is not None
    assert (reason.row.file, reason.row.word, reason.row.kind) == ("frames/construction.toml", "开工", "trigger")
    assert (reason.row.stage, reason.row.weak) == ("groundbreaking", False)
    assert "复" in reason.row.conditions["not_left"]
    assert (reason.realis.realis, reason.realis.table, reason.realis.cue) == ("actual", "realis.toml [done]", "正式")


def test_an_argument_has_its_score_in_parts(rules_only: Language) -> None:
    [reason] = parkie.explain(BUILT, nlp=rules_only).events
    for role in ("project", "place", "amount", "time"):
        argument = argument_of(reason, role)
        weighed = argument.weighed
        assert argument.origin == "candidate"
        assert weighed is not None
        assert weighed.score is not None
        assert sum(weighed.parts.values()) == pytest.approx(weighed.score)
        assert weighed.score == pytest.approx(argument.score)
        assert weighed.likelihood is None
    assert argument_of(reason, "place").weighed.parts["cues"] > 0


def test_candidates_that_lost_say_why(rules_only: Language) -> None:
    text = "9月20日,青澜湾智能装备产业园在海盐县开工,8月21日,远山储能产业园建成。"
    reason = parkie.explain(text, published="2024-09-21", nlp=rules_only).events[0]
    time = argument_of(reason, "time")
    assert time.text == "9月20日"
    assert "8月21日" in [candidate.text for candidate in time.lost]
    assert all(candidate.why for candidate in time.lost)
    scores = [candidate.score for candidate in time.lost if candidate.score is not None]
    assert scores == sorted(scores, reverse=True)
    assert "青澜湾智能装备产业园" in [c.text for c in reason.unfilled["owner"]]
    assert "park" in reason.unfilled
    assert "place" not in reason.unfilled


ORIGINS = [
    # text, role, argument, origin
    ("青澜湾产业园3月开工,占地200亩,总投资20亿元,建设周期两年,预计明年竣工。", "project", "青澜湾产业园", "omitted"),
    ("青澜湾产业园在海盐县开工。该项目占地200亩。", "land_area", "200亩", "details"),
    ("9月20日,青澜湾产业大会在海盐县举行。会上,泽远精密有限公司与海盐县人民政府签约。", "time", "9月20日", "time"),
    ("海盐县签约20个项目。", "project_count", "20个", "counted"),
    ("3月,学术楼、宿舍组团和澜江电池线等重大项目开工。", "project", "宿舍组团", "listed"),
    ("今年,12个产业项目和3家地区总部落户海盐县。", "entrant_count", "12个", "listed"),
    ("9月20日,以“链聚未来”为主题的青澜湾产业大会在海盐县举行。", "topic", "链聚未来", "form"),
    ("青澜湾产业大会在海盐县举行。泽远精密有限公司负责人林树声等出席。", "participants", "林树声", "company"),
    ("青澜湾产业园环境优美。泽远精密有限公司正式入驻。", "park", "青澜湾产业园", "ground"),
]


@pytest.mark.parametrize(("text", "role", "word", "origin"), ORIGINS)
def test_an_argument_says_how_it_came(
    text: str, role: str, word: str, origin: str, rules_only: Language
) -> None:
    events = parkie.explain(text, published="2024-09-21", nlp=rules_only).events
    origins = {a.origin for event in events for a in event.arguments if (a.role, a.text) == (role, word)}
    assert origin in origins


REALIS = [
    # text, realis, table, cue
    ("青澜湾产业园即将开工。", "planned", "realis.toml [planned]", "即将"),
    ("青澜湾产业园尚未开工。", "negated", "realis.toml [negated]", "尚未"),
    ("青澜湾产业园已经开工。", "actual", "realis.toml [done]", "已"),
    ("预计青澜湾产业园本月建成,下月投产。", "planned", "realis.toml [planned_reaching]", "预计"),
    ("青澜湾产业园开工。", "actual", None, None),
]


@pytest.mark.parametrize(("text", "realis", "table", "cue"), REALIS)
def test_realis_names_its_cue(
    text: str, realis: str, table: str | None, cue: str | None, rules_only: Language
) -> None:
    reason = parkie.explain(text, published="2024-09-21", nlp=rules_only).events[-1]
    assert (reason.realis.realis, reason.realis.table) == (realis, table)
    assert (reason.realis.cue is None) == (cue is None)
    assert cue is None or reason.realis.cue.startswith(cue)
    if reason.realis.start is not None:
        assert text[reason.realis.start : reason.realis.end] == reason.realis.cue


REFUSED = [
    # text, word, type, part of the reason
    ("青澜湾产业园复工率超九成。园区开工率达95%。", "开工", "construction", "not_right"),
    ("海盐县加快推进各项工作。", "推进", "construction", "only the judge"),
    ("昨日正式开工。", "开工", "construction", "core role"),
    ("9月20日,青澜湾产业园开工。9月20日,青澜湾产业园正式开工。", "开工", "construction", "another telling"),
    ("园区产值30亿元,增长5%。", "5%", "statistic", "change of another"),
]


@pytest.mark.parametrize(("text", "word", "kind", "why"), REFUSED)
def test_words_that_tell_nothing_say_why(text: str, word: str, kind: str, why: str, rules_only: Language) -> None:
    refused = parkie.explain(text, published="2024-09-21", nlp=rules_only).refused
    reasons = [r.why for r in refused if (r.text, r.type) == (word, kind)]
    assert any(why in reason for reason in reasons), refused


# -- events by figures -----------------------------------------------------------------------------


def test_a_statistic_says_what_it_measures_and_a_target_what_makes_it_one(rules_only: Language) -> None:
    text = "去年园区产值达30亿元,增长5%。力争2025年产值突破50亿元。"
    statistic, target = parkie.explain(text, published="2024-09-21", nlp=rules_only).events
    assert (statistic.type, statistic.by, statistic.row) == ("statistic", "figures", None)
    assert [(a.role, a.origin) for a in statistic.arguments] == [
        ("subject", "subject"), ("indicator", "indicator"), ("value", "figure"), ("change", "change"),
        ("period", "period"),
    ]  # fmt: skip
    assert (target.type, target.realis.table, target.realis.cue) == ("target", "frames/target.toml [open]", "力争")


LOST = [
    # text, role, what fills it, what lost, why
    ("海盐县产值为9亿元,青澜湾产业园税收达2亿元。", "subject", "青澜湾产业园", "海盐县", "whose the figure before is"),
    ("2020年海盐县产值达9亿元,2021年嘉善县产值达2亿元。", "period", "2021年", "2020年", "a nearer one stands in front"),
    ("2020年海盐县产值达9亿元,2021年嘉善县产值达2亿元。", "period", "2020年", "2021年", "stands behind the figure"),
    ("去年,海盐县产值达9亿元,8月21日有会议。", "period", "去年", "8月21日", "no date that a figure holds for"),
]


@pytest.mark.parametrize(("text", "role", "filler", "loser", "why"), LOST)
def test_what_could_have_been_the_subject_or_the_period_says_why_it_lost(
    text: str, role: str, filler: str, loser: str, why: str, rules_only: Language
) -> None:
    events = parkie.explain(text, published="2024-09-21", nlp=rules_only).events
    [reason] = [a for event in events for a in event.arguments if (a.role, a.text) == (role, filler)]
    [told] = [candidate.why for candidate in reason.lost if candidate.text == loser]
    assert why in told


def test_a_subject_names_its_source(rules_only: Language) -> None:
    text = "泽远精密有限公司产值为5亿元,税收1.2亿元。"
    events = parkie.explain(text, nlp=rules_only).events
    assert [argument_of(event, "subject").told for event in events] == [
        "the nearest in its clause, in front of what is measured", "whose the figure before is",
    ]  # fmt: skip


def test_what_was_counted_before_names_its_source(rules_only: Language) -> None:
    text = "海盐县实施重点项目28个。其中,产业项目9个,民生项目7个。"
    whole, *parts = parkie.explain(text, nlp=rules_only).events
    assert argument_of(whole, "subject").text == "海盐县"
    for part in parts:
        subject = argument_of(part, "subject")
        assert (subject.text, subject.told) == (
            "重点项目", "what the sentence before counted, of which this one counts parts",
        )  # fmt: skip


# -- events by the judge ---------------------------------------------------------------------------


def test_the_judge_tells_likelihoods(judged: Language) -> None:
    [reason] = [e for e in parkie.explain(SIGNED, nlp=judged).events if e.type == "signing"]
    assert (reason.by, reason.score, reason.sighted) == ("judge", 0.8, 0.75)
    assert reason.told.startswith(f"at least as likely as {TELLING}")
    parties = [a for a in reason.arguments if a.role == "parties"]
    assert parties[0].weighed is not None
    assert parties[0].weighed.likelihood == 0.9


def test_a_sighted_word_of_no_list_says_so(judged: Language) -> None:
    events = parkie.explain("青澜湾产业园昨日鸣笛。", nlp=judged).events
    [reason] = [event for event in events if event.text == "鸣笛"]
    assert reason.row is not None
    assert (reason.row.kind, reason.sighted) == ("sighted", 0.75)


def test_what_the_judge_doubts_says_what_the_frames_would_do(doubting: Language) -> None:
    explanation = parkie.explain(SIGNED, nlp=doubting)
    assert explanation.events == ()
    [refusal] = [r for r in explanation.refused if r.text == "签约"]
    assert (refusal.by, refusal.score, refusal.sighted) == ("judge", 0.1, 0.75)
    assert "the frames alone would tell it" in refusal.why


@pytest.mark.parametrize(
    ("likely", "type_", "why"),
    [
        ((0.2, 0.8), "target", "the rules alone would tell it too"),
        ((0.9, 0.1), "statistic", "the rules alone would tell it too"),
    ],
)
def test_a_judged_figure_tells_its_likelihood(
    judging: Judging, likely: tuple[float, float], type_: str, why: str
) -> None:
    nlp = judging(0.1, 0.1, likely)
    [reason] = parkie.explain("园区产值30亿元。", nlp=nlp).events
    assert (reason.type, reason.by, reason.score) == (type_, "judge", max(likely))
    assert reason.told.endswith(why)
    assert reason.realis.table == ("likelier a target" if type_ == "target" else None)


@pytest.mark.parametrize(
    ("text", "word", "why"),
    [
        ("园区产值30亿元。", "30亿元", "the rules alone would tell it"),
        ("亿元以上项目开工。", "亿元以上", "would not: it measures nothing of its own"),
    ],
)
def test_a_figure_that_the_judge_doubts_says_what_rules_do(judging: Judging, text: str, word: str, why: str) -> None:
    nlp = judging(0.1, 0.1, (0.3, 0.2))
    explanation = parkie.explain(text, nlp=nlp)
    assert explanation.events == ()
    [refusal] = [refusal for refusal in explanation.refused if refusal.text == word]
    assert (refusal.by, refusal.score) == ("judge", 0.3)
    assert why in refusal.why


# -- articles --------------------------------------------------------------------------------------

PAGE = f"<html><body><h1>青澜湾智能装备产业园开工</h1><p>2024-09-21</p><p>{BUILT}{SIGNED}</p></body></html>"


@pytest.mark.parametrize("page", [BUILT + SIGNED, PAGE])
def test_an_article_explains_its_events(page: str, rules_only: Language) -> None:
    article = parkie.extract(page, nlp=rules_only)
    whole = parkie.explain(page, nlp=rules_only)
    assert len(article.events) >= 2
    for event in article.events:
        assert article.explain(event, nlp=rules_only) == whole.event(event.id)


def test_events_of_one_trigger_are_told_apart(rules_only: Language) -> None:
    text = "青澜湾产业园、远山储能产业园开工。"
    article = parkie.extract(text, nlp=rules_only)
    assert len(article.events) == 2
    told = [article.explain(event, nlp=rules_only) for event in article.events]
    assert [argument_of(reason, "project").text for reason in told] == ["青澜湾产业园", "远山储能产业园"]


def test_an_article_without_its_text_cannot_explain(rules_only: Language) -> None:
    article = parkie.extract(BUILT, nlp=rules_only)
    bare = parkie.Article.from_dict(article.model_dump(mode="json"))
    with pytest.raises(RecordError, match="expected an article with its text"):
        bare.explain(bare.events[0], nlp=rules_only)


def test_an_event_of_another_pipeline_is_not_explained(rules_only: Language) -> None:
    article = parkie.extract(BUILT, nlp=rules_only)
    nlp = parkie.load(tagger=False)
    nlp.remove_pipe("parkie_linker")
    assert parkie.explain(BUILT, nlp=nlp).events == ()
    with pytest.raises(RecordError, match=r"none of type construction at \["):
        article.explain(article.events[0], nlp=nlp)


def test_an_event_that_is_not_there_is_named(rules_only: Language) -> None:
    with pytest.raises(RecordError, match=r"ev1 to ev1.*'ev2'"):
        parkie.explain(BUILT, nlp=rules_only).event("ev2")


# -- for a person ----------------------------------------------------------------------------------


def test_nothing_hostile_reaches_the_terminal(rules_only: Language) -> None:
    explanation = parkie.explain(BUILT + SIGNED + "产值30亿元,增长5%。", nlp=rules_only)
    hostile = poisoned(explanation)
    shown = render_explanation(hostile) + "".join(render_event(event) for event in hostile.events)
    assert shown.count(r"\x1b[31m") > 20
    assert not set(shown) & set("\x1b\x9b\u202e")
    assert "[red]" in shown, "markup of the page is text"


def poisoned(value: Any) -> Any:
    """The same explanation of a page whose every text is hostile."""
    if is_dataclass(value) and not isinstance(value, type):
        changed = {field.name: poisoned(getattr(value, field.name)) for field in fields(value)}
        told = {"text", "cue", "name"}.intersection(changed)
        changed |= {name: f"{changed[name]}\x1b[31m\x9b\u202e[red]" for name in told}
        return replace(value, **changed)
    if isinstance(value, dict):
        return {key: poisoned(item) for key, item in value.items()}
    return tuple(poisoned(item) for item in value) if isinstance(value, tuple) else value


def test_the_tree_shows_what_decided(rules_only: Language) -> None:
    shown = render_explanation(parkie.explain(BUILT + SIGNED, nlp=rules_only))
    for words in ("head:有限公司", "units.toml", "frames/construction.toml", "realis.toml [done]", "lost: 海盐县"):
        assert words in shown
    assert "ev2 signing" in shown
    assert "no events" in render_explanation(parkie.explain("没有事件的一句话。", nlp=rules_only))


def test_a_word_that_only_kinds_of_things_fill_says_so() -> None:
    told = parkie.explain("重大项目集中签约\n6月3日,海盐经开区的重大项目集中签约。")
    assert "only kinds of things did it" in {refusal.why for refusal in told.refused}
