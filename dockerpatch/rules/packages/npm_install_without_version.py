"""DL3016: npm that installs whatever is newest. It leaves what a lock file or a package.json names alone."""

from __future__ import annotations

from dockerpatch.lint.pins import unpinned
from dockerpatch.lint.uses import uses
from dockerpatch.model.language_tools import NPM, read_call

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context

# npm's own other names for `install`.
_INSTALLS = frozenset("install i add in ins inst insta instal isnt isnta isntal isntall".split())
_ARCHIVES = (".tgz", ".tar.gz", ".tar")
_FOLDERS = ("./", "../", "/", "~/")
_REPOSITORIES = ("git+", "git:", "ssh:", "git@", "github:", "gitlab:", "bitbucket:", "gist:")
_HADOLINT_VALUED = frozenset(("loglevel", "registry"))
_HADOLINT_REPOSITORIES = ("git://", "git+ssh://", "git+http://", "git+https://")


def check(ctx: Context) -> Iterator[Finding]:
    if ctx.as_hadolint:
        yield from _as_hadolint(ctx)
        return
    for use in uses(ctx, "npm"):
        call = read_call(NPM, use.arguments)
        if call.command is None or call.command.value not in _INSTALLS or call.has("--help", "-h", "--dry-run"):
            continue
        words = [word for word in call.operands if word.value and not _has_version(word.value)]
        if words:
            yield unpinned(ctx, use, words)


def _has_version(text: str) -> bool:
    """Whether the word asks for a version, a file, a folder, or a revision of a repository."""
    if text in (".", "..") or text.startswith((*_FOLDERS, "file:", "link:")) or text.endswith(_ARCHIVES):
        return True
    if text.startswith(_REPOSITORIES):
        return "#" in text
    if "://" in text:
        return True  # the archive at an address
    scope, slash, name = text.partition("/") if text[:1] == "@" else ("", "", text)
    if slash or not scope:
        bare, at, version = name.partition("@")
        if at:
            return version not in ("", "latest", "*")
        return "/" in bare and not slash and "#" in bare  # owner/repository#revision
    return False


def _as_hadolint(ctx: Context) -> Iterator[Finding]:
    from dockerpatch.model.written import behind, literal, literals, operands

    for use in uses(ctx, "npm"):
        words = use.command.words[1:]
        left = operands(literals(words), _HADOLINT_VALUED)
        if left[:1] != ["install"]:
            continue
        bad = {text for text in behind(left, "install") if not _seems_pinned(text)}
        if bad:
            yield unpinned(ctx, use, [word for word in words if literal(word) in bad])


def _seems_pinned(text: str) -> bool:
    if text.startswith(_HADOLINT_REPOSITORIES):
        return "#" in text
    if text.startswith(_FOLDERS) or text.endswith(_ARCHIVES):
        return True
    return "@" in (text.partition("/")[2] if text[:1] == "@" else text)
