"""The verbs: what holds for every page, however noisy, and what the caller can say about it."""

from __future__ import annotations

import datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import parkie
from parkie import Article, PageError, labels
from parkie.records.mentions import Date, Entity, Figure
from parkie.text.fold import fold

SNIPPETS = (
    "9月20日，海盐县举行2024青澜湾产业发展大会。",
    "青澜湾智能装备产业园二期正式开工，总投资超６５亿元，",
    "泽远精密、蓝芯传感等6家企业与海盐县人民政府签署合作协议。",
    "青澜湾智能装备产业园位于海盐县西塘桥街道，规划面积3.2平方公里。",
    "今年上半年，园区实现总营业收入约121.5亿元，同比增长9.3%，税收同比下降2%。",
    "预计2026年底投产，达产后年产值将突破40亿元。",
    "海盐县委常委、副县长周以宁表示，",
    "嘉兴市经信局发布《嘉兴市智能装备产业提升行动方案》。",
    "标准厂房出租，面积800-5000平方米，租金1.2元/平方米/天，",
    "微信/手机：13800000000",
    "来源：海盐发布（责任编辑：小禾）",
    "本文链接：http://www.example.com/index.php/post/2024.html",
    "相关文章\n\n松岭光电产业园揭牌成立\n\n松岭光电产业园揭牌成立\n\n5月26日，松岭光电产业园在桐乡市揭牌成立，首批12家企业签约入驻...",
    "该园区获评省级特色产业园区。",
)
NOISE = (
    "\n", "\n\n  ", "\u3000\u3000", "\u200b", "\ufeff", "\xa0", "\t", "\r\n", "\u2028", "\x1b[31m",
    "😀", "𠮷", "“", "”", "《", "（", ")", "…", "亿", "万", "第", "年", "月", "%", "0", "１２３", "园区",
    "有限公司", "<b>", "&nbsp;",
)  # fmt: skip
STANDING_FOR = ("a", "b")  # ids of anaphors and of bare nouns that stand for a name
pages = st.lists(st.sampled_from(SNIPPETS) | st.sampled_from(NOISE), min_size=1, max_size=14).map("".join)
readable = pages.filter(lambda page: any(snippet in page for snippet in SNIPPETS))


def read(text: str) -> Article:
    return parkie.extract(text, html=False)


# -- what holds for every page ---------------------------------------------------------------------


@settings(max_examples=60)
@given(readable)
def test_every_span_is_its_text_and_lists_are_in_order(page: str) -> None:
    article = read(page)
    for group in (article.entities, article.figures, article.dates):
        for mention in group:
            assert article.text[mention.start : mention.end] == mention.text
            assert mention.text == mention.text.strip()
        assert all(first.end <= second.start for first, second in pairwise(group))
    for event in article.events:
        for _, mention in event.arguments():
            assert article.text[mention.start : mention.end] == mention.text != ""
    ids = [m.id for m in (*article.entities, *article.figures, *article.dates, *article.events)]
    assert len(ids) == len(set(ids))


@settings(max_examples=60)
@given(readable)
def test_sections_cover_the_page_and_hold_their_events_together(page: str) -> None:
    article = read(page)
    assert all(first.end <= second.start for first, second in pairwise(article.sections))
    ends = [0, *(section.end for section in article.sections)]
    starts = [*(section.start for section in article.sections), len(article.text)]
    gaps = [article.text[start:end] for start, end in zip(ends, starts, strict=True)]
    assert not fold("".join(gaps)).strip()
    for event in article.events:
        [home] = [s for s in article.sections if s.start <= event.trigger.start < s.end]
        assert event.section == home.kind != "boilerplate"
        spans = [event.trigger, event.evidence, *(mention for _, mention in event.arguments())]
        assert all(home.start <= span.start and span.end <= home.end for span in spans)
        assert event.evidence.start <= event.trigger.start < event.trigger.end <= event.evidence.end


@settings(max_examples=60)
@given(readable)
def test_values_are_possible(page: str) -> None:
    article = read(page)
    for figure in article.figures:
        bounds = [bound for bound in (figure.low, figure.value, figure.high) if bound is not None]
        assert bounds == sorted(bounds)
        assert (figure.value is None) == (figure.modifier == "range") or figure.value is None
    for date in article.dates:
        assert (date.earliest is None) == (date.latest is None)
        assert date.earliest is None or date.latest is None or date.earliest <= date.latest
    for entity in article.entities:
        assert entity.name
        assert entity.adcode is None or entity.adcode.isdigit()


@settings(max_examples=60)
@given(readable)
def test_arguments_are_mentions_of_the_article(page: str) -> None:
    article = read(page)
    listed = {(m.id, m.start, m.end) for m in (*article.entities, *article.figures, *article.dates)}
    for event in article.events:
        assert event.type in labels.EVENT_TYPES
        assert list(event.arguments()), "an event without an argument says nothing"
        for _, mention in event.arguments():
            if isinstance(mention, Entity | Figure | Date) and not mention.id.startswith(STANDING_FOR):
                assert (mention.id, mention.start, mention.end) in listed


@settings(max_examples=30)
@given(readable)
def test_the_same_page_gives_the_same_record(page: str) -> None:
    first = read(page)
    assert read(page) == first
    assert read(first.text) == first
    assert Article.from_dict(first.model_dump(mode="json", context={"text": True})) == first


@settings(max_examples=15)
@given(st.lists(readable, min_size=1, max_size=4))
def test_a_page_in_a_batch_is_read_as_it_is_alone(batch: list[str]) -> None:
    assert list(parkie.annotate(batch)) == [parkie.extract(page) for page in batch]


