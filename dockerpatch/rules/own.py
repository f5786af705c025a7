"""Rules of the user's own: YAML files and, where the config allows it, Python files in ``rules.d``.

A YAML rule is data and is held against own.schema.json; a Python rule is code of the project that is linted, and is
never run unless the project's config says ``python-rules = true``.
"""

from __future__ import annotations

import os
import re

from dockerpatch.text.suggest import did_you_mean

from .catalog import RuleInfo, load
from .schema import Fault, RuleFileError, check, kind, plain, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from ruamel.yaml.nodes import Node

    Check = Callable[[Any], Iterable[Any]]

YAML, PYTHON = (".yaml", ".yml"), (".py",)
LIMIT = 1 << 20
"""The longest file of rules that is read, in bytes."""

_TAKEN = re.compile(r"(?:DP|DL|SC|DS|CKV)[0-9]+")
_CODE = r"[A-Z]{2,8}[0-9]{3,4}"
_CONDITIONS = ("command", "has", "lacks", "key", "value", "word", "arguments")


class OwnRule(RuleInfo):
    """A rule of the user's own; ``path`` is its file."""

    __slots__ = ("_docs", "_path")

    def __init__(self, path: str, check: Check, said: Mapping[str, Any]) -> None:
        fix = said.get("fix") or {}
        super().__init__(
            code=said["code"],
            name=said["name"],
            family="own",
            module="",
            since="",
            severity=said["severity"],
            confidence=said.get("confidence", "high"),
            default=said.get("default", True),
            preview=False,
            same_as=tuple(said.get("same-as", ())),
            summary=said.get("summary") or said["name"].replace("-", " "),
            safety=fix.get("safety", "none"),
            messages={"found": said["message"].rstrip("\n")},
            advice={"found": said["advice"].rstrip("\n")} if "advice" in said else {},
            options={},
        )
        self._path = path
        self._check = check
        self._docs = {
            "why": said.get("why", ""),
            "fix": fix.get("title", ""),
            "differs-from": {},
            "sources": (path,),
            "examples": tuple({"title": f"example {number}", **one} for number, one in _numbered(said)),
        }

    @property
    def path(self) -> str:
        return self._path

    @property
    def docs(self) -> Mapping[str, Any]:
        return self._docs


def _numbered(said: Mapping[str, Any]) -> Iterable[tuple[int, Mapping[str, Any]]]:
    return enumerate(said.get("examples", ()), 1)


def rule_files(path: str, python: bool) -> list[str]:
    """The files of rules that ``path`` is or, being a folder, holds (not deeper), sorted. [] when there is none."""
    endings = YAML + PYTHON if python else YAML
    if os.path.isfile(path):
        return [path] if path.endswith(endings) else []
    try:
        names = sorted(os.listdir(path))
    except OSError:
        return []
    return [os.path.join(path, name) for name in names if name.endswith(endings) and name[0] not in "._"]


def read_rules(paths: Sequence[str]) -> tuple[OwnRule, ...]:
    """The rules in the files ``paths``, ordered by code. Raises RuleFileError for the first that is not right."""
    rules: list[OwnRule] = []
    taken = {key.upper(): "a rule of dockerpatch" for rule in load() for key in (rule.code, rule.name)}
    for path in paths:
        for rule in _python(path) if path.endswith(PYTHON) else [_yaml(path)]:
            for key in (rule.code, rule.name):
                if key.upper() in taken:
                    raise RuleFileError(path, 1, 1, f"{key!r} is already taken by {taken[key.upper()]}")
                taken[key.upper()] = path
            rules.append(rule)
    return tuple(sorted(rules, key=lambda rule: rule.code))


def _text(path: str) -> str:
    from dockerpatch.system.files import FileError, read_bytes

    try:
        return read_bytes(path, limit=LIMIT).decode("utf-8").removeprefix("\ufeff").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise RuleFileError(path, 1, 1, "not UTF-8") from None
    except FileError as error:
        raise RuleFileError(path, 1, 1, error.reason) from None


def _yaml(path: str) -> OwnRule:
    import json

    from .catalog import HERE
    from .pattern import Pattern

    root = read(path, _text(path))
    with open(os.path.join(HERE, "own.schema.json"), encoding="utf-8") as file:
        schema = json.load(file)
    for fault in (*check(root, schema), *_senseless(root)):
        mark = fault.node.start_mark
        raise RuleFileError(path, mark.line + 1, mark.column + 1, fault.message)
    said = plain(root)
    return OwnRule(path, Pattern(said["match"], said.get("fix")).check, said)


