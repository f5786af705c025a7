"""DL3013: pip that installs whatever is newest. It never asks whether a version that is asked for is a good one."""

from __future__ import annotations

from dockerpatch.lint.pins import unpinned
from dockerpatch.lint.pip import installs_as_hadolint, pip_calls
from dockerpatch.model.requirements import has_version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.pip import PipCall
    from dockerpatch.lint.rule import Context
    from dockerpatch.model.commands import RunWord

# What hadolint knows to take a value.
_VALUED = frozenset(
    "abi b build e editable extra-index-url f find-links i implementation index-url no-binary only-binary platform"
    " prefix progress-bar proxy python python-version root root-user-action src t target trusted-host"
    " upgrade-strategy".split()
)
_CONSTRAINED = frozenset(("c", "constraint"))
_OPERATORS = ("==", ">=", "<=", ">", "<", "!=", "~=", "===")
_VCS = tuple("git svn hg+file hg+http hg+ssh hg+static-http bzr+ftp bzr+http bzr+lp bzr+sftp bzr+ssh".split())
# A file says which versions are right; `--dry-run` and `--help` install nothing.
_ELSEWHERE = ("-c", "--constraint", "--require-hashes", "--dry-run", "-h", "--help", "--requirements-from-script")


def check(ctx: Context) -> Iterator[Finding]:
    if ctx.as_hadolint:
        yield from _as_hadolint(ctx)
        return
    for pip in pip_calls(ctx):
        if pip.command == "install" and not pip.call.has(*_ELSEWHERE):
            words = _without_version(pip)
            if words:
                yield unpinned(ctx, pip.use, words)


def _without_version(pip: PipCall) -> list[RunWord]:
    """The words that name a package and no version; one that is only known at run time may have one."""
    return [word for word in pip.call.operands if word.value and not has_version(word.value)]


def _as_hadolint(ctx: Context) -> Iterator[Finding]:
    from dockerpatch.model.written import literal, operands, option_names

    for use, words in installs_as_hadolint(ctx, ("pipenv",)):
        if not {".", "-r", "--requirement"}.isdisjoint(words):
            continue
        if any(not _CONSTRAINED.isdisjoint(option_names(word)) for word in words):
            continue
        left = operands(words, _VALUED)
        if "install" not in left:
            continue
        named = [word for word in left[left.index("install") + 1 :] if word != "install"]
        bad = {word for word in named if not _has_version(word)}
        if bad:
            yield unpinned(ctx, use, [word for word in use.command.words[1:] if literal(word) in bad])


def _has_version(text: str) -> bool:
    if any(operator in text for operator in _OPERATORS) or text.endswith((".whl", ".tar.gz")):
        return True
    return "@" in text if text.startswith(_VCS) else "/" in text
