"""The view in a real browser: choosing, filtering, the keys, light and dark, a telephone, and hostile texts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from parkie import Article

from .conftest import MISSING, Show

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)

READ_TEXT = """() => {
  const copy = document.getElementById("text").cloneNode(true);
  for (const control of copy.querySelectorAll("[data-point]"))
    control.textContent = String.fromCodePoint(parseInt(control.dataset.point, 16));
  return copy.textContent;
}"""


def card_of(page: Page, article: Article, kind: str) -> tuple[int, Locator]:
    """The place and the card of the first event of the type in the body."""
    number = next(
        n for n, event in enumerate(article.events) if (event.type, event.section) == (kind, "body")
    )
    return number, page.locator(f"#ev{number}")


def lit(page: Page) -> set[str]:
    """The texts of the marks that are lit."""
    return set(page.locator("mark[id].lit").all_text_contents())


def mark(page: Page, text: str) -> Locator:
    return page.locator("mark[id]").filter(has_text=re.compile(f"^{re.escape(text)}$")).first


def point(mark: Locator) -> tuple[float, float]:
    """The middle of the first line of a mark in the window, where a hand would point at it."""
    mark.scroll_into_view_if_needed()
    x, y = mark.evaluate(
        "it => (box => [box.x + box.width / 2, box.y + box.height / 2])(it.getClientRects()[0])"
    )
    return x, y


def visible_cards(page: Page) -> list[str]:
    return [str(card.get_attribute("data-event")) for card in page.locator(".card:visible").all()]


# -- choosing --------------------------------------------------------------------------------------


def test_a_card_lights_its_evidence_and_its_arguments(page: Page, article: Article) -> None:
    number, card = card_of(page, article, "construction")
    event = article.events[number]
    card.locator("summary").click()
    page.locator("#chosen").wait_for()
    assert lit(page) == {event.trigger.text, *(mention.text for _, mention in event.arguments())}
    assert "".join(page.locator(".ev.lit").all_text_contents()) == event.evidence.text
    roles = {role.replace("_", " ") for role, _ in event.arguments()} | {"trigger"}
    assert {str(each.get_attribute("data-role")) for each in page.locator("mark[data-role]").all()} == roles


def test_one_card_is_chosen_at_a_time_and_closing_it_clears(page: Page, article: Article) -> None:
    _, first = card_of(page, article, "meeting")
    number, second = card_of(page, article, "signing")
    first.locator("summary").click()
    second.locator("summary").click()
    page.wait_for_function(
        f"document.querySelectorAll('.card[open]').length === 1 && document.querySelector('#ev{number}[open]')"
    )
    assert article.events[number].trigger.text in lit(page)
    second.locator("summary").click()
    page.locator("#chosen").wait_for(state="hidden")
    assert lit(page) == set()


def test_a_mention_shows_its_events(page: Page, article: Article) -> None:
    page.mouse.click(*point(mark(page, "泽远精密")))
    start = next(entity.start for entity in article.entities if entity.text == "泽远精密")
    expected = [
        str(number)
        for number, event in enumerate(article.events)
        if any(argument.start == start for _, argument in event.arguments())
    ]
    assert expected
    assert visible_cards(page) == expected
    page.locator("#clear").click()
    assert len(visible_cards(page)) == len(article.events)


def test_the_events_of_a_mention_stay_while_they_are_opened(page: Page) -> None:
    page.mouse.click(*point(mark(page, "9月20日")))
    before = visible_cards(page)
    assert len(before) > 1
    for number in before:
        page.locator(f"#ev{number} summary").click()
        page.locator(f"#ev{number}[open]").wait_for()
        assert visible_cards(page) == before


def test_an_argument_leads_to_its_place_also_in_a_folded_section(page: Page, article: Article) -> None:
    page.locator("details.section").evaluate_all("all => all.forEach(each => { each.open = false })")
    number = next(n for n, event in enumerate(article.events) if event.section == "teaser")
    page.locator(f"#ev{number} summary").click()
    button = page.locator(f"#ev{number} button.go").first
    button.click()
    page.wait_for_function("document.activeElement.tagName === 'MARK'")
    focused = page.evaluate("document.activeElement.textContent")
    assert focused == button.text_content()
    assert page.locator("mark:focus").is_visible()


# -- filters and sections --------------------------------------------------------------------------


def test_labels_and_types_are_filtered(page: Page, article: Article) -> None:
    page.locator("input[value=COMPANY]").uncheck()
    assert "hid" in str(mark(page, "泽远精密").get_attribute("class"))
    assert "hid" not in str(mark(page, "海盐县").get_attribute("class"))
    page.locator("input[value=statistic]").uncheck()
    types = {article.events[int(number)].type for number in visible_cards(page)}
    assert types == {event.type for event in article.events} - {"statistic"}
    page.locator("#none").click()
    assert visible_cards(page) == []
    assert page.locator("mark[id]:not(.hid)").count() == 0
    page.locator("#all").click()
    assert len(visible_cards(page)) == len(article.events)


def test_furniture_of_the_page_folds(page: Page) -> None:
    section = page.locator("details.boilerplate").first
    assert section.locator("div").is_hidden()
    section.locator("summary").click()
    assert section.locator("div").is_visible()


# -- keys ------------------------------------------------------------------------------------------


def test_everything_is_reached_with_the_keys(page: Page, article: Article) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "MARK":
            break
    first = page.evaluate("document.activeElement.id")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("document.activeElement.id") != first
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.id") == first
    assert page.locator("mark[id][tabindex='0']").count() == 1
    assert (
        page.locator("#tip")
        .inner_text()
        .startswith(str(page.locator("mark:focus").get_attribute("data-label")))
    )
    page.keyboard.press("Enter")
    assert 0 < len(visible_cards(page)) < len(article.events)
    page.keyboard.press("Escape")
    assert len(visible_cards(page)) == len(article.events)
    assert page.locator("#tip").is_hidden()


def test_a_card_opens_and_closes_with_the_keys(page: Page, article: Article) -> None:
    number, card = card_of(page, article, "meeting")
    card.locator("summary").focus()
    page.keyboard.press("Enter")
    page.locator("#chosen").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    page.locator("#chosen").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.closest('.card').id") == f"ev{number}"


def test_the_tip_tells_the_normal_form_on_hover_and_focus(page: Page) -> None:
    page.mouse.move(*point(mark(page, "约121.5亿元")))
    assert "about 12,150,000,000 CNY" in page.locator("#tip").inner_text()
    mark(page, "2024年8月底").focus()
    assert "2024-08-" in page.locator("#tip").inner_text()
    assert page.locator("mark:focus").get_attribute("aria-describedby") == "tip"


# -- how it looks ----------------------------------------------------------------------------------

CONTRAST = """() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const light = (colour) => {
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3).map((byte) => byte / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const value = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const found = {};
  for (const name of ["--ink", "--quiet", "--accent", "--trigger"])
    for (const ground of ["--paper", "--raised", "--lit"]) {
      const [a, b] = [light(value(name)), light(value(ground))].sort((x, y) => y - x);
      found[`${name} on ${ground}`] = (a + 0.05) / (b + 0.05);
    }
  return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_readable_in_light_and_dark(show: Show, article: Article, scheme: Any) -> None:
    page = show(article.to_html(), color_scheme=scheme)
    contrasts = page.evaluate(CONTRAST)
    assert {pair: ratio for pair, ratio in contrasts.items() if ratio < 4.5 and "--lit" not in pair} == {}
    assert contrasts["--ink on --lit"] > 7
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert (int(ground.partition("(")[2].partition(",")[0]) < 100) == (scheme == "dark")


def test_a_telephone_needs_no_sideways_scrolling(show: Show, article: Article) -> None:
    page = show(
        article.to_html(), width=360, height=740, has_touch=True, is_mobile=True, device_scale_factor=2
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.touchscreen.tap(*point(mark(page, "蓝芯传感")))
    page.locator("#chosen").wait_for()
    page.locator("#to-events").tap()
    page.wait_for_function("document.querySelector('aside').getBoundingClientRect().top < innerHeight")
    assert page.locator(".card[open]").count() == 1, "the only event of a mention opens"
    page.locator("#to-text").tap()
    page.wait_for_function(
        "(box => box.top >= 0 && box.top < innerHeight)(document.querySelector('.lit').getBoundingClientRect())"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_page_is_whole_without_its_script(show: Show, article: Article) -> None:
    page = show(article.to_html(), java_script_enabled=False)
    assert page.locator("mark").count() > 50
    card = page.locator(".card").first
    card.locator("summary").click()
    assert card.locator("dl").is_visible()


# -- what a hostile text can do --------------------------------------------------------------------

ATTACKS = (
    "<script>window.hacked = 1</script>",
    '<img src="https://example.com/x" onerror="window.hacked = 1">',
    '"><svg onload="window.hacked = 1">',
    "' autofocus onfocus='window.hacked = 1",
    "</style><script>window.hacked = 1</script>",
    "</title><body onload=window.hacked=1>",
    "<style>*{background:url(https://example.com/x)}</style>",
    '<iframe srcdoc="<script>top.hacked = 1</script>"></iframe>',
    '<meta http-equiv="refresh" content="0;url=https://example.com/">',
    "{{ ''.__class__ }}{% include 'x' %}",
    "\r\n\x00\u202e园区\u200b\ufeff\x85\ud800",
)


def hostile() -> Article:
    """An article whose every word is an attack."""
    text = "".join(ATTACKS)
    at = 0
    entities, events = [], []
    for number, attack in enumerate(ATTACKS):
        span = {"text": attack, "start": at, "end": at + len(attack)}
        entity = span | {"id": attack, "label": "PARK", "name": attack, "adcode": attack}
        entities.append(entity)
        events.append(
            {"type": "location", "id": attack, "trigger": span, "evidence": span, "realis": "actual",
             "section": "body", "confidence": number / 20, "subject": entity, "address": span}
        )  # fmt: skip
        at += len(attack)
    whole = {"text": text, "start": 0, "end": len(text)}
    return Article.from_dict(
        {"text": text, "title": whole, "outlet": whole, "url": "javascript:window.hacked=1", "entities": entities,
         "events": events}
    )  # fmt: skip


def test_nothing_of_a_hostile_text_runs(show: Show) -> None:
    article = hostile()
    page = show(article.to_html())
    text = page.evaluate(READ_TEXT)
    assert text.encode("utf-16", "surrogatepass") == article.text.encode("utf-16", "surrogatepass")
    for number in range(len(ATTACKS)):
        page.locator(f"#ev{number} summary").click()
        page.locator("#chosen").wait_for()
        page.locator(f"#m{number}").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Escape")
    assert page.evaluate("window.hacked") is None
    assert page.locator("img, svg, iframe").count() == 0


def test_the_text_is_that_of_the_article(page: Page, article: Article) -> None:
    assert page.evaluate(READ_TEXT) == article.text


def test_in_a_notebook_nothing_runs(show: Show) -> None:
    page = show(f"<!DOCTYPE html><meta charset='utf-8'>{hostile()._repr_html_()}")
    frame = page.frame_locator("iframe")
    frame.locator(".card").first.wait_for()
    frame.locator("#ev1 summary").click()
    assert frame.locator("#ev1 dl").is_visible()
    assert frame.locator("script, img, svg").count() == 0
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize(
    "attempt",
    [
        "document.body.insertAdjacentHTML('beforeend', '<b>x</b>')",
        "document.body.setAttribute('onclick', 'window.hacked = 1')",
        "document.body.appendChild(document.createElement('script')).text = 'window.hacked = 1'",
    ],
)
def test_the_policy_keeps_strings_from_becoming_code(
    browser: Any, article: Article, tmp_path: Any, attempt: str
) -> None:
    """Not with the watched page: here the browser has to complain."""
    path = tmp_path / "page.html"
    path.write_text(article.to_html(), "utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    with pytest.raises(Exception, match=r"TrustedHTML|TrustedScript"):
        page.evaluate(attempt)
    page.close()
