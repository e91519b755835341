"""Pages as rows, some of them such that they fail, and what the local runner makes of them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from parkie.batch.run import Options, run
from parkie.engines.arrow import Settings
from parkie.writers.tables import TABLES

COLUMNS = pa.schema([("id", pa.string()), ("text", pa.string()), ("published", pa.string()), ("html", pa.bool_())])
TIMEOUT = 4.0
GUIDE = Path(__file__).parents[2] / "docs" / "scale.md"


def page_of(number: int) -> str:
    return f"云栖谷产业园{number % 12 + 1}月3日开园,总投资{number + 1}亿元,占地{number + 7}亩。\n\n" * (1 + number % 3)


@pytest.fixture(scope="session")
def pages() -> list[dict[str, Any]]:
    """Sixty pages: text and HTML, with and without a date; and four that fail, one of them by never ending."""
    rows = [
        {
            "id": f"p{number:02}",
            "text": page_of(number) if number % 4 else f"<html><body><p>{page_of(number)}</p></body></html>",
            "published": "2024-09-21" if number % 3 else None,
            "html": None if number % 8 else True,
        }
        for number in range(60)
    ]
    rows[7]["text"] = ""
    rows[20]["published"] = "昨天"
    rows[33]["text"] = None
    rows[41]["text"] = "云栖谷产业园7月3日开园,总投资20亿元。" * 400_000
    return rows


@pytest.fixture(scope="session")
def settings(model: str) -> Settings:
    """The small pipeline, and a page may take a few seconds."""
    return Settings(model=model, with_text=False, page_timeout=TIMEOUT)


@pytest.fixture(scope="session")
def local(
    pages: list[dict[str, Any]], settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[dict[str, Any]]]:
    """The tables of the local runner, without the places of the pages."""
    folder = tmp_path_factory.mktemp("local")
    source = folder / "pages.jsonl"
    source.write_text("".join(json.dumps(row) + "\n" for row in pages), "utf-8")
    out = folder / "out.parquet"
    run(Options([str(source)], str(out), workers=1, model=settings.model, page_timeout=TIMEOUT))
    return {name: rows_of(pq.read_table(out / name).drop(["page"])) for name in TABLES}


def rows_of(table: pa.Table) -> list[dict[str, Any]]:
    """The rows, in the order of the ids; messages name files, so of those only the end is kept."""
    rows = table.to_pylist()
    for row in rows:
        if row.get("error_message"):
            row["error_message"] = row["error_message"].partition("expected")[2]
    return sorted(rows, key=lambda row: row["id"])


@pytest.fixture
def guided(tmp_path: Path, pages: list[dict[str, Any]]) -> Callable[..., Path]:
    """Runs the one block of the guide that imports ``module``, over ten pages, two of which fail.

    ``here`` is what is smaller here than where the guide is followed, ``{what the block says: what is run}``; the
    block finds ``names``, and the folder that comes back holds what it has written.
    """

    def run_block(module: str, here: Mapping[str, str], **names: Any) -> Path:
        blocks = re.findall(r"```py\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
        [code] = [block for block in blocks if f"from {module} import" in block]
        (tmp_path / "pages").mkdir()
        some = [*pages[:8], pages[20], pages[33]]
        pq.write_table(pa.Table.from_pylist(some, COLUMNS), tmp_path / "pages" / "0.parquet")
        for said, meant in here.items():
            assert said in code, f"the guide no longer says {said!r}"
            code = code.replace(said, meant.format(folder=tmp_path))
        exec(compile(code, str(GUIDE), "exec"), names)
        return tmp_path

    return run_block
