"""What BuildKit's own parser makes of a Dockerfile, and what ours does. It never judges which of the two is right.

The oracle is the package ``dockerfile``, BuildKit 0.12.5 in Go. Later releases read three things another way, as we do;
`as_of_0_12` has ours read them the old way, so that everything else can be compared exactly:

- blanks between ``<<`` and a heredoc's name are allowed now;
- a variable with a modifier loses what stands before it in the same word now;
- whatever follows a JSON array makes it a shell form now; the old parser ignored it.

What cannot be compared: ``# check=`` (no directive then), blanks past ASCII between ``#`` and a directive's name, the
modifiers ``#``, ``%`` and ``/`` on a heredoc's line (not read then), NUL (the binding passes C strings), and parts that
are not UTF-8 (the binding decodes strictly).
"""

from __future__ import annotations

import contextlib
import json
import re

from dockerpatch.syntax import arguments, lexer
from dockerpatch.syntax.dockerfile import Dockerfile, parse
from dockerpatch.syntax.json_list import NOT_JSON, read_list

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    Row = tuple[str, str | None, bool, tuple[str, ...], tuple[str, ...], int, int, tuple[tuple[str, int, str], ...]]

FAULT = "fault"

FAULTS = {
    "directive": r"only one .* parser directive|invalid escape token",
    "json": r"arrays must be comprised of strings only",
    "pair": r"must have two arguments|can't find =",
    "heredoc": r"unterminated heredoc|failed to process|inconsistent results",
    # A file that starts with a line too long has, to the oracle, no instruction first of all.
    "line": r"line greater than max allowed size|file with no instructions",
    "empty": r"file with no instructions",
}
"""Our kinds of fault and the words the oracle has for them."""

_INCOMPARABLE = re.compile(
    r"\0|#\s*check\s*=|#[^\S \t\r\f\n]|<<[\s\S]*\$\{\w*:?[#%/]|\$\{\w*:?[#%/][\s\S]*<<", re.IGNORECASE
)


def comparable(text: str) -> bool:
    """Whether both parsers mean to read ``text`` the same way."""
    return _INCOMPARABLE.search(text) is None and not any("\ud800" <= char <= "\udfff" for char in text)


def rows_of_oracle(text: str) -> list[Row] | str | None:
    """The oracle's instructions, or its message; None when its answer is not UTF-8."""
    import dockerfile

    try:
        commands = dockerfile.parse_string(text)
    except dockerfile.GoParseError as error:
        return f"{FAULT}: {error}"
    except UnicodeDecodeError:
        return None
    return [
        (
            raised(one.cmd or ""),
            None if one.sub_cmd is None else raised(one.sub_cmd),
            one.json,
            one.flags,
            one.value,
            one.start_line,
            one.end_line,
            tuple((doc.name, doc.file_descriptor, doc.content) for doc in one.heredocs),
        )
        for one in commands
    ]


def rows_of_ours(file: Dockerfile) -> list[Row] | str:
    if file.fault is not None:
        return f"{FAULT}: {file.fault.kind}: {file.fault.message}"
    return [
        (
            raised(one.keyword),
            None if one.trigger is None else raised(one.trigger.keyword),
            one.is_json,
            tuple(flag.text for flag in one.flags),
            one.args,
            one.start_line,
            one.end_line,
            # The binding leaves out the heredocs of an ONBUILD; its lines still tell whether they were read.
            () if one.keyword == "ONBUILD" else tuple((doc.name, _int(doc.fd), doc.content) for doc in one.heredocs),
        )
        for one in file.instructions
    ]


def _int(number: int) -> int:
    """The number as the binding hands it over, which is as a signed one."""
    return number if number < 2**63 else number - 2**64


def raised(keyword: str) -> str:
    """Upper case in which letters that Go folds to ASCII ones are those."""
    return keyword.replace("\u0130", "i").replace("\u212a", "k").upper()


def difference(text: str) -> str | None:
    """What the two parsers read differently in ``text``, in words; None when nothing."""
    theirs = rows_of_oracle(text)
    if theirs is None:
        return None
    with as_of_0_12():
        ours = rows_of_ours(parse(text))
    if isinstance(theirs, str) or isinstance(ours, str):
        if isinstance(theirs, str) and isinstance(ours, str):
            kind = ours.split(": ")[1]
            return None if re.search(FAULTS[kind], theirs) else f"oracle {theirs!r}, ours {ours!r}"
        return f"oracle {theirs!r}, ours {ours!r}"
    for one, other in zip(theirs, ours, strict=False):
        if one != other:
            return f"oracle {one!r}, ours {other!r}"
    return None if len(theirs) == len(ours) else f"oracle {len(theirs)} instructions, ours {len(ours)}"


@contextlib.contextmanager
def as_of_0_12() -> Iterator[None]:
    """Have our parser read heredocs and JSON arrays as BuildKit 0.12 did."""
    patches = (
        (arguments, "read_list", _read_list_of_0_12),
        (lexer.Lexer, "_angle", _angle_of_0_12),
        (lexer.Lexer, "_inner", _inner_of_0_12),
    )
    kept = [(owner, name, getattr(owner, name)) for owner, name, _ in patches]
    for owner, name, old in patches:
        setattr(owner, name, old)
    try:
        yield
    finally:
        for owner, name, new in kept:
            setattr(owner, name, new)


def _angle_of_0_12(self: lexer.Lexer) -> list[tuple[str, int]]:
    self._at += 1
    return self._cut(self._at - 1, self._at)


def _inner_of_0_12(self: lexer.Lexer, stop: str, *, raw_escapes: bool) -> list[tuple[str, int]]:
    return [piece for pieces, _ in self._until(stop, raw_escapes) for piece in pieces]


def _read_list_of_0_12(text: str, start: int, end: int) -> list[tuple[str, int, int]] | str:
    try:
        _, past = json.JSONDecoder().raw_decode(text[start:end])
    except ValueError:
        return NOT_JSON
    except RecursionError:
        past = end - start
    return read_list(text, start, start + past)
