"""Where each WORKDIR of a file leads, as far as the file tells. It never says whether that is a good place."""

from __future__ import annotations

import re

from dockerpatch.syntax.expand import expand
from dockerpatch.text.edit import Edit
from dockerpatch.text.span import Span

from .values import scopes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.model.stage import Stage

    from .rule import Context
    from .steps import Step

_QUOTES = "\"'"
_LONGEST = 4096
"""No path of Linux has more characters."""

# What Trivy and Checkov let pass. Kept as texts, which `re` compiles for the first file with a relative path.
_TRIVY = r"""["']?/|.*[A-z0-9_+-]:\\|.*\$[{}A-z0-9_+-]"""
_CHECKOV = r""""?(?:/|[A-Za-z0-9_+-]:\\|\$[{}A-Za-z0-9_+-])"""


class Workdir:
    """One WORKDIR of a stage.

    ``raw`` is its path as written, on one line; ``path`` what BuildKit makes of it, with "" for a variable that the
    file does not set. ``is_absolute`` is None where such a variable decides that. ``before`` and ``after`` are the
    directories in force on both sides of it, None where the base image or a variable decides; ``is_first``: no other
    one stands before it in the stage or in those it is built on.
    """

    __slots__ = ("after", "before", "is_absolute", "is_first", "path", "raw", "step")

    def __init__(
        self, step: Step, raw: str, path: str, is_absolute: bool | None, before: str | None, is_first: bool
    ) -> None:
        self.step = step
        self.raw = raw
        self.path = path
        self.is_absolute = is_absolute
        self.before = before
        self.is_first = is_first
        self.after: str | None = None

    @property
    def place(self) -> Span:
        """Where the path is written."""
        instruction = self.step.instruction
        start = instruction.rest_start
        return instruction.span_of(start, start + len(self.raw)) if self.raw else self.step.keyword_span


def workdirs(ctx: Context) -> Sequence[Workdir]:
    """The WORKDIRs that stand in a stage and say anything, in the order of the text; no trigger of an ONBUILD."""
    return ctx.once("workdirs", lambda: _read(ctx))


def _read(ctx: Context) -> list[Workdir]:
    found: list[Workdir] = []
    # The directory at the end of each stage looked at (None: not known), and whether a WORKDIR of the file set it.
    ends: dict[int, tuple[str | None, bool]] = {}
    current: Stage | None = None
    place: str | None = None
    is_set = False
    for step, scope in scopes(ctx, "WORKDIR"):
        stage = step.stage
        if stage is None:
            # Only hadolint looks at it, and only at its text.
            found.append(Workdir(step, step.instruction.rest, "", None, None, False))
            continue
        if stage is not current:
            if current is not None:
                ends[current.index] = (place, is_set)
            current = stage
            place, is_set = _start(stage, ends)
        raw = step.instruction.rest
        if not raw:
            continue
        expansion = expand(raw, scope.values, stage.escape)
        path = expansion.value.text
        known = not expansion.undefined and expansion.fault is None
        # A backslash that is not doubled is gone from the path.
        absolute = _is_absolute(path, stage) or _is_absolute(raw.strip(_QUOTES), stage)
        is_absolute = None if not known and (path == "" or raw.lstrip(_QUOTES)[:1] == "$") else absolute
        one = Workdir(step, raw, path, is_absolute, place, not is_set)
        if not known or (absolute and path[:1] != "/") or (not absolute and place is None):
            place = None
        else:
            place = cleaned(path if absolute else f"{place}/{path}")
            place = place if len(place) <= _LONGEST else None
        one.after = place
        is_set = True
        found.append(one)
    return found


def _start(stage: Stage, ends: dict[int, tuple[str | None, bool]]) -> tuple[str | None, bool]:
    """The directory that the stage starts in, and whether a WORKDIR of the file set it."""
    between: list[int] = []
    above = stage.parent
    while above is not None and above.index not in ends:
        between.append(above.index)
        above = above.parent
    found = ends[above.index] if above is not None else (None if stage.base is not None else "/", False)
    ends.update(dict.fromkeys(between, found))
    return found


def cleaned(path: str) -> str:
    """An absolute path without ``.``, ``..`` and doubled slashes."""
    parts: list[str] = []
    for part in path.split("/"):
        if part == "..":
            del parts[-1:]
        elif part not in ("", "."):
            parts.append(part)
    return "/" + "/".join(parts)


def _is_absolute(path: str, stage: Stage) -> bool:
    # A drive is named for Windows only, whatever the name of the base says.
    drive = path[1:2] == ":" and path[:1].isalpha() and path[2:3] in ("/", "\\")
    return path[:1] == "/" or drive or (path[:1] == "\\" and stage.is_windows)


def made_absolute(workdir: Workdir) -> Edit | None:
    """The edit that writes the directory in full; None where it is not known, or quotes or escapes are in the way."""
    base, raw = workdir.before, workdir.raw
    if base is None or workdir.is_absolute is not False or any(char in base for char in "$\"'\\`"):
        return None
    inner = raw
    if raw[0] in _QUOTES and raw[0] == raw[-1] and len(raw) > 2:
        inner = raw[1:-1]
    if any(char in inner for char in "\"'\\`") or (" " in base and inner == raw):
        return None
    instruction = workdir.step.instruction
    start = instruction.rest_start + raw.index(inner)
    if inner[0] == "$" or not instruction.contiguous(start, start + len(inner)):
        return None
    at = instruction.physical(start)
    if not {".", ".."}.isdisjoint(inner.split("/")):
        return Edit(at, at + len(inner), workdir.after) if "$" not in inner and workdir.after is not None else None
    return Edit(at, at, f"{base.rstrip('/')}/")


def is_absolute_to_hadolint(raw: str) -> bool:
    """Whether hadolint takes the path for an absolute one: a variable may be anything."""
    path = raw.strip(_QUOTES)
    return path[:1] in ("/", "$") or (path[1:2] == ":" and path[:1].isalpha())


def other_names(workdir: Workdir, code: str) -> list[str]:
    """What tools call the relative path, each as far as it sees it, but for ``code``."""
    found = ["use-absolute-workdir", "kics/workdir_path_not_absolute"]
    if not is_absolute_to_hadolint(workdir.raw):
        found.append("DL3000")
    if workdir.is_first and workdir.is_absolute is False:
        found.append("WorkdirRelativePath")
    if re.match(_TRIVY, workdir.raw) is None:
        found.append("DS-0009")
    if re.match(_CHECKOV, workdir.raw) is None:
        found.append("CKV_DOCKER_10")
    return [name for name in found if name != code]
