"""Our entry in a pre-commit config, put there by splicing. It never re-writes a byte of what stands there already."""

from __future__ import annotations

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
    if not text.strip():
        return text + "repos:\n" + _indented(ENTRY, 2)
    root = _composed(text)
    newline = "\r\n" if "\r\n" in text else "\n"
    if root is None:
        new = _ended(text, newline) + "repos:\n" + _indented(ENTRY, 2)
    else:
        if _kind(root) != "map":
            raise Refused("is no mapping")
        repos = next((value for name, value in root.value if name.value == "repos"), None)
        if repos is None:
            if root.flow_style:
                raise Refused("is written in braces; add the hook by hand")
            new = _ended(text, newline) + "repos:\n" + _indented(ENTRY, 2)
        else:
            if _kind(repos) != "seq":
                raise Refused("has no list of repositories under `repos`")
            if IDS[0] in _ids(repos) or IDS[1] in _ids(repos):
                raise Refused("has the hook already")
            new = _spliced(text, repos, newline)
    if newline != "\n":
        new = new.replace("\r\n", "\n").replace("\n", "\r\n") if "\n" not in text.replace("\r\n", "") else new
    _prove(text, new)
    return new


def _composed(text: str) -> Any:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        node: Any = YAML(typ="rt", pure=True).compose(text)
    except (YAMLError, RecursionError):
        raise Refused("is not one YAML document") from None
    return node


def _kind(node: Any) -> str:
    return str(node.tag or "").rpartition(":")[2]


def _ids(node: Any) -> set[str]:
    """What stands under a key ``id`` anywhere in the list of repositories."""
    found = set()
    stack = [node]
    while stack:
        one = stack.pop()
        if _kind(one) == "map":
            for name, value in one.value:
                if name.value == "id" and isinstance(value.value, str):
                    found.add(value.value)
                stack.append(value)
        elif _kind(one) == "seq":
            stack += one.value
    return found


def _spliced(text: str, repos: Any, newline: str) -> str:
    if repos.flow_style:
        if repos.value:
            raise Refused("has its repositories in brackets; add the hook by hand")
        start, end = repos.start_mark.index, repos.end_mark.index
        return text[:start].rstrip(" ") + newline + _indented(ENTRY, 2).rstrip("\n") + text[end:]
    end = _end(repos)
    # A block text ends behind its line, anything else within one that may go on with a comment.
    at = end if text[end - 1 : end] == "\n" else text.find("\n", end) + 1
    if at == 0:
        return _ended(text, newline) + _indented(ENTRY, repos.start_mark.column)
    return text[:at] + _indented(ENTRY, repos.start_mark.column) + text[at:]


def _end(node: Any) -> int:
    """Where the last thing written in ``node`` ends; a block's own mark lies behind the comments that follow it."""
    while _kind(node) in ("map", "seq") and not node.flow_style and node.value:
        last = node.value[-1]
        node = last[1] if isinstance(last, tuple) else last
    return int(node.end_mark.index)


def _indented(entry: str, columns: int) -> str:
    return "".join(f"{' ' * columns}{line}\n" for line in entry.rstrip("\n").split("\n"))


def _ended(text: str, newline: str) -> str:
    return text if text.endswith("\n") else text + newline


def _prove(old: str, new: str) -> None:
    """The new text must be YAML with our hook, and must hold all of the old one."""
    root = _composed(new)
    repos = None if root is None else next((value for name, value in root.value if name.value == "repos"), None)
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
