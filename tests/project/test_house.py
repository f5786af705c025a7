"""The habits of the house, over every file of the package."""

from __future__ import annotations

import ast
import pathlib
import re
import subprocess
import tomllib

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "dockerpatch"
GENERATED = {"dockerpatch/rules/_compiled.py", "dockerpatch/rules/_docs.py"}
MODULES = sorted(
    path for path in PACKAGE.rglob("*.py") if path.relative_to(ROOT).as_posix() not in GENERATED and path.stat().st_size
)

# Which library may be imported where: one door each. Only the standard library needs no door.
DOORS = {
    "click": ("cli",),
    "ruamel": ("hosts/yaml", "rules", "config"),
    "libcst": ("hosts/python",),
    "packaging": ("image/version", "model"),
    "pathspec": ("config/policy", "engine/discover"),
    "dockerfile_parse": ("engine/proof",),
    "sqlite3": ("knowledge",),
    "httpx": ("system/http",),
    "jinja2": ("triage/views/html",),
}
# `bisect` is one C function that imports nothing.
STANDARD = {"__future__", "bisect", "os", "re", "sys"}
# Not on the way of a check: what these import at the top, a check does not pay for.
ASIDE = ("cli", "reporters/json", "hosts/yaml", "hosts/python", "triage", "rebuild", "review", "fleet", "lsp")


def inside(path: pathlib.Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def ids(path: pathlib.Path) -> str:
    return inside(path)


def imported(tree: ast.AST) -> set[str]:
    """The first words of all modules that are imported below ``tree``, our own left out."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            found.add((node.module or "").partition(".")[0])
    return found - {"dockerpatch"}


def at_import_time(tree: ast.Module) -> set[str]:
    """What importing the module imports: not what stands in functions, nor what is only for the type checker."""
    found: set[str] = set()
    stack: list[ast.AST] = list(tree.body)
    while stack:
        node = stack.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            continue
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            stack += node.orelse
            continue
        if isinstance(node, (ast.Import, ast.ImportFrom)):
            found |= imported(ast.Module([node], []))  # type: ignore[list-item]
        else:
            stack += ast.iter_child_nodes(node)
    return found


def test_there_are_modules() -> None:
    assert len(MODULES) > 10


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_each_library_has_one_door(path: pathlib.Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for name in imported(tree) & DOORS.keys():
        assert inside(path).startswith(DOORS[name]), f"{name} may be imported in {', '.join(DOORS[name])} only"


def test_every_dependency_has_a_door() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*project["dependencies"], *project["optional-dependencies"]["live"]]
    names = {re.split(r"[^A-Za-z0-9_.-]", line)[0].partition(".")[0].replace("-", "_").lower() for line in wanted}
    assert names == DOORS.keys() - {"sqlite3"}


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_a_check_imports_little(path: pathlib.Path) -> None:
    if inside(path).startswith(ASIDE):
        return
    found = at_import_time(ast.parse(path.read_text(encoding="utf-8")))
    assert found <= STANDARD, f"imported with the module: {', '.join(sorted(found - STANDARD))}"


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_a_module_says_what_it_is_and_stays_small(path: pathlib.Path) -> None:
    text = path.read_text(encoding="utf-8")
    if path.name == "__init__.py":
        assert path.parent == PACKAGE, "only the package's own __init__.py holds anything"
        return
    docstring = ast.get_docstring(ast.parse(text)) or ""
    assert len(docstring.split()) > 5, "the module does not open with what it is for"
    limit = 120 if re.match(r"rules/[a-z_]+/", inside(path)) else 400
    assert text.count("\n") < limit, f"{limit} lines or more"
    assert not {"utils", "helpers", "manager", "util", "helper"} & set(path.stem.split("_"))


def test_every_folder_of_code_is_a_package() -> None:
    folders = {path.parent for path in MODULES}
    missing = [inside(folder) for folder in sorted(folders) if not (folder / "__init__.py").is_file()]
    assert missing == []


def test_every_room_is_in_the_contract() -> None:
    """The contract is exhaustive, so import-linter says the same; this says it without running it."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["importlinter"]
    (contract,) = config["contracts"]
    assert contract["exhaustive"]
    assert contract["containers"] == [config["root_package"]]
    assert not {"ignore_imports", "exhaustive_ignores"} & contract.keys(), "the contract has no exceptions"
    named = {room.strip(" ()") for layer in contract["layers"] for room in layer.split("|")}
    rooms = {path.name for path in PACKAGE.iterdir() if path.is_dir() and any(path.glob("*.py"))}
    rooms |= {path.stem for path in PACKAGE.glob("*.py") if path.stem != "__init__"}
    assert rooms <= named


def tracked() -> list[pathlib.Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in done.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_no_file_names_the_machine_it_was_written_on() -> None:
    # Put together here, so that this file does not hold what it looks for.
    places = [b"/" + place for place in (b"work/main", b"work/shared", b"tmp/venv", b"tmp/plan", b"home/")]
    found = [
        f"{path.relative_to(ROOT)}: {place.decode()}"
        for path in tracked()
        for place in places
        if place in path.read_bytes()
    ]
    assert found == []
