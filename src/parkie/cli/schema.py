"""``parkie schema``: the JSON Schema of ``Article``."""

from __future__ import annotations

import json

from parkie.cli.output import write_stdout

__all__ = ["schema"]


def schema() -> None:
    """Print the JSON Schema of the record that `parkie extract` prints."""
    from parkie.records.article import Article

    write_stdout(json.dumps(Article.model_json_schema(), ensure_ascii=False, indent=2))
