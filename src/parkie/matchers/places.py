"""Which division a name means where several have it: 鼓楼区 of Nanjing or of Fuzhou, 朝阳 the city or the district.

Three kinds of evidence decide, the nearer first: the parent written right before (福州市鼓楼区), the parent named
elsewhere in the text, and hints of the caller (the divisions that the page is about). What they leave open stays
open.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from parkie.matchers.gazetteer import Form, Gazetteer, dominant
from parkie.matchers.reading import NameMatch
from parkie.matchers.spans import lies_in

__all__ = ["ancestors", "is_within", "resolve_divisions"]

_JOINTS = frozenset({"", "·"})
"""What may stand between a division and its parent: 福州·鼓楼区."""


def ancestors(adcode: str) -> tuple[str, ...]:
    """The codes of the divisions that contain ``adcode``, the nearest first.

    >>> ancestors("310117102"), ancestors("320500"), ancestors("310000")
    (('310117', '310100', '310000'), ('320000',), ())
    """
    code = adcode[:6]
    upper = (code, code[:4] + "00", code[:2] + "0000")
    return tuple(dict.fromkeys(c for c in upper if len(c) == 6 and c != adcode))


def is_within(adcode: str, whole: str) -> bool:
    """True where the division ``adcode`` is ``whole`` or lies in it."""
    return adcode == whole or whole in ancestors(adcode)


def resolve_divisions(
    folded: str,
    matches: Sequence[NameMatch],
    hint_adcodes: Iterable[str] = (),
    gazetteer: Gazetteer | None = None,
    aside: Sequence[tuple[int, int]] = (),
) -> list[NameMatch]:
    """``matches`` with ``adcode`` and ``name`` of every division that the text decides.

    Only matches with the source ``divisions`` change. A chain is read from its last part: in 福建省福州市鼓楼区
    each part gets its own code. ``hint_adcodes`` are divisions that the page is known to be about. What is named in the
    stretches ``aside``, in text order (other articles of the page), is evidence there alone.

    >>> text = "福建省福州市鼓楼区举行推介会"
    >>> [m.adcode for m in resolve_divisions(text, Gazetteer.packaged().find(text)) if m.label == "DISTRICT"]
    ['350000', '350100', '350102']
    """
    known = gazetteer or Gazetteer.packaged()
    readings = [_divisions(known, folded, match) for match in matches]
    beside = [lies_in(aside, match.start) for match in matches]
    sure = [forms[0].adcode if len({form.adcode for form in forms}) == 1 else None for forms in readings]
    hints = tuple(hint_adcodes)
    main = _evidence((code for code, away in zip(sure, beside, strict=True) if code and not away), hints)
    whole = _evidence(filter(None, sure), hints) if any(beside) else main
    out: list[NameMatch] = []
    end, code = -1, ""  # of the division before this one
    for match, forms, away in zip(matches, readings, beside, strict=True):
        if forms:
            parent = code if 0 <= end <= match.start <= end + 1 and folded[end : match.start] in _JOINTS else ""
            chosen = _choose(forms, parent, whole if away else main)
            match = replace(match, name=chosen.name, adcode=chosen.adcode or None) if chosen else match
            end, code = match.end, match.adcode or ""
        out.append(match)
    return out


class _Evidence(NamedTuple):
    """How often the text names each division without doubt: alone, and with the mentions of its parts."""

    named: Counter[str]
    votes: Counter[str]


def _evidence(codes: Iterable[str], hints: Sequence[str]) -> _Evidence:
    named = Counter(codes)
    named.update({code: 1 + named.total() for code in hints})
    return _Evidence(named, _with_wholes(named))


def _divisions(gazetteer: Gazetteer, folded: str, match: NameMatch) -> tuple[Form, ...]:
    if match.source != "divisions":
        return ()
    forms = gazetteer.forms(folded[match.start : match.end])
    return tuple(form for form in forms if form.source == "divisions")


def _with_wholes(named: Counter[str]) -> Counter[str]:
    votes = Counter(named)
    for code, number in named.items():
        for whole in ancestors(code):
            votes[whole] += number
    return votes


def _choose(forms: tuple[Form, ...], parent: str, evidence: _Evidence) -> Form | None:
    """The reading that the parent right before decides, else the one that the rest of the text supports most."""
    if parent:
        inside = [form for form in forms if form.adcode != parent and is_within(form.adcode, parent)]
        if inside:
            return dominant(inside)
    again = [form for form in forms if evidence.named[form.adcode] and form.adcode]
    if again:
        return dominant(again)
    default = dominant(forms)
    if default and default.level in {"province", "country", "foreign"}:
        return default
    scores = [_support(form, evidence.votes) for form in forms]
    if not any(scores):
        return default
    return dominant([form for form, score in zip(forms, scores, strict=True) if score == max(scores)])


def _support(form: Form, votes: Counter[str]) -> int:
    """How much the text speaks for a reading: a mention of the county counts for more than one of the province."""
    return sum(votes[whole] * 9**depth for depth, whole in enumerate(reversed(ancestors(form.adcode))))
