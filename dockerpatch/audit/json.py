"""An audit for programs: the JSON of audit.schema.json, version 1. It holds one program at a time."""

from __future__ import annotations

import json

from .audit import Audited
from .faults import Problem
from .found import Unknown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from dockerpatch.knowledge.answers import Advisory
    from dockerpatch.reporters.reporter import World, Write

    from .audit import Tally
    from .buildinfo import Module
    from .found import Fixture
    from .pins import Pin, Pins, PinVerdict
    from .place import Place
    from .verdict import WayOut

VERSION = 1


class Json:
    """One object: its programs are written one a line as they come, all else at the end.

    With ``everything`` executables without build information are listed too. A byte that is not UTF-8 is
    a lone surrogate (U+DC80 to U+DCFF) in a text, escaped as all that is not ASCII.
    """

    __slots__ = (
        "_advisories",
        "_errors",
        "_everything",
        "_out",
        "_pins",
        "_started",
        "_unknown",
        "_world",
    )

    def __init__(self, world: World, out: Write, everything: bool) -> None:
        self._world = world
        self._out = out
        self._everything = everything
        self._started = False
        self._pins: list[str] = []
        self._unknown: list[str] = []
        self._errors: list[str] = []
        self._advisories: dict[str, Advisory] = {}

    def begin(self, pins: Pins) -> None:
        world = self._world
        almanac = {"as_of": world.as_of, "date": world.date, "age_days": world.age_days, "note": world.note or None}
        self._pins = [json.dumps(_pin(pin)) for pin in pins.pins]
        self._out(f'{{"version": {VERSION}, "almanac": {json.dumps(almanac)},\n"programs": [')

    def say(self, said: Audited | Unknown | Fixture | Problem) -> None:
        if isinstance(said, Audited):
            for advisory in said.verdict.advisories:
                self._advisories.setdefault(advisory.id, advisory)
            self._out((",\n" if self._started else "\n") + json.dumps(as_data(said)))
            self._started = True
        elif isinstance(said, Problem):
            error = {"place": _place(said.place), "kind": said.kind, "message": said.message, "fails": said.fails}
            self._errors.append(json.dumps(error))
        elif isinstance(said, Unknown) and self._everything:
            row = {"place": _place(said.place), "format": said.format, "why": said.why}
            self._unknown.append(json.dumps(row))

    def end(self, tally: Tally) -> None:
        summary = {
            "files": tally.files,
            "missing": tally.missing,
            "programs": tally.programs,
            "hit": tally.hit,
            "clear": tally.clear,
            "unjudged": tally.unjudged,
            "differs": tally.differs,
            "unknown": tally.unknown,
            "fixtures": tally.fixtures,
            "problems": tally.problems,
        }
        advisories = [json.dumps(_advisory(one)) for _, one in sorted(self._advisories.items(), reverse=True)]
        lists = {
            "advisories": advisories,
            "pins": self._pins,
            "unknown": self._unknown,
            "errors": self._errors,
        }
        if not self._everything:
            del lists["unknown"]
        rows = "".join(f'"{name}": {_rows(items)},\n' for name, items in lists.items())
        self._out(("\n]" if self._started else "]") + f',\n{rows}"summary": {json.dumps(summary)}}}\n')


def as_data(said: Audited) -> dict[str, Any]:
    """A program as the schema wants it."""
    program, verdict = said.program, said.verdict
    info = program.info
    return {
        "place": _place(program.place),
        "format": program.format,
        "part": program.slice or None,
        "goos": program.goos or None,
        "goarch": program.goarch or None,
        "outside_of_data": program.outside,
        "go": {
            "version": info.version,
            "kind": verdict.version.kind,
            "release": verdict.version.version or None,
            "line": verdict.version.line or None,
            "line_ended": verdict.line_ended or None,
        },
        "package": info.path or None,
        "module": _module(info.main),
        "dependencies": [_module(module) for module in info.deps],
        "settings": [{"key": key, "value": value} for key, value in info.settings],
        "status": verdict.status,
        "advisories": [{"id": one.id, "fixed_in": one.fixed_in} for one in verdict.advisories],
        "closed_by": {
            "in_line": _way(verdict.in_line),
            "in_all": _way(verdict.in_all),
            "newest_of_that_line": verdict.newest,
        },
        "toolchain": _toolchain(said.pins),
        "remarks": list(verdict.remarks),
        "evidence": [{"source": one.source, "fact": one.fact, "date": one.date} for one in verdict.evidence],
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "path": place.path,
        "file": place.file,
        "inside": list(place.inside),
        "image": place.image or None,
        "layer": place.layer or None,
    }


def _module(module: Module | None) -> dict[str, Any] | None:
    if module is None:
        return None
    return {
        "path": module.path,
        "version": module.version or None,
        "sum": module.sum or None,
        "replaced_by": _module(module.replaced_by),
    }


def _way(way: WayOut | None) -> dict[str, Any] | None:
    return None if way is None else {"version": way.version, "closes": way.closes, "leaves": way.leaves}


def _toolchain(verdict: PinVerdict) -> dict[str, Any]:
    return {
        "status": verdict.status,
        "reason": verdict.reason or None,
        "met": [_pin(pin) for pin in verdict.agree],
        "not_met": [_pin(pin) for pin in verdict.object],
        "floating": [_pin(pin) for pin in verdict.silent],
    }


def _pin(pin: Pin) -> dict[str, Any]:
    return {
        "file": pin.file,
        "line": pin.line,
        "text": pin.text,
        "reach": pin.reach,
        "version": pin.version or None,
        "module": pin.module or None,
        "remark": pin.remark or None,
    }


def _advisory(one: Advisory) -> dict[str, Any]:
    return {
        "id": one.id,
        "cves": list(one.cves),
        "published": one.published,
        "packages": list(one.packages),
        "goos": list(one.goos),
    }


def _rows(rows: list[str]) -> str:
    return "[\n" + ",\n".join(rows) + "\n]" if rows else "[]"
