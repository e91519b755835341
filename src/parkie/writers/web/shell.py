"""The frame of every page: its template, its one style and one script, and the policy that allows only these.

Jinja comes with spaCy and escapes everything that is put into a template. The policy in the head of the page names
the style and the script by their hashes and allows nothing else: no network, no inline handler, no form, no frame.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from parkie.writers.escape import escape_controls

__all__ = ["fill"]

_DATA: Final = files("parkie.writers.web") / "data"


def fill(template: str, styles: tuple[str, ...], script: str | None, **values: Any) -> str:
    """The page that the template makes of the values, with the styles and the script (data files) inside.

    A template shows text of a page with the filter ``seen``, which makes control and invisible characters visible.
    """
    style = "".join(_read(name) for name in styles)
    code = _read(script) if script else ""
    # Our own files, so they are not escaped; nothing of an article is in them.
    inlined = {"style": Markup(style), "script": Markup(code)}
    return _environment().get_template(template).render(policy=_policy(style, code), **inlined, **values)


def _policy(style: str, script: str) -> str:
    allowed = ["default-src 'none'", f"style-src {_hash(style)}"]
    if script:
        # Where a browser knows trusted types, even this script cannot make markup of a string.
        allowed += [f"script-src {_hash(script)}", "require-trusted-types-for 'script'", "trusted-types"]
    return "; ".join([*allowed, "base-uri 'none'", "form-action 'none'"])


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@cache
def _read(name: str) -> str:
    return (_DATA / name).read_text("utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("parkie.writers.web", "data"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["seen"] = lambda text: escape_controls(str(text))
    return environment
