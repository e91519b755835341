"""Counts as drawings: Vega-Lite specifications, and the SVG that vl-convert makes of them.

vl-convert is the Vega project's own renderer in one package without dependencies. What it gives is plain SVG whose
looks are attributes: it needs no script, no network and no inline style in the page, so that the policy of the page can
forbid them, and the style of the page has the last word on colours, for light and dark. Vega escapes the words.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any, Final

from markupsafe import Markup

from parkie.errors import OutputError
from parkie.report.dataset import read_data

__all__ = ["OPACITIES", "Row", "bars", "columns", "tiles"]

Row = dict[str, Any]

_WIDTH: Final = 520  # units of the drawing, of which a telephone shows the whole in its width
_BAR: Final = 21
_LABELS: Final = 9  # below upright bars
_TILE: Final = 52
_FULL: Final = "#3b87c4"
_WIDE_CHARACTER, _CHARACTER = (
    12.5,
    7.0,
)  # widths at the size of the labels; a renderer may lack the font to measure
# Told as fact: filled; as plan: pale with an outline; as denial: outline only. So that no hue is needed.
OPACITIES: Final = {"actual": 1.0, "signed": 1.0, "planned": 0.3, "negated": 0.0}


def bars(rows: Sequence[Row], name: str, value: str, split: str | None = None) -> Markup:
    """Horizontal bars, longest first as the rows come, one for each ``name``; ``split`` stacks them."""
    names = list(dict.fromkeys(str(row[name]) for row in rows))
    axis = {"title": None, "minExtent": _extent(names), "maxExtent": _extent(names)}
    spec = {
        "height": _BAR * len(names),
        "width": _WIDTH - _extent(names),
        "encoding": {
            "y": {"field": name, "type": "nominal", "sort": names, "axis": axis, "scale": {"padding": 0.25}},
            "x": {"field": value, "type": "quantitative", "aggregate": "sum", "axis": {"title": None}},
        },
    }
    return _drawn(rows, spec, split)


def columns(
    rows: Sequence[Row],
    name: str,
    value: str,
    split: str | None = None,
    *,
    axis: Sequence[str] = (),
    apart: bool = False,
) -> Markup:
    """Upright bars, one for each ``name`` in the order of ``axis``, or of the rows.

    ``split`` stacks them, or with ``apart`` stands them side by side.
    """
    names = list(axis) or list(dict.fromkeys(str(row[name]) for row in rows))
    every = max(1, -(-len(names) // _LABELS))
    told = {"title": None, "labelAngle": 0, "values": names[::every]}
    spec: dict[str, Any] = {
        "width": _WIDTH - 40,
        "height": 190,
        "encoding": {
            "x": {"field": name, "type": "ordinal", "axis": told, "scale": {"domain": names, "padding": 0.2}},
            "y": {"field": value, "type": "quantitative", "aggregate": "sum", "axis": {"title": None}},
        },
    }
    if apart and split:
        kinds = [kind for kind in OPACITIES if any(row[split] == kind for row in rows)]
        spec["encoding"]["xOffset"] = {"field": split, "type": "nominal", "scale": {"domain": kinds}}
    return _drawn(rows, spec, split)


def tiles(rows: Sequence[Row]) -> Markup:
    """A tile for each province, roughly where it lies: rows of ``name``, ``column``, ``row`` and ``events``."""
    placed = {
        "x": {"field": "column", "type": "ordinal", "axis": None},
        "y": {"field": "row", "type": "ordinal", "axis": None},
    }
    scale = {"type": "sqrt", "range": [0.06, 0.95], "domainMin": 0}
    shade = {"field": "events", "type": "quantitative", "scale": scale, "legend": None}
    square = {"mark": {"type": "rect", "fill": _FULL, "cornerRadius": 4, "stroke": _FULL}}
    word = {"type": "text", "fontSize": 13, "dy": -8}
    number = {"type": "text", "fontSize": 12, "dy": 10}
    layers = [
        square | {"encoding": {"fillOpacity": shade}},
        {"mark": word, "encoding": {"text": {"field": "name"}}},
        {"mark": number, "encoding": {"text": {"field": "events", "type": "quantitative", "format": ",d"}}},
    ]
    steps = {"width": {"step": _TILE}, "height": {"step": _TILE}}
    config = {"scale": {"bandPaddingInner": 0.08}}
    return _render(
        {"data": {"values": list(rows)}, "layer": layers, "encoding": placed, "config": config} | steps
    )


def _drawn(rows: Sequence[Row], spec: dict[str, Any], split: str | None) -> Markup:
    """The bars of the specification, in one look, or in one for each value of ``split``; nothing without rows."""
    if not rows:
        return Markup("")
    mark: dict[str, Any] = {"type": "bar", "fill": _FULL}
    if split is None:  # round ends of a stack would be clipped, with ids that differ from run to run
        mark["cornerRadiusEnd"] = 2
    if split is not None:
        kinds = list(OPACITIES)
        rows = [row | {"shade": OPACITIES[row[split]], "place": kinds.index(row[split])} for row in rows]
        mark |= {"stroke": _FULL, "strokeWidth": 1}
        spec["encoding"]["fillOpacity"] = {
            "field": "shade",
            "type": "quantitative",
            "scale": None,
            "legend": None,
        }
        spec["encoding"]["order"] = {"field": "place", "type": "quantitative"}
        spec["encoding"]["detail"] = {"field": split, "type": "nominal"}
    return _render({"data": {"values": list(rows)}, "mark": mark} | spec)


def _extent(names: Sequence[str]) -> int:
    """The room that the longest of the names takes."""
    widths = (sum(_WIDE_CHARACTER if ord(each) > 0x2E7F else _CHARACTER for each in name) for name in names)
    return round(max(widths, default=0)) + 8


def _render(spec: dict[str, Any]) -> Markup:
    try:
        import vl_convert
    except ImportError as error:
        msg = f"expected vl-convert, which draws for a report, found none ({error}); pip install 'parkie[report]'"
        raise OutputError(msg) from error
    # No address is allowed, although the data are all in the specification.
    return Markup(vl_convert.vegalite_to_svg(spec, config=_theme(), allowed_base_urls=[]))


@cache
def _theme() -> dict[str, Any]:
    return dict(json.loads(read_data("theme.json")))
