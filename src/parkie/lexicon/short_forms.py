"""Rules that give the short form of an official name: 上海市 -> 上海, X经济技术开发区 -> X经开区."""

from __future__ import annotations

import re
from collections.abc import Container

__all__ = ["company_aliases", "division_short", "park_aliases"]

# The nationalities that stand in the names of autonomous divisions and townships, without 族.
_PEOPLES = (
    *("维吾尔", "哈萨克", "柯尔克孜", "塔吉克", "塔塔尔", "乌孜别克", "俄罗斯", "锡伯", "蒙古", "回", "藏", "壮"),
    *("满", "苗", "彝", "布依", "朝鲜", "侗", "瑶", "白", "土家", "哈尼", "傣", "黎", "傈僳", "佤", "畲", "高山"),
    *("拉祜", "水", "东乡", "纳西", "景颇", "土", "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "阿昌"),
    *("普米", "怒", "德昂", "保安", "裕固", "京", "独龙", "鄂伦春", "鄂温克", "赫哲", "门巴", "珞巴", "基诺"),
)
_PEOPLE = "|".join(sorted(_PEOPLES, key=lambda people: (-len(people), people)))
_PEOPLE_RE = re.compile(
    f"(?:(?:{_PEOPLE})族|蒙古|哈萨克|柯尔克孜|塔吉克|维吾尔|锡伯|各族){{1,6}}(?:自治)?$"
)
_FIXED = {
    "内蒙古自治区": "内蒙古",
    "广西壮族自治区": "广西",
    "西藏自治区": "西藏",
    "宁夏回族自治区": "宁夏",
    "新疆维吾尔自治区": "新疆",
    "香港特别行政区": "香港",
    "澳门特别行政区": "澳门",
    "香格里拉市": "香格里拉",
    "鄂温克族自治旗": "",
    "东乡族自治县": "",
}
_GENERIC = {
    "province": ("省", "市"),
    "city": ("自治州", "地区", "市", "盟", "州"),
    "county": ("自治县", "自治旗", "新区", "林区", "市", "区", "县", "旗"),
    "town": ("民族乡", "镇", "乡"),
}


def division_short(name: str, level: str) -> str:
    """The name without its generic word, or "" where less than two characters would remain.

    >>> division_short("松江区", "county"), division_short("延边朝鲜族自治州", "city"), division_short("东区", "county")
    ('松江', '延边', '')
    """
    if name in _FIXED:
        return _FIXED[name]
    for generic in _GENERIC.get(level, ()):
        if name.endswith(generic) and len(name) > len(generic):
            stem = name.removesuffix(generic)
            if "自治" in generic or generic == "民族乡" or stem.endswith("族"):
                stem = _PEOPLE_RE.sub("", stem)
            return stem if len(stem) >= 2 else ""
    return ""


# Official park word -> how people write it. Source: the names that the zones themselves use.
_PARK_WORDS = (
    ("国家高新技术产业开发区", ("高新区", "高新技术产业开发区", "国家高新区")),
    ("高新技术产业开发区", ("高新区", "国家高新区", "高新技术开发区")),
    ("高新技术产业园区", ("高新区", "高新园区")),
    ("高新技术产业园", ("高新园",)),
    ("经济技术开发区", ("经开区", "国家级经开区")),
    ("经济开发区", ("经开区",)),
    ("综合保税区", ("综保区",)),
    ("工业园区", ("工业园",)),
    ("产业园区", ("产业园",)),
)


def park_aliases(name: str, provinces: Container[str], cities: Container[str]) -> tuple[str, ...]:
    """The short forms that the official word of a park's name and the province in front of it allow.

    A province is left out before another place of ``cities`` only, since 河北经济开发区 minus 河北 is no name.

    >>> park_aliases("江苏沛县经济开发区", {"江苏"}, {"沛县"})
    ('江苏沛县经开区', '沛县经济开发区', '沛县经开区')
    """
    forms = [name]
    for size in (2, 3):
        rest = name[size:]
        if name[:size] in provinces and any(rest[:length] in cities for length in (2, 3, 4, 5, 6)):
            forms.append(rest)
    out: list[str] = []
    for form in forms:
        out.append(form)
        for word, shorts in _PARK_WORDS:
            if form.endswith(word) and len(form) >= len(word) + 2:
                out += [form.removesuffix(word) + short for short in shorts]
                break
    return tuple(dict.fromkeys(form for form in out if form != name))


_LISTING_RE = re.compile(r"^(?:S|\*?ST|S\*ST|PT|XD|XR|DR|N)(?=[\u4e00-\u9fff])|[AB]股?$|退$")


def company_aliases(short: str) -> tuple[str, ...]:
    """What a stock exchange's short name gives: without the marks of the listing, at least three characters.

    >>> company_aliases("*ST海马"), company_aliases("东方电气"), company_aliases("万科A")
    ((), ('东方电气',), ())
    """
    plain = _LISTING_RE.sub("", short)
    return (plain,) if len(plain) >= 3 and plain == short else ()
