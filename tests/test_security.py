"""What parkie never does while it runs, as the interpreter itself reports it: the claims of docs/security.md."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
HOSTILE = (
    "<html><head><link rel=canonical href='http://localhost:9/a'><script src='http://localhost:9/b.js'></script>"
    "<meta http-equiv=refresh content='0;url=http://localhost:9/'></head><body><h1>云栖谷产业园开园</h1>"
    "<iframe src='file:///etc/passwd'></iframe><img src='http://localhost:9/c.png'>"
    "<p>9月20日,云栖谷产业园开园,总投资20亿元。__import__('os').system('true')</p>"
    "<!--#exec cmd='true'--><p>{{7*7}} ${jndi:ldap://localhost:9/x} ../../etc/passwd</p></body></html>"
)

# Imports are done before the hook is set: what is watched is what pages can bring about.
WATCH = """
import json, os, sys
import parkie, parkie.cli.app, parkie.cli.extract, parkie.cli.annotate, parkie.batch.run, parkie.training.run
told = []
parkie.extract("云栖谷开园。")
parkie.load()
WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND

def hook(event, arguments):
    kind = event.partition(".")[0]
    if kind in ("socket", "subprocess", "pickle", "ctypes", "urllib", "ftplib", "http", "smtplib", "webbrowser"):
        told.append([event, repr(arguments)[:80]])
    elif event in ("os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.forkpty", "os.startfile"):
        told.append([event, repr(arguments)[:80]])
    elif event in ("os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.symlink", "os.link", "os.truncate"):
        told.append(["change", str(arguments[0])])
    elif event == "open" and isinstance(arguments[0], (str, bytes)):
        mode, flags = arguments[1] or "", arguments[2] or 0
        if set(str(mode)) & set("wax+") or flags & WRITES:
            told.append(["write", os.fsdecode(arguments[0])])
    elif event in ("exec", "compile") and DYNAMIC(arguments):
        told.append([event, repr(arguments)[:80]])

def DYNAMIC(arguments):
    text = repr(arguments)
    return "localhost" in text or "云栖谷" in text

sys.addaudithook(hook)
page = <<PAGE>>
try:
    <<RUN>>
finally:
    print(json.dumps(told))
"""


def events_of(run: str, folder: Path) -> list[list[str]]:
    """What the hook saw while ``run`` worked in the folder."""
    code = WATCH.replace("<<PAGE>>", ascii(HOSTILE)).replace("<<RUN>>", run)
    done = subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    told: list[list[str]] = json.loads(done.stdout.splitlines()[-1])
    return told


RUNS = {
    "extract": "assert parkie.extract(page).events",
    "a pipeline of one's own": "assert parkie.extract(page, nlp=parkie.load('model')).dates",
    "annotate": "assert len(list(parkie.annotate([page] * 3))) == 3",
    "tables": "from parkie.writers.table import render_table; render_table(parkie.extract(page), width=90, color=True)",
    "labelled articles": "assert parkie.evaluate(None, 'labelled').exact is not None",
}


@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_nothing_is_fetched_started_unpickled_executed_or_written(run: str, tmp_path: Path, model: str) -> None:
    (tmp_path / "model").symlink_to(model)
    (tmp_path / "labelled").mkdir()
    article = ROOT / "corpus" / "articles" / "001.txt"
    (tmp_path / "labelled" / "a.txt").write_bytes(article.read_bytes())
    assert events_of(run, tmp_path) == []


def inside(told: list[list[str]], folder: Path, output: str) -> bool:
    """Whether there are changes, all of them in the output."""
    paths = [(folder / path).resolve() for kind, path in told if kind in ("write", "change")]
    return bool(paths) and all((folder / output).resolve() in (path, *path.parents) for path in paths)


def test_training_writes_its_output_and_nothing_else(tmp_path: Path) -> None:
    for name, number in (("learn", "001"), ("dev", "002")):
        (tmp_path / name).mkdir()
        article = ROOT / "corpus" / "articles" / f"{number}.txt"
        (tmp_path / name / "a.txt").write_bytes(article.read_bytes())
    run = (
        "from parkie.training.fit import Plan; parkie.train('learn', 'dev', 'model', plan=Plan(epochs=1)); "
        "parkie.extract(page, nlp=parkie.load('model'))"
    )
    told = events_of(run, tmp_path)
    assert {kind for kind, _ in told} <= {"write", "change"}
    assert inside(told, tmp_path, "model")


def test_the_watch_sees_what_it_must(tmp_path: Path) -> None:
    run = "import socket; socket.socket().close(); open('x', 'w').close(); os.mkdir('d')"
    told: Any = {kind for kind, _ in events_of(run, tmp_path)}
    assert {"socket.__new__", "write", "change"} <= told
    run = "import subprocess; subprocess.run(['true']); exec(compile('1 # 云栖谷', 'localhost', 'exec'))"
    assert {"subprocess.Popen", "compile"} <= {kind for kind, _ in events_of(run, tmp_path)}
