"""What may be done to a page without its records changing: furniture, full width, a teaser, another name.

Each relation is held over every twelfth article of the corpus and over invented pages; docs/hard-inputs.md has the
rates over the whole corpus, also of relations that hold nearly always and are therefore no test here.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import parkie
from parkie import Article
from parkie.formats.marked import read_marked

ARTICLES = sorted((Path(__file__).parents[1] / "corpus" / "articles").glob("*.txt"))[5::12]
BREADCRUMBS = "首页 > 新闻中心 > 园区动态\n"
INVENTED = {
    "signing": "云栖谷产业园签下三家企业\n9月20日，泽远精密有限公司与海盐县人民政府签署合作协议，总投资超20亿元，占地200亩。",
    "figures": "青澜湾产业园半年答卷\n今年上半年，青澜湾产业园实现总营业收入约121.5亿元，同比增长9.3%；引进企业20余家。",
    "award": "泽远精密获评省级“小巨人”\n8月30日，泽远精密有限公司获评省级专精特新企业，董事长周以宁领奖，补助50万元。",
}
FULL_WIDTH = {ord(narrow): ord(narrow) + 0xFEE0 for narrow in "0123456789%()+"}
AFTER = {
    "footer": "\n版权所有 © 2024 青澜湾产业园管委会 浙ICP备00000000号\n",
    "contact": "\n联系人：小禾 电话：13800000000 微信：13800000000\n",
    "teaser": "\n相关文章\n\n松岭光电产业园揭牌成立\n\n5月26日，松岭光电产业园在桐乡市揭牌成立，首批12家企业签约入驻...\n",
}
Records = dict[str, set[tuple[Any, ...]]]


@cache
def pages() -> dict[str, tuple[str, str | None]]:
    """Title and text of each article under breadcrumbs, as a page shows them, with its day."""
    out: dict[str, tuple[str, str | None]] = {key: (BREADCRUMBS + page, "2024-09-21") for key, page in INVENTED.items()}
    for path in ARTICLES:
        article = read_marked(path.read_text("utf-8"), path.stem)
        parts = [article.text[s.start : s.end] for s in article.sections if s.label in ("title", "body")]
        if {"title", "body"} <= {section.label for section in article.sections}:
            day = article.meta["published"]
            out[path.stem] = (BREADCRUMBS + "\n".join(parts), None if day == "-" else day)
    return out


NAMES = sorted(pages())


def read(page: str, day: str | None) -> Article:
    return parkie.extract(page, published=day, html=False)


@cache
def told(name: str) -> Records:
    """The records of the page as it is."""
    page, day = pages()[name]
    return records(read(page, day), 0, len(page))


def records(article: Article, start: int, end: int) -> Records:
    """What the title and body between two offsets tell, its offsets counted from the first."""
    kept = [(s.start, s.end) for s in article.sections if s.kind in ("title", "body")]

    def here(mention: Any) -> bool:
        return start <= mention.start and mention.end <= end and any(a <= mention.start < b for a, b in kept)

    def at(mention: Any) -> tuple[int, int]:
        return mention.start - start, mention.end - start

    return {
        "entities": {(at(e), e.label) for e in article.entities if here(e)},
        "figures": {(at(f), f.value, f.low, f.high, f.modifier, f.unit) for f in article.figures if here(f)},
        "dates": {(at(d), d.earliest, d.latest) for d in article.dates if here(d)},
        "events": {
            (at(e.trigger), e.type, e.realis, *((role, at(mention)) for role, mention in e.arguments()))
            for e in article.events
            if here(e.trigger)
        },
    }


def test_the_pages_tell_enough_to_be_changed() -> None:
    assert len(NAMES) >= 20
    assert sum(len(found) for name in NAMES for found in told(name).values()) >= 500


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("kind", AFTER)
def test_what_stands_behind_an_article_does_not_change_it(name: str, kind: str) -> None:
    page, day = pages()[name]
    assert records(read(page + AFTER[kind], day), 0, len(page)) == told(name)


@pytest.mark.parametrize("name", NAMES)
def test_more_furniture_above_the_title_only_shifts_offsets(name: str) -> None:
    page, day = pages()[name]
    above = "您现在的位置：\n"
    assert records(read(above + page, day), len(above), len(above) + len(page)) == told(name)


@pytest.mark.parametrize("name", NAMES)
def test_a_title_is_one_with_breadcrumbs_and_without(name: str) -> None:
    page, day = pages()[name]
    bare = page.removeprefix(BREADCRUMBS)
    assert records(read(bare, day), 0, len(bare)) == records(read(page, day), len(BREADCRUMBS), len(page))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("gap", ["\n\u3000\u3000", "\n\n", "\n  \n\u3000"])
def test_indents_and_blank_lines_only_shift_offsets(name: str, gap: str) -> None:
    page, day = pages()[name]
    wide, back = "", [0]  # for each offset in the wide page the one in the page
    for number, character in enumerate(page, 1):
        put = gap if character == "\n" else character
        wide += put
        back += [number] * len(put)
    found = records(read(wide, day), 0, len(wide))
    assert {kind: {moved(row, back) for row in rows} for kind, rows in found.items()} == told(name)


def moved(row: Any, back: list[int]) -> Any:
    """The row with offsets that ``back`` maps."""
    if not isinstance(row, tuple):
        return row
    if len(row) == 2 and all(type(part) is int for part in row):
        return back[row[0]], back[row[1]]
    return tuple(moved(part, back) for part in row)


@pytest.mark.parametrize("name", [name for name in NAMES if pages()[name][0].translate(FULL_WIDTH) != pages()[name][0]])
def test_full_width_forms_say_the_same(name: str) -> None:
    page, day = pages()[name]
    wide = page.translate(FULL_WIDTH)
    assert records(read(wide, day), 0, len(page)) == told(name)


# the abstract of a list of questions and answers is a question, by which no teaser is told
TOLD = [name for name in NAMES if "\n问：" not in pages()[name][0]]


@pytest.mark.parametrize(("name", "other"), list(pairwise(TOLD)))
def test_two_articles_of_a_page_share_no_argument(name: str, other: str) -> None:
    page, day = pages()[name]
    title, _, text = pages()[other][0].removeprefix(BREADCRUMBS).partition("\n")
    teaser = f"\n相关文章\n\n{title}\n\n{text.partition(chr(10))[0][:80]}...\n"
    article = read(page + teaser, day)
    assert any(section.kind == "teaser" for section in article.sections)
    for event in article.events:
        below = event.trigger.start >= len(page)
        assert {mention.start >= len(page) for _, mention in event.arguments()} == {below}
    assert records(article, 0, len(page)) == told(name)


@pytest.mark.parametrize(("name", "old", "new"), [("signing", "泽远", "澜岫"), ("award", "泽远", "澜岫")])
def test_another_name_of_a_company_is_another_name_in_the_records_only(name: str, old: str, new: str) -> None:
    page, day = pages()[name]
    renamed = read(page.replace(old, new), day)
    assert records(renamed, 0, len(page)) == told(name)
    before = [entity.text.replace(old, new) for entity in read(page, day).entities]
    assert [entity.text for entity in renamed.entities] == before
    assert any(new in text for text in before)
