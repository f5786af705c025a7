"""The commands of a file that unpack an archive which is there already. It never says that one should not."""

from __future__ import annotations

import re

from .edits import drop_instruction
from .leads import lacks_workdir
from .uses import uses

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.text.edit import Edit

    from .copying import Copying
    from .rule import Context
    from .uses import Use

_TARS = ("bsdtar", "gtar", "tar")
_OTHERS = ("bunzip2", "gunzip", "gzcat", "uncompress", "unlzma", "unxz", "unzip", "zcat", "zgz")

# Options of tar that change nothing about what comes out of the archive.
_PLAIN = frozenset(
    "--extract --get --gzip --gunzip --bzip2 --xz --lzma --zstd --verbose --file --directory --auto-compress"
    " --no-same-owner --same-owner --preserve-permissions".split()
)
_LETTERS = frozenset("xzjJvfCapo")
_LOOKS = 50
_WITH_VALUE = frozenset(("--file", "--directory"))


class Unpacking:
    """One command that unpacks: the last part of the paths in ``names`` are what it may unpack.

    ``folder``: where the whole archive goes and nothing else happens, ``./`` for where the command runs; "" where that
    is not so plain.
    """

    __slots__ = ("folder", "names", "use")

    def __init__(self, use: Use, names: frozenset[str], folder: str) -> None:
        self.use = use
        self.names = names
        self.folder = folder


def unpackings(ctx: Context) -> Sequence[Unpacking]:
    """Each of them, in the order of the text; hadolint sees more programs, and no tar without a dash."""
    return ctx.once("unpackings", lambda: _read(ctx))


def _read(ctx: Context) -> list[Unpacking]:
    found: list[Unpacking] = []
    if ctx.as_hadolint:
        for use in uses(ctx, "tar", *_OTHERS):
            if use.program != "tar" or not use.flags.isdisjoint(("-x", "--extract", "--get")):
                values = [_as_hadolint(word.raw) if word.value is None else word.value for word in use.arguments]
                names = [last_part(value) for value in values if value[:1] != "-"]
                found.append(Unpacking(use, frozenset(names), ""))
        return found
    for use in uses(ctx, *_TARS):
        read = _tar(use)
        if read is not None:
            archive, folder = read
            found.append(Unpacking(use, frozenset((archive.rpartition("/")[2],)), folder))
    return found


def last_part(path: str) -> str:
    """What the file is called, to hadolint, which knows Windows' paths too."""
    return path[max(path.rfind("/"), path.rfind("\\")) + 1 :]


def _as_hadolint(value: str) -> str:
    """Hadolint writes all variables of a script with braces, and drops quotes."""
    return re.sub(r"\$([A-Za-z_][A-Za-z0-9_]*)", r"${\1}", value.replace('"', "").replace("'", ""))


def _tar(use: Use) -> tuple[str, str] | None:
    """The archive that tar unpacks and where to; None where it does something else, or only a part of that."""
    words = list(use.values)
    dashed = words[:1] != [] and words[0][:1] == "-"
    if words and words[0][:1] != "-":
        words[0] = f"-{words[0]}"  # the old style: letters first, without a dash
    archive = ""
    folder = "./"
    extracts = False
    at = 0
    while at < len(words):
        word = words[at]
        at += 1
        name, equals, value = word.partition("=")
        if word[:2] == "--":
            if name not in _PLAIN:
                return None
            if name in _WITH_VALUE and not equals:
                value = words[at] if at < len(words) else ""
                at += 1
            if name == "--file":
                archive = value
            elif name == "--directory":
                folder = value
            extracts = extracts or name in ("--extract", "--get")
            continue
        if word[:1] != "-" or len(word) < 2:
            return None  # only some of the files in it, or its input
        for index, letter in enumerate(word[1:], 2):
            if letter not in _LETTERS:
                return None
            extracts = extracts or letter == "x"
            if letter in "fC":
                rest = word[index:]
                if rest and (dashed or at > 1):
                    value = rest
                else:
                    value = words[at] if at < len(words) else ""
                    at += 1
                if letter == "f":
                    archive = value
                else:
                    folder = value
                if rest and value == rest:
                    break
    return (archive, folder) if extracts and archive and archive != "-" else None


def replaces_run(ctx: Context, copying: Copying, unpacking: Unpacking) -> Edit | None:
    """The edit that drops the RUN which unpacks the one archive of ``copying``, and does nothing else that is kept."""
    step, use = unpacking.use.step, unpacking.use
    instruction = step.instruction
    folder = unpacking.folder
    plain = re.fullmatch(r"[\w./+-]+", folder) is not None and not folder.startswith("..")
    if not plain or instruction.flags or instruction.heredocs or instruction.is_json or use.command.outer is not None:
        return None
    if not folder.startswith("/") and (folder != "./" or lacks_workdir(ctx, copying.step)):
        return None
    between = ctx.source.text[copying.step.instruction.end : instruction.start]
    if between.strip():
        return None
    removed = False
    for command in use.run.commands:
        values = [word.value for word in command.words]
        if command is use.command:
            continue
        if command.before not in ("", "&&", ";") or command.after not in ("", "&&", ";"):
            return None
        if values[:1] == ["rm"] and len(values) in (2, 3) and values[1:-1] in ([], ["-f"]):
            removed = (values[-1] or "").rpartition("/")[2] in unpacking.names
            if removed:
                continue
        if values == ["mkdir", "-p", folder] or values == ["mkdir", "-p", folder.rstrip("/")]:
            continue
        return None
    if use.command.before not in ("", "&&", ";") or use.command.after not in ("", "&&", ";"):
        return None
    (name,) = unpacking.names
    # Each look takes as long as the file is.
    looks = ctx.once("looks for archives", lambda: [0])
    looks[0] += 1
    if not removed and (looks[0] > _LOOKS or ctx.source.text.find(name, instruction.end) >= 0):
        return None
    return drop_instruction(ctx, instruction)
