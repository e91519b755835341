"""Whether two names mean the same body: 深圳瑞鲸机器人股份有限公司, 瑞鲸机器人, 瑞鲸; 鸠江经济开发区, 鸠江经开区."""

from __future__ import annotations

import re
from functools import lru_cache

from parkie.matchers.gazetteer import Gazetteer
from parkie.matchers.names.shortening import contracts, unformed, unplaced
from parkie.text.fold import fold

__all__ = ["core_of", "keys_of", "same_body"]

_SHORTEST = 2
_TITLE = 5  # characters of a title that can do without the rest
_PART = 0.3  # a name inside one more than twice as long is rather a part of it: 服贸会, 服贸会新闻发布活动
_BRANCHES = ("分行", "支行", "分公司", "分部", "分院")
_MARKS = str.maketrans("", "", " “”‘’\"'《》()·-—、,")
_PLACED = frozenset({"COMPANY", "PARK", "INSTITUTION", "REGION", "PROJECT"})


@lru_cache(maxsize=65_536)
def core_of(name: str, label: str) -> str:
    """What is left of a name without its places, its legal form, brackets and marks; all of it where nothing would be.

    >>> core_of("深圳瑞鲸(中国)机器人股份有限公司", "COMPANY"), core_of("苏州工业园区", "PARK")
    ('瑞鲸机器人', '苏州工业园区')
    """
    plain = fold(name)
    if label == "COMPANY":
        plain = unformed(plain) or plain.removesuffix("集团")
    core = (unplaced(plain) if label in _PLACED else "") or plain  # 海州农商银行 stays as it is
    core = core.translate(_MARKS)
    return core if len(core) >= _SHORTEST else plain.translate(_MARKS)


def keys_of(name: str, label: str) -> set[str]:
    """What a name is looked up by: two names that mean the same body share one of their keys."""
    core, whole = core_of(name, label), fold(name).translate(_MARKS)
    return {core[:2], whole[:2], core[-4:]} if label in _PLACED or label == "MEETING" else {core[:2], whole[:2]}


@lru_cache(maxsize=65_536)
def same_body(name: str, other: str, label: str) -> float:
    """How sure it is that two names of one label mean the same: 1 for the same core, 0 where they do not fit.

    >>> same_body("瑞鲸", "深圳瑞鲸机器人股份有限公司", "COMPANY"), same_body("瑞鲸机器人", "瑞鲸重工", "COMPANY")
    (0.5, 0.0)
    """
    one, two = core_of(name, label), core_of(other, label)
    if one == two:
        return 1.0
    short, long = sorted((one, two), key=len)
    if label in ("PERSON", "POSITION") or _numbered_apart(one, two) or _known_apart(name, other, label):
        return 0.0
    if label == "MEETING":
        return _same_meeting(short, long)
    if label == "COMPANY":
        if not long.startswith(short) or long.endswith(_BRANCHES):
            return 0.0
        return 0.5 if len(short) == _SHORTEST else 0.8  # two characters may begin another's brand: 京东, 京东方
    if label == "DISTRICT":
        return 0.8 if len(short) >= _SHORTEST and (long.startswith(short) or long.endswith(short)) else 0.0
    if len(short) >= 4 and short in long:
        return 0.9 if 2 * len(short) > len(long) else _PART
    return 0.8 if len(short) >= 3 and contracts(short, long) else 0.0


_PHASE_RE = re.compile(r"[一二三四五六七八九十\d]{1,2}期")
_EDITION_RE = re.compile(r"第[一二三四五六七八九十百\d]{1,4}届|\d{4}")
_FIRST = ({"一期"}, {"1期"})


def _numbered_apart(one: str, other: str) -> bool:
    """Whether the names are of two phases or two editions; the first phase may go without its number."""
    here, there = (set(_PHASE_RE.findall(text)) for text in (one, other))
    if here != there and not (here in _FIRST and not there) and not (there in _FIRST and not here):
        return True
    here, there = (set(_EDITION_RE.findall(text)) for text in (one, other))
    return bool(here and there and not here & there)


def _same_meeting(short: str, long: str) -> float:
    """Of two meetings one may be told with more of its title; what follows the title of a meeting is a part of it."""
    if long.endswith(short) and len(short) >= _TITLE:
        return 0.9
    if long.startswith(short):
        return 0.8 if long.startswith((f"{short}暨", f"{short}活动")) else 0.0
    return 0.8 if len(short) >= _TITLE and contracts(short, long) else 0.0


def _known_apart(name: str, other: str, label: str) -> bool:
    """Whether the gazetteer has both names, and they are of two bodies: 上海大学, 上海海洋大学."""
    here, there = (_canonical(fold(one), label) for one in (name, other))
    return bool(here and there and here not in there and there not in here)


def _canonical(text: str, label: str) -> str | None:
    match = next(iter(Gazetteer.packaged().find(text)), None)
    if match is None or match.label != label or (match.start, match.end) != (0, len(text)):
        return None
    return match.name or text
