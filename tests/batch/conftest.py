"""Pages in every format, and among them pages that fail in every way."""

from __future__ import annotations

from pathlib import Path

import pytest


def page_of(number: int) -> str:
    """An invented page, another for each number."""
    return f"云栖谷产业园{number % 12 + 1}月3日开园,总投资{number + 1}亿元,占地{number + 7}亩。\n\n" * (1 + number % 3)


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of 400 pages in every format, and among them pages that fail in every way."""
    import gzip
    import json

    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = tmp_path_factory.mktemp("corpus")
    (folder / "deep" / "er").mkdir(parents=True)
    for number in range(40):
        (folder / "deep" / "er" / f"{number:03}.txt").write_text(page_of(number), "utf-8")
    (folder / "a.HTML").write_bytes(f"<html><body><p>{page_of(1)}</p></body></html>".encode("gb18030"))
    (folder / "empty.txt").write_bytes(b"")
    (folder / "binary.txt").write_bytes(bytes(range(256)) * 20)
    (folder / "large.txt").write_text("园" * 20_000, "utf-8")
    (folder / "link.txt").symlink_to(folder / "nowhere.txt")
    (folder / "notes.md").write_text("no page", "utf-8")
    rows = [{"id": f"j{number}", "text": page_of(number), "published": "2024-09-21"} for number in range(120)]
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    lines[7] = '{"id": "j7", "text": 7}'
    lines[8] = '{"id": "j8", "content": "云栖谷"}'
    lines[9] = "{broken"
    lines[10] = json.dumps({"id": "j10", "text": "云栖谷\ud800开园"})
    lines[11] = json.dumps({"id": "j11", "text": page_of(3), "published": "昨天"})
    lines[12] = json.dumps({"id": "j12\u2028", "text": f"{page_of(3)}\u2028\u0085\x1b[31m"}, ensure_ascii=False)
    (folder / "rows.jsonl").write_text("\ufeff" + "\n".join(lines) + "\n\n", "utf-8")
    packed = gzip.compress("\n".join(json.dumps(row) for row in rows[:120]).encode())
    (folder / "packed.jsonl.gz").write_bytes(packed)
    (folder / "torn.jsonl.gz").write_bytes(packed[:-200])
    table = pa.table({"id": list(range(120)), "text": [page_of(number) for number in range(120)]})
    pq.write_table(table, folder / "rows.parquet", row_group_size=50)
    return folder
