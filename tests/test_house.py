"""The house stands: sizes, floors, names, and the places where two lists must say the same."""

from __future__ import annotations

import ast
import importlib
import json
import pkgutil
import re
import subprocess
import sys
import tomllib
import typing
from importlib.metadata import entry_points
from pathlib import Path
from types import ModuleType

import pytest

import parkie
from parkie import labels
from parkie.lexicon import store
from parkie.pipes import PIPELINE, state
from parkie.records import events, mentions

ROOT = Path(__file__).parents[1]
SRC = ROOT / "src" / "parkie"
MODULES = sorted(SRC.rglob("*.py"))
DATA_DIRECTORY = SRC / "lexicon" / "data"
DATA = sorted(path.relative_to(DATA_DIRECTORY).as_posix() for path in DATA_DIRECTORY.rglob("*.t*"))
DATA.remove("SOURCES.toml")  # for readers, not for the program
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

MAX_LINES = 400
MAX_FUNCTION_LINES = 50
MAX_PARAMETERS = 6
BANNED_NAMES = {"utils", "helpers", "common", "misc", "core", "base", "new"}
# Nothing executes what a page says, reaches the network, or unpickles.
BANNED_IMPORTS = {
    "aiohttp", "ctypes", "dill", "ftplib", "http", "httpx", "marshal", "pickle", "requests", "shelve",
    "smtplib", "socket", "ssl", "subprocess", "urllib.request", "urllib3",
}  # fmt: skip
BANNED_CALLS = {"eval", "exec", "compile", "__import__"}


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions(module: ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [node for node in ast.walk(module) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


# -- sizes and names -------------------------------------------------------------------------------


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_is_one_idea_of_readable_size(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= MAX_LINES
    assert path.stem not in BANNED_NAMES
    assert not BANNED_NAMES & set(path.relative_to(SRC).parts)


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_functions_are_short_and_take_few_parameters(path: Path) -> None:
    long = {
        function.name: function.end_lineno - function.lineno + 1
        for function in functions(tree(path))
        if function.end_lineno is not None and function.end_lineno - function.lineno + 1 > MAX_FUNCTION_LINES
    }
    assert not long
    wide = {
        function.name: len(function.args.posonlyargs) + len(function.args.args)
        for function in functions(tree(path))
        if len(function.args.posonlyargs) + len(function.args.args) > MAX_PARAMETERS
    }
    assert not wide


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_a_module_says_what_it_is_and_what_it_offers(path: Path) -> None:
    module = tree(path)
    if not module.body:
        return  # an empty __init__.py only marks the room
    assert ast.get_docstring(module), "expected a docstring at the head of the module"
    offered = {
        target.id
        for node in module.body
        if isinstance(node, ast.Assign | ast.AnnAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        if isinstance(target, ast.Name)
    }
    only_docstring = len(module.body) == 1
    assert only_docstring or "__all__" in offered


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_nothing_executes_text_reaches_out_or_asserts(path: Path) -> None:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names = {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names = {node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)}
        else:
            names = set()
        parts = {name.split(".")[0] for name in names} | names
        assert not parts & BANNED_IMPORTS
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in BANNED_CALLS
        assert not isinstance(node, ast.Assert), f"line {node.lineno}: raise an error instead"


ELSEWHERE = [path for path in MODULES if path.relative_to(SRC).parts[0] not in {"cli", "lexicon"}]


@pytest.mark.parametrize("path", ELSEWHERE, ids=named)
def test_only_the_lexicon_and_the_command_line_open_files(path: Path) -> None:
    calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    names = {node.func.id for node in calls if isinstance(node.func, ast.Name)}
    assert not names & {"open", "print", "input"}


# -- floors ----------------------------------------------------------------------------------------


def test_a_room_imports_only_rooms_below_it() -> None:
    run = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    command = [sys.executable, "-c", run, "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_room_has_its_floor() -> None:
    layers = PYPROJECT["tool"]["importlinter"]["contracts"][0]["layers"]
    floors = {room.strip() for layer in layers for room in layer.split("|")}
    rooms = {path.parent.name for path in SRC.glob("*/__init__.py")}
    rooms |= {path.stem for path in SRC.glob("*.py")}
    assert {f"parkie.{room}" for room in rooms - {"__init__", "__main__"}} == floors


def modules_after(code: str) -> set[str]:
    """The modules that are loaded in a fresh interpreter after the code has run."""
    script = f"{code}\nimport sys, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    ("code", "absent"),
    [
        ("import parkie", {"spacy", "pydantic", "typer", "rich", "selectolax", "ahocorasick_rs"}),
        ("import parkie; dir(parkie)", {"spacy", "pydantic", "parkie.api"}),
        ("import parkie.cli.app", {"spacy", "pydantic", "parkie.api", "parkie.lexicon.store"}),
        ("import parkie.records.article", {"spacy", "parkie.lexicon.store", "jinja2", "parkie.writers"}),
        ("import parkie.matchers.figures, parkie.matchers.dates, parkie.relations", {"spacy", "pydantic"}),
        ("import parkie.page", {"spacy", "pydantic"}),
        ("import parkie.writers.table", {"spacy"}),
        ("import parkie.writers.web.view", {"spacy", "rich"}),
    ],
)
def test_importing_brings_only_what_is_used(code: str, absent: set[str]) -> None:
    assert not modules_after(code) & absent


# -- the door plate --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", parkie.__all__)
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(parkie, name) is not None


def test_the_door_plate_lists_what_type_checkers_see() -> None:
    stated = {
        alias.asname
        for node in ast.walk(tree(SRC / "__init__.py"))
        if isinstance(node, ast.ImportFrom) and node.module != "__future__"
        for alias in node.names
        if alias.asname
    }
    assert stated == set(parkie.__all__) - {"__version__"}
    assert set(dir(parkie)) == set(parkie.__all__)
    with pytest.raises(AttributeError, match="no attribute 'extrakt'"):
        parkie.__getattr__("extrakt")


def test_modules_offer_only_what_they_have() -> None:
    for info in pkgutil.walk_packages(parkie.__path__, "parkie."):
        if info.name.endswith("__main__"):
            continue
        module = importlib.import_module(info.name)
        missing = [name for name in getattr(module, "__all__", ()) if not hasattr(module, name)]
        assert not missing, info.name


# -- lists that must agree -------------------------------------------------------------------------


def kind_of(annotation: object) -> tuple[str, bool]:
    """What fills a field of an event class, by its annotation, and whether it takes a list."""
    arguments = typing.get_args(annotation)
    if typing.get_origin(annotation) is tuple:
        return kind_of(arguments[0])[0], True
    members = set(arguments or (annotation,)) - {type(None)}
    if members == {mentions.Figure}:
        return "figure", False
    if members == {mentions.Date}:
        return "date", False
    assert members == {mentions.Entity, mentions.Span}
    return "name or text", False


@pytest.mark.parametrize("event_type", labels.EVENT_TYPES)
def test_event_classes_have_the_roles_of_the_labels(event_type: str) -> None:
    event_class = events.EVENT_CLASSES[event_type]
    own = set(event_class.model_fields) - set(events.EventBase.model_fields) - {"type", "stage"}
    fields = {name: event_class.model_fields[name].annotation for name in own}
    stated = {role.name: role for role in labels.ROLES[event_type]}
    assert set(fields) == set(stated)
    assert event_class.roles == tuple(stated)
    for name, annotation in fields.items():
        kind, many = kind_of(annotation)
        assert stated[name].kind in kind, name
        assert stated[name].many == many, name
    assert ("stage" in event_class.model_fields) == (event_type == "construction")


def test_every_event_class_is_in_the_union_and_on_the_door_plate() -> None:
    union = typing.get_args(typing.get_args(events.Event)[0])
    assert tuple(union) == tuple(events.EVENT_CLASSES.values())
    assert tuple(events.EVENT_CLASSES) == labels.EVENT_TYPES
    assert {event_class.__name__ for event_class in union} <= set(parkie.__all__)


@pytest.mark.parametrize(
    ("literal", "words"),
    [
        (mentions.EntityLabel, labels.ENTITY_LABELS),
        (mentions.SectionKind, labels.SECTION_KINDS),
        (mentions.Modifier, labels.MODIFIERS),
        (mentions.Dimension, labels.DIMENSIONS),
        (mentions.Granularity, labels.GRANULARITIES),
        (events.Realis, labels.REALIS),
        (events.Stage, labels.STAGES),
    ],
)
def test_types_of_the_records_use_the_words_of_the_labels(literal: object, words: tuple[str, ...]) -> None:
    assert typing.get_args(literal) == words


def test_role_kinds_are_known() -> None:
    kinds = {role.kind for roles in labels.ROLES.values() for role in roles}
    assert kinds == set(typing.get_args(labels.RoleKind))


# -- the pipeline ----------------------------------------------------------------------------------


def pipe_module(factory: str) -> ModuleType:
    target = PYPROJECT["project"]["entry-points"]["spacy_factories"][factory]
    return importlib.import_module(target.partition(":")[0])


def test_entry_points_are_the_factories_of_the_pipeline() -> None:
    stated = PYPROJECT["project"]["entry-points"]["spacy_factories"]
    assert set(PIPELINE) <= set(stated)
    installed = {point.name: point.value for point in entry_points(group="spacy_factories")}
    assert {name: installed.get(name) for name in stated} == stated
    for factory, target in stated.items():
        assert callable(getattr(pipe_module(factory), target.partition(":")[2]))


def test_each_component_finds_what_it_reads() -> None:
    nlp = parkie.load()
    assert nlp.pipe_names == list(PIPELINE)
    written: set[str] = set()
    keys = {value for name, value in vars(state).items() if name.isupper() and name in state.__all__}
    pipe: typing.Any
    for name, pipe in nlp.pipeline:
        assert set(pipe.READS) | set(pipe.WRITES) <= keys, name
        assert set(pipe.READS) <= written, f"{name} runs before what it reads is written"
        written |= set(pipe.WRITES)
    assert not [problem for problems in nlp.analyze_pipes()["problems"].values() for problem in problems]


def test_components_write_what_they_say() -> None:
    nlp = parkie.load()
    doc = nlp.make_doc("云栖智谷产业园7月3日开园,总投资20亿元。")
    pipe: typing.Any
    for _, pipe in nlp.pipeline:
        before = set(doc.spans)
        doc = pipe(doc)
        assert set(doc.spans) - before <= set(pipe.WRITES)
        assert set(pipe.WRITES) <= set(doc.spans)


# -- data and files --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", DATA)
def test_every_data_file_is_readable(name: str) -> None:
    if name.endswith(".toml"):
        assert store.read_toml(name)
        return
    header, *rows = store.read_bytes(name).decode("utf-8").splitlines()
    assert all(re.fullmatch(r"[a-z_]+", column) for column in header.split("\t"))
    assert {row.count("\t") for row in rows} <= {header.count("\t")}


READ_FILES = """
from parkie.lexicon import store
read, read_bytes = set(), store.read_bytes
store.read_bytes = lambda name: (read.add(name), read_bytes(name))[1]
import json, parkie
from parkie.corpus.dedup import merge
from parkie.corpus.sources import source_of
article = parkie.extract(PAGE)
merge([source_of(0, "a", article), source_of(1, "b", article)])
print(json.dumps(sorted(read)))
"""


def test_every_data_file_is_used() -> None:
    page_text = (ROOT / "docs" / "demo" / "page.txt").read_text("utf-8")
    script = READ_FILES.replace("PAGE", ascii(page_text))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == DATA


def text_files() -> list[Path]:
    tops = [ROOT / "src", ROOT / "tests", ROOT / "docs", ROOT / "corpus", ROOT / ".ci"]
    files = [path for top in tops if top.exists() for path in top.rglob("*") if path.is_file()]
    files += [ROOT / name for name in ("README.md", "Makefile", "pyproject.toml", ".gitignore")]
    return [path for path in files if path.suffix not in {".gz", ".msgpack", ".npz", ".parquet", ".png", ".pyc"}]


def test_pictures_are_small() -> None:
    pictures = list((ROOT / "docs").rglob("*.png"))
    assert pictures
    assert not [named(path) for path in pictures if path.stat().st_size > 150_000]


def test_no_file_names_a_place_on_a_machine() -> None:
    places = "|".join(("work", "farm", "root", "home", "Users"))
    place_re = re.compile(rf"(?<![\w.:/<-])/(?:{places})/[a-z.]")
    found = [
        f"{named(path)}:{number}"
        for path in text_files()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if place_re.search(line)
    ]
    assert not found
