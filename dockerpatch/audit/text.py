"""An audit for people: each program with what is known of its Go, then the advisories once. It never wraps a line."""

from __future__ import annotations

from dockerpatch.lint.golang import VULNDB, worst_first
from dockerpatch.reporters.legible import legible
from dockerpatch.reporters.paint import Paint
from dockerpatch.reporters.text import several

from .audit import Audited
from .faults import Problem
from .found import Unknown
from .pins import DIFFERS, MATCHES
from .verdict import CLEAR, HIT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from dockerpatch.knowledge.answers import Advisory
    from dockerpatch.reporters.reporter import World, Write

    from .audit import Tally
    from .buildinfo import Module
    from .found import Fixture, Program
    from .pins import Pin, Pins, PinVerdict
    from .place import Place
    from .verdict import Verdict

MOST = 12
"""So many advisories of one version are written out."""

_FIRST = ("-trimpath", "CGO_ENABLED", "vcs.revision", "vcs.modified", "-ldflags")
"""The build settings that are shown when not all are."""

_MOST_VERSIONS = 200


class Text:
    """Programs and the summary go to ``out``, errors and notes on the run to ``err``.

    ``everything``: executables without build information are listed, and no advisory is left out;
    ``settings``: each build setting and each dependency has a line.
    """

    __slots__ = ("_err", "_err_paint", "_everything", "_hits", "_out", "_paint", "_settings", "_world")

    def __init__(
        self, world: World, out: Write, err: Write, colour: tuple[bool, bool], everything: bool, settings: bool
    ) -> None:
        self._world = world
        self._out = out
        self._err = err
        self._paint = Paint(colour[0])
        self._err_paint = Paint(colour[1])
        self._everything = everything
        self._settings = settings
        self._hits: dict[tuple[str, tuple[str, ...]], Sequence[Advisory]] = {}

    def begin(self, pins: Pins) -> None:
        from dockerpatch.reporters.reporter import OLD_DAYS

        world = self._world
        if world.note:
            self._note(world.note)
        if world.age_days > OLD_DAYS:
            self._note(
                f"the almanac is {world.age_days} days old ({world.date}): what changed since is not known to it;"
                " a newer dockerpatch has a newer one"
            )
        for line in pins.unread:
            self._note(f"not looked at for toolchain pins: {line}")

    def say(self, said: Audited | Unknown | Fixture | Problem) -> None:
        if isinstance(said, Audited):
            self._program(said)
        elif isinstance(said, Problem):
            kind = "error" if said.fails else "note"
            self._err(f"{self._where(said.place, self._err_paint)}: {self._err_paint(kind, kind)}: ")
            self._err(f"{legible(said.message)}\n")
        elif isinstance(said, Unknown) and self._everything:
            self._out(f"{self._where(said.place, self._paint)}: {self._paint('note', 'note')} unknown ({said.why})\n")

    def end(self, tally: Tally) -> None:
        for (version, _), advisories in self._hits.items():
            self._advisories(version, advisories)
        if tally.files:
            self._out(_summary(tally))

    def _note(self, text: str) -> None:
        self._err(f"{self._err_paint('note', 'note')}: {legible(text)}\n")

    def _where(self, place: Place, paint: Paint) -> str:
        shown = "!/".join(("<stdin>" if place.file == "-" else place.file, *place.inside))
        layer = ", ".join(one for one in (place.image, place.layer) if one)
        return paint("bold", legible(shown)) + (paint("dim", f" ({legible(layer)})") if layer else "")

    def _program(self, said: Audited) -> None:
        program, verdict = said.program, said.verdict
        if verdict.status == HIT:
            key = (program.info.version, tuple(one.id for one in verdict.advisories))
            if key in self._hits or len(self._hits) < _MOST_VERSIONS:
                self._hits.setdefault(key, verdict.advisories)
        rows = [f"{self._where(program.place, self._paint)}: {self._headline(program, verdict)}"]
        rows += self._label("program", _told(program))
        rows += self._label("settings", "" if self._settings else _settings(program))
        rows += self._label("fix", _fix(verdict), self._sources(verdict))
        rows += self._label("toolchain", _pinned(said.pins))
        if program.outside:
            rows += self._label(
                "note", "its build information is not where a linker puts it: it may be that of a file inside"
            )
        for remark in verdict.remarks:
            rows += self._label("note", remark)
        if self._settings:
            for name, value in program.info.settings:
                rows += self._label("setting", f"{name}={value}")
            for module in program.info.deps:
                rows += self._label("depends on", _module(module))
        self._out("\n".join(rows) + "\n\n")

    def _headline(self, program: Program, verdict: Verdict) -> str:
        paint, version = self._paint, self._paint("bold", legible(program.info.version))
        if verdict.status == HIT:
            count = len(verdict.advisories)
            hits = f"{count} advisory hits" if count == 1 else f"{count} advisories hit"
            return f"{paint('warning', 'warning')} {version}: {hits} its standard library"
        if verdict.status == CLEAR:
            day = self._world.as_of
            return f"{paint('plus', 'ok')} {version}: no advisory for its standard library is known on {day}"
        return f"{paint('note', 'note')} {version}: which advisories hit its standard library is not known"

    def _label(self, name: str, text: str, source: str = "") -> list[str]:
        if not text:
            return []
        cited = f" {self._paint('dim', f'({source})')}" if source else ""
        return [f"  {self._paint('frame', '=')} {self._paint('label', name)}: {legible(text)}{cited}"]

    def _sources(self, verdict: Verdict) -> str:
        """Where releases and ends of lines are from; the advisories have their own place."""
        named = dict.fromkeys(one.source for one in verdict.evidence if one.source != VULNDB)
        return ", ".join((*named, self._world.as_of))

    def _advisories(self, version: str, advisories: Sequence[Advisory]) -> None:
        count = len(advisories)
        what = "advisory hits" if count == 1 else "advisories hit"
        self._out(self._paint("bold", f"{legible(version)}: {count} {what} its standard library") + "\n")
        self._out(
            f"  {self._paint('dim', f'({VULNDB}, {self._world.as_of}; whether a program calls it is not judged)')}\n"
        )
        shown = worst_first(advisories)
        shown = shown if self._everything else shown[:MOST]
        for one in shown:
            cves = "".join(f" {cve}" for cve in one.cves)
            where = ", ".join(one.packages[:3])
            fixed = f"fixed in {one.fixed_in}" if one.fixed_in else "no fix known"
            self._out(f"  {one.published}  {one.id}{cves} ({where}): {fixed}\n")
        if count > len(shown):
            self._out(f"  and {count - len(shown)} more (--all or --format json has them)\n")
        self._out("\n")


