"""Which Go a repository says its programs are built with: in Dockerfiles, go.mod and go.work. It never edits one.

An image's tag or a fetched archive names the Go that builds. The lines of go.mod and go.work are the least that may:
Go takes them so, and they hold for programs of that module only.
"""

from __future__ import annotations

import re

from dockerpatch.engine.discover import Missing, discover
from dockerpatch.hosts import dockerfile
from dockerpatch.lint.downloads import downloads
from dockerpatch.lint.golang import full_version
from dockerpatch.lint.lifelines import GO_IMAGE
from dockerpatch.syntax import gomod
from dockerpatch.system.files import FileError, read_bytes
from dockerpatch.text.record import Record
from dockerpatch.text.source import Source

from . import goversion
from .goversion import number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dockerpatch.knowledge.almanac import Almanac

    from .found import Program
    from .goversion import GoVersion

EXACT, LINE, LEAST, FLOATING = "exact", "line", "least", "floating"
MATCHES, DIFFERS, NOTHING = "matches", "differs", "nothing"

_FILES = "command-line-arguments"
"""What Go calls the package that is built of files that were named one by one."""

_MODULE_FILES = ("go.mod", "go.work")
_TOOLCHAIN = re.compile(r"go([0-9]+\.[0-9]+(?:\.[0-9]+)?(?:(?:rc|beta)[0-9]+)?)(?:-\S*)?").fullmatch
_GO = re.compile(r"[0-9]+\.[0-9]+(?:\.[0-9]+)?(?:(?:rc|beta)[0-9]+)?").fullmatch


class Pin(Record):
    """A place that names a Go.

    ``text`` is what is written there; ``version`` the Go it names, as far as it does: with ``reach`` EXACT a release,
    with LINE a release line, with LEAST the lowest that will do, with FLOATING none. ``module`` is that of a go.mod.
    ``remark`` says what a floating name stands for on the almanac's day.
    """

    __slots__ = ("file", "line", "module", "reach", "remark", "text", "version")

    def __init__(
        self, file: str, line: int, text: str, reach: str, version: str = "", module: str = "", remark: str = ""
    ) -> None:
        self.file = file
        self.line = line
        self.text = text
        self.reach = reach
        self.version = version
        self.module = module
        self.remark = remark

    @property
    def place(self) -> str:
        return f"{self.file}:{self.line}"


class PinVerdict(Record):
    """Whether a program was built with the Go that is pinned.

    ``status`` is MATCHES, DIFFERS or NOTHING (nothing pins it; ``reason`` says why). ``agree``, ``object`` and
    ``silent`` are the pins that are met, that are not, and that name no Go.
    """

    __slots__ = ("agree", "object", "reason", "silent", "status")

    def __init__(
        self,
        status: str,
        agree: Sequence[Pin] = (),
        object: Sequence[Pin] = (),
        silent: Sequence[Pin] = (),
        reason: str = "",
    ) -> None:
        self.status = status
        self.agree = tuple(agree)
        self.object = tuple(object)
        self.silent = tuple(silent)
        self.reason = reason


class Pins:
    """The pins of a repository, the paths of its modules, and the files that could not be read (one line each)."""

    __slots__ = ("modules", "pins", "unread")

    def __init__(self, pins: Sequence[Pin], modules: frozenset[str], unread: Sequence[str] = ()) -> None:
        self.pins = tuple(pins)
        self.modules = modules
        self.unread = tuple(unread)

    def judge(self, program: Program) -> PinVerdict:
        """What they say of a program."""
        if not self.pins:
            return PinVerdict(NOTHING, reason="the repository names no Go")
        main, package = program.info.main, program.info.path
        name = main.path if main is not None else package if package != _FILES else ""
        module = self._owner(name, main is not None)
        if name and self.modules and not module:
            kind = "module" if main is not None else "package"
            return PinVerdict(NOTHING, reason=f"its {kind} {name} is none of this repository's")
        version = goversion.parse(program.info.version)
        if not version.line:
            return PinVerdict(NOTHING, reason="its Go version names no release line")
        mine = [pin for pin in self.pins if not pin.module or pin.module == module]
        agree = [pin for pin in mine if pin.reach != FLOATING and _fits(version, pin)]
        other = [pin for pin in mine if pin.reach != FLOATING and not _fits(version, pin)]
        silent = [pin for pin in mine if pin.reach == FLOATING]
        if not agree and not other:
            return PinVerdict(NOTHING, (), (), silent, "what the repository names floats: it says of no Go which")
        # One of several Dockerfiles built it: it need not fit the others. But no module line may be left unmet.
        builders = [pin for pin in (*agree, *other) if pin.reach != LEAST]
        built = not builders or any(pin.reach != LEAST for pin in agree)
        met = built and not any(pin.reach == LEAST for pin in other)
        return PinVerdict(MATCHES if met else DIFFERS, agree, other, silent)

    def _owner(self, name: str, is_module: bool) -> str:
        """The module of the repository that a program of this module, or else main package, is of; "" for none."""
        if is_module:
            return name if name in self.modules else ""
        owners = [module for module in self.modules if name == module or name.startswith(f"{module}/")]
        return max(owners, key=len, default="")


