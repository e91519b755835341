"""What inputs are made of: the labelled articles, invented snippets, and every word of the packaged tables."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from parkie.formats.marked import read_marked
from parkie.lexicon import store

__all__ = ["articles", "fragments", "marked_sources", "markup", "pages", "words"]

ROOT = Path(__file__).parents[2]
ARTICLES = ROOT / "corpus" / "articles"
PAGES = ROOT / "tests" / "cases" / "pages"
TABLES = sorted(path.name for path in (ROOT / "src/parkie/lexicon/data").glob("*.toml") if path.name != "SOURCES.toml")
FRAMES = sorted((ROOT / "src/parkie/lexicon/data/frames").glob("*.toml"))
_LONGEST_WORD = 12

NOISE = (
    "\n", "\n\n  ", "\u3000\u3000", "\u200b", "\ufeff", "\xa0", "\t", "\r\n", "\r", "\u2028", "\x85", "\x0b", "\x1b[31m",
    "\u202e", "\u0301", "😀", "𠮷", "\ufffd", "“", "”", "「", "《", "》", "（", ")", "…", "...", "·", "—", "-", "~", "～", "至",
    "到", "、", "，", ",", "。", ";", ":", "/", "%", "％", "‰", "+", "^", "²", "㎡", "①", "⑩", "½", "Ⅲ", "０", "１２３", "0",
    "00", "9" * 12, "1e9", ".", "3.", ".5", "1,000", "1,00", "〇", "零", "一", "十", "廿", "百", "千", "万", "亿", "兆", "半",
    "多", "余", "几", "数", "第", "年", "月", "日", "号", "季度", "旬", "周", "时", "点", "元", "亩", "家", "个", "倍", "成", "翻一番",
    "三分之一", "同比", "增长", "下降", "该园区", "有限公司", "13800000000", "微信：abc123", "a@b.cn", "http://www.example.com/a",
)  # fmt: skip
SNIPPETS = (
    "9月20日，海盐县举行2024青澜湾产业发展大会。",
    "青澜湾智能装备产业园二期正式开工，总投资超６５亿元，",
    "泽远精密、蓝芯传感等6家企业与海盐县人民政府签署合作协议。",
    "今年上半年，园区实现总营业收入约121.5亿元，同比增长9.3%，税收同比下降2%。",
    "标准厂房出租，面积800-5000平方米，租金1.2元/平方米/天，",
    "“十四五”期间，全县计划引进项目三四百个，总投资5-10亿元，其中超千亿级产业集群2个。",
    "2005年3月至2006年底，去年同期、前年、本月初、上周三、明年“五一”前、21世纪初、2024/9/20、2024.09.20 18:23",
    "来源：海盐发布（责任编辑：小禾）\n",
    "首页 > 新闻中心 > 园区动态\n",
    "发布时间：2024-09-21 10:20　来源：海盐日报　浏览次数：128\n",
    "联系人：小禾 电话：13800000000 微信：13800000000\n",
    "相关文章\n\n松岭光电产业园揭牌成立\n\n5月26日，松岭光电产业园在桐乡市揭牌成立，首批12家企业签约入驻...\n",
    "上一篇：青澜湾产业园三期封顶\n下一篇：没有了\n",
    "版权所有 © 2024 青澜湾产业园管委会 浙ICP备00000000号\n",
    "扫一扫在手机打开当前页【打印】【关闭】【返回顶部】\n",
    "该园区获评省级特色产业园区。",
    "项目编号\t项目名称\t总投资（万元）\n1\t青澜湾厂房项目\t12,000.50\n",
)
TAGS = (
    "<p>", "</p>", "<br>", "<br/>", "<div class='content'>", "</div>", "<h1>", "</h1>", "<td>", "<table><tr>", "</table>",
    "<li>", "<ul class=\"related\">", "</ul>", "<a href='x'>", "</a>", "<span hidden>", "</span>", "<script>", "</script>",
    "<style>", "</style>", "<title>", "</title>", "<meta name=\"pubdate\" content=\"2024-09-21\">", "<link rel=canonical href=x>",
    "<!--", "-->", "<![CDATA[", "]]>", "&nbsp;", "&#12288;", "&lt;", "&#x1F600;", "&#0;", "&", "<", ">", "</", "<b><i>", "<svg>",
    "<math>", "<select>", "<textarea>", "<template>", "<form>", "<frameset>", "<body>", "</body>", "<html>", "<!doctype html>",
    "<footer>", "</footer>", "<nav>", "<p style='display:none'>", "<div id=\"" + "x" * 30, "<plaintext>", "<meta charset=gb2312>",
)  # fmt: skip


@cache
def pages() -> tuple[str, ...]:
    """The texts of the labelled articles, and pages of the page reader's tests."""
    texts = [read_marked(source, "").text for source in marked_sources()]
    return (*texts, *(path.read_text("utf-8") for path in sorted(PAGES.glob("*.page"))))


@cache
def articles() -> tuple[str, ...]:
    """Stretches of the articles, a few sentences long: what one component can be asked to read many times."""
    out = []
    for text in pages():
        out += [text[at : at + 160] for at in range(0, len(text), 160)]
    return tuple(piece for piece in out if piece.strip())


@cache
def marked_sources() -> tuple[str, ...]:
    """Labelled articles as their files have them."""
    return tuple(path.read_text("utf-8") for path in sorted(ARTICLES.glob("*.txt")))


@cache
def markup() -> tuple[str, ...]:
    """HTML: that of the page reader's tests, and articles in a plain frame."""
    real = [path.read_text("utf-8") for path in sorted(PAGES.glob("*.html"))]
    return (*real, *(framed(text[:600]) for text in pages()[::4]))


def framed(text: str) -> str:
    """The text as a page of HTML, a paragraph a line."""
    lines = "".join(f"<p>{line}</p>\n" for line in text.splitlines())
    return f"<html><head><title>园区动态</title></head><body><div class='content'>{lines}</div></body></html>"


@cache
def words() -> tuple[str, ...]:
    """Every short word of the packaged tables: units, bounds, cues, triggers, roles."""
    names = [*TABLES, *(f"frames/{path.name}" for path in FRAMES)]
    found = {word for name in names for word in _strings(store.read_toml(name)) if 0 < len(word) <= _LONGEST_WORD}
    return tuple(sorted(found))


@cache
def fragments() -> tuple[str, ...]:
    """What is put into an input: noise and snippets as often as the many words."""
    share = len(words())
    return (*words(), *(NOISE * (share // len(NOISE) + 1)), *(SNIPPETS * (share // (3 * len(SNIPPETS)) + 1)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in (*value.keys(), *value.values()):
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