@settings(max_examples=20)
@given(readable)
def test_no_telephone_number_gets_into_the_record(page: str) -> None:
    article = read(page + "\n联系人：小禾 电话：13800000000 微信：13800000000")
    assert "138000" not in article.model_dump_json()


# -- what the caller says --------------------------------------------------------------------------

ARTICLE = "云栖谷产业园今年7月开园。"


def days(article: Article) -> list[tuple[str, str]]:
    return [(str(date.earliest), str(date.latest)) for date in article.dates]


@pytest.mark.parametrize(
    "published",
    ["2024-09-21", datetime.date(2024, 9, 21), datetime.datetime(2024, 9, 21, 8, 30, tzinfo=datetime.UTC)],
)
def test_dates_resolve_against_the_publication_day(published: str | datetime.date) -> None:
    article = parkie.extract(ARTICLE, published=published)
    assert days(article) == [("2024-07-01", "2024-07-31")]
    assert article.published is not None
    assert article.published.earliest == datetime.date(2024, 9, 21)


def test_without_a_publication_day_the_clock_is_not_asked() -> None:
    assert days(parkie.extract(ARTICLE)) == [("None", "None")]


@pytest.mark.parametrize("published", ["2024", "2024-11", "2024-00-08"])
def test_of_a_part_of_a_date_the_year_is_used(published: str) -> None:
    article = parkie.extract(ARTICLE, published=published)
    assert days(article) == [("2024-07-01", "2024-07-31")]
    assert article.published is not None
    assert (article.published.text, article.published.granularity) == ("", "year")


@pytest.mark.parametrize("published", ["", "21.9.2024", "2024-02-30", "昨天", "20"])
def test_a_publication_day_that_is_none_is_an_error(published: str) -> None:
    with pytest.raises(PageError, match=r"expected the publication day as YYYY-MM-DD .*, found"):
        parkie.extract(ARTICLE, published=published)


@pytest.mark.parametrize("page", ["", " \n\u3000\t", b"", b"  \n"])
def test_an_empty_page_is_an_error(page: str | bytes) -> None:
    with pytest.raises(PageError, match="empty"):
        parkie.extract(page)


def test_html_and_text_are_told_apart() -> None:
    html = "<html><body><h1>云栖谷产业园开园</h1><p>云栖谷产业园7月3日开园。</p></body></html>"
    assert "<" not in parkie.extract(html).text
    assert parkie.extract(html, html=True) == parkie.extract(html)
    assert parkie.extract(html, html=False).text == html
    assert parkie.extract(html.encode("gb18030"), html=True).text == parkie.extract(html).text


def test_a_pipeline_of_ones_own_is_used() -> None:
    nlp = parkie.load()
    nlp.disable_pipes("parkie_linker")
    assert parkie.extract("云栖谷产业园7月3日开园。", nlp=nlp).events == ()
    assert [article.events for article in parkie.annotate(["云栖谷产业园7月3日开园。"], nlp=nlp)] == [()]


# -- many pages ------------------------------------------------------------------------------------

BATCH = [(f"云栖谷产业园{number}月3日开园，总投资{number}亿元。", number) for number in range(1, 8)]


@pytest.mark.parametrize("workers", [1, 2])
def test_contexts_come_back_in_order(workers: int) -> None:
    found = list(parkie.annotate(BATCH, workers=workers))
    assert [context for _, context in found] == [number for _, number in BATCH]
    assert [article for article, _ in found] == [parkie.extract(page) for page, _ in BATCH]


def test_pages_stream() -> None:
    taken = []

    def endless() -> object:
        number = 0
        while True:
            number += 1
            taken.append(number)
            yield f"云栖谷产业园{number % 12 + 1}月开园。"

    articles = parkie.annotate(endless())  # type: ignore[arg-type]  # the type of the pages is not the point
    assert taken == []
    assert next(articles).dates[0].text == "2月"
    assert len(taken) < 5000


def test_pages_and_pairs_may_be_mixed_and_none_is_fine() -> None:
    assert list(parkie.annotate([])) == []
    mixed = list(parkie.annotate(["云栖谷开园。", ("云栖谷开园。", None)]))  # type: ignore[list-item]  # mixed on purpose
    assert isinstance(mixed[0], Article)
    assert mixed[1] == (mixed[0], None)


def test_a_page_that_cannot_be_read_is_named() -> None:
    with pytest.raises(PageError, match=r"page 1 \(counted from 0\): .*empty"):
        list(parkie.annotate(["云栖谷开园。", ""]))


# -- hostile pages ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "page",
    [
        "9" * 20_000,
        "亿" * 20_000,
        "园区" * 10_000,
        "有限公司" * 5_000,
        "签约" * 10_000,
        "（" * 20_000,
        "《" * 20_000,
        "2024年" * 5_000,
        "、" * 20_000,
        "云栖谷产业园开园，" * 500,
        "a\u0301" * 10_000,
        "\u200b" * 20_000 + "园",
        "园\x0b区\x1b]0;title\x07",
    ],
    ids=lambda page: repr(page[:8]),
)
def test_hostile_pages_are_read_like_others(page: str) -> None:
    assert read(page).text == page


def test_replaced_bytes_are_a_warning() -> None:
    raw = ("云栖谷产业园于3月5日开园,总投资约20亿元。" * 40).encode() + b"\xff" + "园区位于海盐县。".encode()
    with pytest.warns(parkie.PageWarning, match="U\\+FFFD|replac|broken"):
        article = parkie.extract(raw)
    assert article.events
