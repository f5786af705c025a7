"""Our entry in a pre-commit config, put there by splicing. It never re-writes a byte of what stands there already."""

from __future__ import annotations

from dockerpatch.rules.schema import RuleFileError, kind, read

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

CONFIG = ".pre-commit-config.yaml"
IDS = ("dockerpatch", "dockerpatch-fix")

# Together they let through the names that a search of a folder takes up (hosts/dockerfile); a test holds them together.
FILES = r"(?i)(^|/)((docker|container)file([._-][\w.+-]+)?|[\w.+-]+\.(docker|container)file)$"
EXCLUDE = (
    r"(?i:\.(dockerignore|tmpl|tpl|template|templ|j2|jinja2?|erb|mustache|in|m4|md|rst|txt|html?|ya?ml|json|toml|lock"
    r"|orig|rej|bak|swp|old|patch|diff|log|gz|zip|png|svg)$)"
    r"|(^|/)(docker|container)file[^/]*\.(c|go|java|js|php|pl|py|rb|rs|sh|ts)$"
)

ENTRY = f"""\
- repo: local
  hooks:
    # Runs the dockerpatch that is installed beside pre-commit; "dockerpatch fix" mends as well.
    - id: dockerpatch
      name: dockerpatch
      entry: dockerpatch check
      language: system
      types: [text]
      files: '{FILES}'
      exclude: '{EXCLUDE}'
"""


class Refused(Exception):
    """Why the entry was not added, as the end of a sentence about the file."""


def with_hook(text: str) -> str:
    """The pre-commit config ``text`` (may be empty) with our entry as the last repository. Raises Refused."""
    newline = "\r\n" if text.count("\r\n") == text.count("\n") > 0 else "\n"
    root = _composed(text)
    repos = _repositories(root)
    if repos is None:
        if root is not None and root.flow_style:
            raise Refused("is written in braces; add the hook by hand")
        new = f"{_ended(text, newline)}repos:{newline}{_entry(2, newline)}"
    elif kind(repos) != "array":
        raise Refused("has no list of repositories under `repos`")
    elif not _ids(repos).isdisjoint(IDS):
        raise Refused("has the hook already")
    else:
        new = _spliced(text, repos, newline)
    _prove(text, new)
    return new


def _repositories(root: Any) -> Any:
    """What stands under ``repos``; None when nothing does. Raises Refused when the document is no mapping."""
    if root is None:
        return None
    if kind(root) != "object":
        raise Refused("is no mapping")
    return next((value for name, value in root.value if name.value == "repos"), None)


def _composed(text: str) -> Any:
    """The root node; None for a document with nothing but comments."""
    if all(line.lstrip("\ufeff \t")[:1] in ("", "#") for line in text.splitlines()):
        return None
    try:
        return read(CONFIG, text)
    except RuleFileError:
        raise Refused("is not one YAML document") from None


def _ids(node: Any) -> set[str]:
    """What stands under a key ``id`` anywhere in the list of repositories."""
    found = set()
    stack = [node]
    seen = set()
    while stack:
        one = stack.pop()
        # An alias is the very node it stands for, which may hold the alias.
        if id(one) in seen:
            continue
        seen.add(id(one))
        if kind(one) == "object":
            for name, value in one.value:
                if name.value == "id" and isinstance(value.value, str):
                    found.add(value.value)
                stack.append(value)
        elif kind(one) == "array":
            stack += one.value
    return found


def _spliced(text: str, repos: Any, newline: str) -> str:
    """``text`` with the entry behind the last thing that is written in ``repos``."""
    if repos.flow_style:
        if repos.value:
            raise Refused("has its repositories in brackets; add the hook by hand")
        start, end = repos.start_mark.index, repos.end_mark.index
        return text[:start].rstrip(" ") + newline + _entry(2, newline).removesuffix(newline) + text[end:]
    end = _end(repos)
    # A block text ends behind its line, anything else within one that may go on with a comment.
    at = end if text[end - 1] == "\n" else text.find("\n", end) + 1 or len(text)
    return _ended(text[:at], newline) + _entry(repos.start_mark.column, newline) + text[at:]


def _end(node: Any) -> int:
    """Where the last thing written in ``node`` ends; a block's own mark lies behind the comments that follow it."""
    while kind(node) in ("object", "array") and not node.flow_style and node.value:
        last = node.value[-1]
        child = last[1] if isinstance(last, tuple) else last
        if child.start_mark.index <= node.start_mark.index:
            raise Refused("ends with an alias; add the hook by hand")
        node = child
    return int(node.end_mark.index)


def _entry(columns: int, newline: str) -> str:
    """Our entry, ``columns`` to the right."""
    return "".join(f"{' ' * columns}{line}{newline}" for line in ENTRY.rstrip("\n").split("\n"))


def _ended(text: str, newline: str) -> str:
    return text if text[-1:] in ("", "\n") else text + newline


def _prove(old: str, new: str) -> None:
    """The new text must be YAML with our hook, and must hold all of the old one. Raises Refused."""
    repos = _repositories(_composed(new))
    if repos is None or IDS[0] not in _ids(repos) or not _within(old, new):
        raise Refused("is written in a way the hook cannot be added to; add it by hand")


def _within(old: str, new: str) -> bool:
    """Whether ``new`` is ``old`` with one piece put in (or in place of an empty list)."""
    head = 0
    for mine, its in zip(old, new, strict=False):
        if mine != its:
            break
        head += 1
    rest = old[head:]
    return new.endswith(rest) or (rest.lstrip().startswith("[") and new.endswith(rest.partition("]")[2]))
