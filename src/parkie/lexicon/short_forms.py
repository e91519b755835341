"""Rules that give the short form of an official name: 上海市 -> 上海, 延边朝鲜族自治州 -> 延边, X经济技术开发区 -> X经开区."""

from __future__ import annotations

import re

__all__ = ["division_short", "park_aliases"]

# The nationalities that stand in the names of autonomous divisions and townships, without 族.
_PEOPLES = (
    "维吾尔 哈萨克 柯尔克孜 塔吉克 塔塔尔 乌孜别克 俄罗斯 锡伯 蒙古 回 藏 壮 满 苗 彝 布依 朝鲜 侗 瑶 白 土家 哈尼 傣 黎 傈僳 佤 畲 "
    "高山 拉祜 水 东乡 纳西 景颇 土 达斡尔 仫佬 羌 布朗 撒拉 毛南 仡佬 阿昌 普米 怒 德昂 保安 裕固 京 独龙 鄂伦春 鄂温克 赫哲 "
    "门巴 珞巴 基诺"
).split()
_PEOPLE_RE = re.compile(
    f"(?:(?:{'|'.join(sorted(_PEOPLES, key=lambda p: (-len(p), p)))})族|蒙古|哈萨克|柯尔克孜|塔吉克|维吾尔|锡伯|各族)+(?:自治)?$"
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
    ("经济技术开发区", ("经开区", "国家级经济技术开发区", "国家经济技术开发区")),
    ("高新技术产业开发区", ("高新区", "国家高新技术产业开发区", "国家高新区", "高新技术开发区", "国家级高新区")),
    ("国家高新技术产业开发区", ("高新区", "高新技术产业开发区", "国家高新区")),
    ("高新技术产业园区", ("高新区", "高新园区")),
    ("综合保税区", ("综保区",)),
    ("出口加工区", ()),
    ("经济开发区", ("经开区",)),
    ("高新技术产业开发园区", ("高新区",)),
)


def park_aliases(name: str) -> tuple[str, ...]:
    """The short forms that the official word of a park's name allows.

    >>> park_aliases("松江经济技术开发区")
    ('松江经开区', '松江国家级经济技术开发区', '松江国家经济技术开发区')
    """
    for word, shorts in _PARK_WORDS:
        if name.endswith(word) and len(name) >= len(word) + 2:
            stem = name.removesuffix(word)
            return tuple(stem + short for short in shorts)
    return ()
