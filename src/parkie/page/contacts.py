"""Telephone numbers, WeChat and QQ names and mail addresses, wherever they stand in a text.

They belong to people, not to records: whatever the sections of a page say, a stretch found here is kept out.
"""

from __future__ import annotations

import re

from parkie.page.page import Stretch

__all__ = ["find_contacts"]

# Every repetition is bounded, and a number begins only where no digit stands before it.
_LABELS = "微信|薇信|手机|电话|热线|联系方式|咨询|致电|来电|传真|邮箱|qq|wechat|whatsapp|tel|mobile"
_LABEL = (
    rf"(?:{_LABELS})"
    r"(?:号码|号|同号|或|是|为|请加|请拨打|拨打|咨询|电话|手机|[/():| ]){0,6}"
)
_EXTENSION = r"(?: ?(?:转|-) ?\d{1,5})?"
# 1390000000元 is an amount, 13800000000 a telephone
_NO_UNIT = r"(?![\d.]|,\d{3}| ?[万亿元平%㎡吨辆台件个只年月日家米亩户人千瓦套次])"
_LABELLED_NUMBER_RE = re.compile(
    rf"{_LABEL}\+?[\d(][\d\-() ]{{5,60}}\d{_EXTENSION}{_NO_UNIT}", re.IGNORECASE | re.ASCII
)
# A mobile number behind its label ends after eleven digits, whatever is glued to it: 手机:138000000009月20日
_LABELLED_MOBILE_RE = re.compile(rf"{_LABEL}(?:\+?86[ -]?)?1[3-9]\d{{9}}", re.IGNORECASE | re.ASCII)
_LABELLED_NAME_RE = re.compile(rf"{_LABEL}(?<=[:号])[ ]{{0,2}}[a-z][\w\-]{{4,24}}", re.IGNORECASE | re.ASCII)
_MOBILE_RE = re.compile(rf"(?<![\d.])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{{4}}[ -]?\d{{4}}{_NO_UNIT}", re.ASCII)
_LANDLINE_RE = re.compile(
    rf"(?<![\d.\-])(?:\(0\d{{2,3}}\) ?|0\d{{2,3}}[- ]|[48]00[- ]?)\d{{3,4}}[ -]?\d{{3,4}}{_EXTENSION}{_NO_UNIT}",
    re.ASCII,
)
_MAIL_RE = re.compile(
    r"(?:(?:邮箱|email|e-mail|mail)[: ]{0,3})?(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}",
    re.ASCII | re.IGNORECASE,
)
_LABELLED = (_LABELLED_NUMBER_RE, _LABELLED_MOBILE_RE, _LABELLED_NAME_RE)
_LABELS_RE = re.compile(_LABELS, re.IGNORECASE | re.ASCII)


def find_contacts(folded: str) -> list[Stretch]:
    """The stretches of ``folded`` that tell how to reach someone, in text order, none overlapping.

    >>> text = "请致电王经理13800000000或加微信:nanyuan_01,邮箱 a@b.cn。"
    >>> [text[start:end] for start, end in find_contacts(text)]
    ['13800000000', '微信:nanyuan_01', '邮箱 a@b.cn']
    """
    found = sorted(match.span() for pattern in _patterns_for(folded) for match in pattern.finditer(folded))
    out: list[Stretch] = []
    for start, end in found:
        if out and start < out[-1].end:
            out[-1] = Stretch(out[-1].start, max(end, out[-1].end))
        else:
            out.append(Stretch(start, end))
    return out


def _patterns_for(folded: str) -> tuple[re.Pattern[str], ...]:
    """The patterns that can match: most texts have neither a label nor an address, which is quickly seen."""
    labelled = _LABELLED if _LABELS_RE.search(folded) else ()
    return (*labelled, _MOBILE_RE, _LANDLINE_RE, *((_MAIL_RE,) if "@" in folded else ()))