def _senseless(root: Node) -> Iterator[Fault]:
    """What the schema cannot say. Nothing is looked at that is not what the schema wants it to be."""
    if kind(root) != "object":
        return
    from .compile import check_example, check_fields
    from .pattern import EVERY, FIELDS

    nodes = _values(root)
    if "code" in nodes and _TAKEN.match(str(nodes["code"].value)):
        yield Fault(nodes["code"], "codes of this form are those of dockerpatch and other tools")
    if kind(nodes.get("match", root)) == "object" and "match" in nodes:
        asked = _values(nodes["match"])
        if "instruction" in asked:
            yield from _instructions(asked["instruction"], EVERY)
        for name in _CONDITIONS:
            if name in asked:
                yield from _condition(asked[name])
        for name in ("image", "flags"):
            if name in asked and kind(asked[name]) == "object":
                for _, value in asked[name].value:
                    yield from _condition(value)
    texts = [nodes[name] for name in ("message", "advice") if name in nodes]
    if "fix" in nodes and kind(nodes["fix"]) == "object":
        fix = _values(nodes["fix"])
        texts += [fix[name] for name in ("title", "replace") if name in fix]
        done = [name for name in ("add", "add-flag", "append", "replace", "remove") if name in fix]
        if len(done) != 1:
            yield Fault(nodes["fix"], "a fix does one thing: add, add-flag, append, replace or remove")
    for text in texts:
        if kind(text) == "string":
            yield from check_fields(text, FIELDS)
    if "examples" in nodes and kind(nodes["examples"]) == "array":
        for example in nodes["examples"].value:
            yield from check_example(example)


def _values(node: Node) -> dict[str, Node]:
    """What a mapping has under its keys; a key that is itself a list or a mapping is the schema's to refuse."""
    return {key.value: value for key, value in node.value if isinstance(key.value, str)}


def _instructions(node: Node, known: Sequence[str]) -> Iterator[Fault]:
    for one in node.value if kind(node) == "array" else [node]:
        if kind(one) != "string" or one.value not in known:
            yield Fault(one, f"must be an instruction in upper case{did_you_mean(str(one.value), list(known))}")


def _condition(node: Node) -> Iterator[Fault]:
    found = kind(node)
    if found == "object":
        if [key.value for key, _ in node.value] != ["not"]:
            yield Fault(node, "must be a pattern, a list of them, true, false, or {not: ...}")
        elif kind(node.value[0][1]) not in ("string", "array"):
            yield Fault(node.value[0][1], "must be a pattern or a list of them")
        else:
            yield from _condition(node.value[0][1])
    elif found == "array":
        for one in node.value:
            yield from _condition(one) if kind(one) == "string" else [Fault(one, "must be a pattern; put it in quotes")]
    elif found == "string":
        from dockerpatch.syntax.glob import Glob

        if Glob.compile(node.value) is None:
            yield Fault(node, "a backslash may stand before * ? and \\ only")
    elif found != "boolean":
        yield Fault(node, "must be a pattern; put it in quotes")


_declared: list[tuple[Check, dict[str, Any]]] = []


def rule(**said: Any) -> Callable[[Check], Check]:
    """Declare the function below a rule: ``code``, ``name``, ``severity``, ``message``, and as in YAML ``advice``,
    ``summary``, ``why``, ``default``, ``confidence``, ``same_as``, ``examples``, and ``fix`` (``{"safety": ...}``).

    The function is given a `dockerpatch.lint.rule.Context` and yields ``ctx.report(span, "found", ...)``.
    """

    def declare(check: Check) -> Check:
        _declared.append((check, {name.replace("_", "-"): value for name, value in said.items()}))
        return check

    return declare


def _python(path: str) -> list[OwnRule]:
    """Run a file of the user's own and take the rules that it declares."""
    _declared.clear()
    text = _text(path)
    try:
        exec(compile(text, path, "exec"), {"__name__": os.path.basename(path)[:-3], "__file__": path})
    except SyntaxError as error:
        raise RuleFileError(path, error.lineno or 1, error.offset or 1, f"not Python: {error.msg}") from None
    except Exception as error:
        raise RuleFileError(path, _line(error, path), 1, f"{type(error).__name__}: {error}") from None
    made = []
    for function, said in _declared:
        missing = [name for name in ("code", "name", "severity", "message") if not isinstance(said.get(name), str)]
        line = function.__code__.co_firstlineno
        if missing:
            raise RuleFileError(path, line, 1, f"@rule needs {', '.join(missing)}")
        if not re.fullmatch(_CODE, said["code"]) or _TAKEN.match(said["code"]):
            raise RuleFileError(path, line, 1, f"{said['code']!r} is no code for a rule of your own, such as ORG001")
        if said["severity"] not in ("error", "warning", "note"):
            raise RuleFileError(path, line, 1, "severity must be one of error, warning, note")
        made.append(OwnRule(path, function, said))
    return made


def _line(error: Exception, path: str) -> int:
    """The last line of the file ``path`` that was running when ``error`` was raised."""
    line, frame = 1, error.__traceback__
    while frame is not None:
        if frame.tb_frame.f_code.co_filename == path:
            line = frame.tb_lineno
        frame = frame.tb_next
    return line