def _fits(version: GoVersion, pin: Pin) -> bool:
    wanted = number(pin.version)
    if pin.reach == EXACT:
        return bool(version.version) and number(version.version) == wanted
    if pin.reach == LINE:
        return version.line == pin.version
    if not version.version or pin.version.count(".") == 1:
        # A line alone, "go 1.21", is met by its prereleases too.
        return number(version.line)[:2] >= wanted[:2]
    return number(version.version) >= wanted


def read_pins(folder: str, almanac: Almanac) -> Pins:
    """The pins below ``folder``; what .gitignore names and what is test data is left out."""
    pins: list[Pin] = []
    modules: set[str] = set()
    unread: list[str] = []
    for found in discover([folder], claims=_claims):
        if isinstance(found, Missing):
            unread.append(f"{found.path}: {found.reason}")
            continue
        if {"testdata", "vendor"} & set(found.path.replace("\\", "/").split("/")[:-1]):
            continue
        try:
            source = Source(found.path, read_bytes(found.path, found.root))
        except FileError as error:
            unread.append(str(error))
            continue
        if _name(found.path) in _MODULE_FILES:
            module = gomod.parse(source.text)
            if module.module:
                modules.add(module.module)
            pins += _of_module(source, module)
        else:
            pins += _of_dockerfile(source, almanac)
    return Pins(pins, frozenset(modules), unread)


def _name(path: str) -> str:
    return path.replace("\\", "/").rpartition("/")[2]


def _claims(name: str) -> bool:
    return name in _MODULE_FILES or dockerfile.claims(name)


def _of_module(source: Source, module: gomod.GoMod) -> Iterator[Pin]:
    if module.go is not None and _GO(module.go[0]):
        text, span = module.go
        yield Pin(source.path, source.line_at(span.start), f"go {text}", LEAST, text, module.module)
    if module.toolchain is not None:
        text, span = module.toolchain
        match = _TOOLCHAIN(text)
        if match is not None:
            yield Pin(source.path, source.line_at(span.start), f"toolchain {text}", LEAST, match[1], module.module)


def _of_dockerfile(source: Source, almanac: Almanac) -> Iterator[Pin]:
    document = dockerfile.read(source)
    for site in document.sites:
        reference = site.reference
        if reference is None or reference.official != GO_IMAGE:
            continue
        tag = reference.tag or "latest"
        # A version that comes out of an ARG is pinned there.
        start = site.tag_place[0]
        line_number = source.line_at(site.place(start, start + 1).start if reference.tag else site.word.start)
        text = site.name.text
        version = full_version(tag) or almanac.go_version(GO_IMAGE, tag)
        line = almanac.line(GO_IMAGE, tag)
        if version is not None:
            yield Pin(source.path, line_number, text, EXACT, version)
        elif line is not None:
            yield Pin(source.path, line_number, text, LINE, line, remark=_stands_for(almanac, tag))
        else:
            yield Pin(source.path, line_number, text, FLOATING, remark=_stands_for(almanac, tag))
    for stage in document.build.stages:
        for download in downloads(stage):
            span = download.versions[0]
            at = span.start if span is not None else download.instruction.start
            yield Pin(source.path, source.line_at(at), f"go{download.version}", EXACT, download.version)


def _stands_for(almanac: Almanac, tag: str) -> str:
    """What the tag was another name of on the almanac's day; "" when that is not known."""
    precise = almanac.pin(GO_IMAGE, tag, "full")
    version = full_version(precise) if precise is not None else None
    return f"Go {version} on {almanac.as_of}" if version is not None else ""