def _told(program: Program) -> str:
    info = program.info
    parts = []
    if info.main is not None:
        parts.append(_module(info.main))
    if info.path and (info.main is None or info.path != info.main.path):
        parts.append(f"package {info.path}")
    system = "/".join(one for one in (program.goos or "?", program.goarch or "?"))
    parts.append(f"{system} ({program.format}{f', {program.slice} part' if program.slice else ''})")
    if info.deps:
        parts.append("1 dependency" if len(info.deps) == 1 else f"{len(info.deps)} dependencies")
    return ", ".join(parts)


def _module(module: Module) -> str:
    own = f"{module.path} {module.version}".strip()
    return f"{own} => {_module(module.replaced_by)}" if module.replaced_by is not None else own


def _settings(program: Program) -> str:
    found = [(key, program.info.setting(key)) for key in _FIRST]
    return " ".join(f'{key}="{value}"' if " " in value else f"{key}={value}" for key, value in found if value)


def _fix(verdict: Verdict) -> str:
    if verdict.status != HIT:
        return ""
    count = len(verdict.advisories)
    in_line, in_all = verdict.in_line, verdict.in_all
    parts = []
    if in_all is not None:
        newest = (
            f" (the newest of its line is {verdict.newest})" if verdict.newest not in (None, in_all.version) else ""
        )
        parts.append(f"Go {in_all.version}{newest} closes {_of(count, count)}")
    else:
        parts.append("no release that is kept up is known to be free of them")
    line = f"its own line {verdict.version.line}" + (
        f", which ended on {verdict.line_ended}," if verdict.line_ended else ""
    )
    if in_line is None:
        parts.append(f"no release of {line} closes any")
    elif in_all is None or in_line.version != in_all.version:
        still = f", {in_line.leaves} hit it still" if in_line.leaves else ""
        parts.append(f"of {line} {in_line.version} closes {_of(in_line.closes, count)}{still}")
    return "; ".join(parts)


def _of(some: int, count: int) -> str:
    if count == 1:
        return "it"
    return f"all {count}" if some == count else f"{some} of {count}"


def _pinned(verdict: PinVerdict) -> str:
    if verdict.status == MATCHES:
        other = f"; not {_pins(verdict.object)}" if verdict.object else ""
        return f"matches {_pins(verdict.agree)}{other}"
    if verdict.status == DIFFERS:
        return f"differs from {_pins(verdict.object)}" + (f"; matches {_pins(verdict.agree)}" if verdict.agree else "")
    silent = f": {_pins(verdict.silent)}" if verdict.silent else ""
    return f"nothing pins it: {verdict.reason}{silent}"


def _pins(pins: Sequence[Pin], most: int = 4) -> str:
    shown = [f"{pin.place} ({pin.text}{f', {pin.remark}' if pin.remark else ''})" for pin in pins[:most]]
    if len(pins) > most:
        shown.append(f"{len(pins) - most} more")
    return ", ".join(shown)


def _summary(tally: Tally) -> str:
    parts = [f"audited {several(tally.files, 'file')}: {several(tally.programs, 'Go program')}"]
    if tally.programs:
        parts.append(f"{tally.hit} hit by advisories")
    if tally.unjudged:
        parts.append(f"{tally.unjudged} not judged")
    if tally.differs:
        parts.append(f"{tally.differs} built by another Go than the one that is pinned")
    if tally.unknown:
        parts.append(f"{several(tally.unknown, 'executable')} without build information")
    if tally.fixtures:
        parts.append(f"{several(tally.fixtures, 'test fixture')} passed over")
    if tally.problems + tally.missing:
        parts.append(several(tally.problems + tally.missing, "problem"))
    return "; ".join(parts) + "\n"
