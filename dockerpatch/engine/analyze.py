"""One file from its text to its findings. It never reads or writes the file."""

from __future__ import annotations

import os

from dockerpatch.hosts.catalog import host_of
from dockerpatch.knowledge.almanac import AlmanacError
from dockerpatch.lint.finding import SEVERITIES
from dockerpatch.lint.names import canonical, may_silence
from dockerpatch.lint.rule import Context

from .report import INTERNAL, FileError
from .surroundings import Surroundings

UPKEEP = "upkeep"
"""The family of the rules about comments that silence findings: they run when all others have."""

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from dockerpatch.hosts.host import Document, Fault
    from dockerpatch.knowledge.almanac import Almanac
    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.suppress import Suppression
    from dockerpatch.rules.catalog import RuleInfo
    from dockerpatch.syntax.dockerignore import IgnoreFile
    from dockerpatch.text.source import Source

    from .shellcheck import Shell


class Analysis:
    """A file's document, what is wrong with it as a file, and its findings in file order.

    ``suppressed`` counts the silenced. ``hidden``: the ids of findings that hadolint has and does not show.
    ``set_aside`` are those that are waived and so not to be mended.
    """

    __slots__ = ("document", "errors", "findings", "hidden", "set_aside", "source", "suppressed")

    def __init__(self, document: Document) -> None:
        self.document = document
        self.source = document.source
        self.errors = [_error(document.source, fault) for fault in document.faults]
        self.findings: list[Finding] = []
        self.hidden: frozenset[int] = frozenset()
        self.suppressed = 0
        self.set_aside: list[Finding] = []


class ActiveRule:
    """A rule that the configuration wants for a file.

    Its options, the severity that the user or the profile gives it ("": its own), and the names by which its findings
    are let through: ``only`` (None: any) and ``without``, in the spelling of `dockerpatch.lint.names.canonical`.
    """

    __slots__ = ("check", "info", "only", "options", "severity", "without")

    def __init__(
        self,
        info: RuleInfo,
        options: Mapping[str, object],
        severity: str,
        only: frozenset[str] | None = None,
        without: frozenset[str] = frozenset(),
    ) -> None:
        self.info = info
        self.check: Callable[[Context], Iterable[Finding]] | None = None
        """The rule's logic, once it has run."""
        self.options = options
        self.severity = severity
        self.only = only
        self.without = without

    def lets_through(self, finding: Finding) -> bool:
        """Whether the names of the finding are such that it was asked for."""
        if self.only is None and not self.without:
            return True
        names = {canonical(name) for name in finding.same_as}
        return (self.only is None or not names.isdisjoint(self.only)) and names.isdisjoint(self.without)


class View:
    """What holds for a file: the rules that are run, the almanac of the day, and all rules that there are (``book``).

    ``as_hadolint``: rules see what hadolint sees. ``heeds``: comments silence findings. ``shell``: who judges scripts.
    ``on_request``: the rules that are run on files that ask for them.
    """

    __slots__ = ("_gates", "almanac", "as_hadolint", "book", "heeds", "on_request", "rules", "shell")

    def __init__(
        self,
        rules: Sequence[ActiveRule],
        almanac: Almanac,
        as_hadolint: bool = False,
        heeds: bool = True,
        book: Sequence[RuleInfo] = (),
        shell: Shell | None = None,
        on_request: Sequence[ActiveRule] = (),
    ) -> None:
        self.rules = rules
        self.on_request = on_request
        self.almanac = almanac
        self.as_hadolint = as_hadolint
        self.heeds = heeds
        self.book = book
        self.shell = shell
        self._gates: dict[frozenset[str], Gate] = {}

    def about(self, text: str, keywords: frozenset[str]) -> list[ActiveRule]:
        """The rules that may concern a file with this text and these instructions.

        Files are many, sets of instructions are few.
        """
        gate = self._gates.get(keywords)
        if gate is None:
            gate = self._gates[keywords] = Gate(
                [rule for rule in self.rules if not rule.info.on or not keywords.isdisjoint(rule.info.on)]
            )
        return gate.passed(text)


class Gate:
    """Rules by the words of which one must stand in a text for them to have anything to say of it."""

    __slots__ = ("_open", "_rules", "_wanted")

    def __init__(self, rules: Sequence[ActiveRule]) -> None:
        self._rules = tuple(rules)
        places: dict[tuple[str, ...], list[int]] = {}
        for place, rule in enumerate(rules):
            places.setdefault(rule.info.needs, []).append(place)
        self._open = places.pop((), [])
        self._wanted = tuple(places.items())

    def passed(self, text: str) -> list[ActiveRule]:
        """The rules that may have something to say, in their order. Rules that need the same words share the look."""
        passed = self._open.copy()
        for words, places in self._wanted:
            for word in words:
                if word in text:
                    passed += places
                    break
        passed.sort()
        rules = self._rules
        return [rules[place] for place in passed]


def analyze(source: Source, view: View, around: Surroundings | None = None) -> Analysis:
    """Read and judge ``source``, with what lies ``around`` it; findings that its comments silence are only counted."""
    run = _Run(source, view, (around or Surroundings()).ignored)
    analysis = run.analysis
    findings = run.findings((*view.about(source.text, run.keywords), *run.requested()))
    if view.shell is not None:
        findings += run.said(view.shell)
    if view.heeds and may_silence(source.text):
        findings = run.heard(findings)
    if run.broken is not None:
        analysis.errors.append(run.broken)
    if findings:
        once = {_identity(finding): finding for finding in reversed(findings)}
        analysis.findings = sorted(_one_a_flaw(list(once.values())), key=lambda finding: finding.order)
    return analysis


class _Run:
    """The rules at work on one file."""

    __slots__ = ("_failed", "_ignored", "_known", "_view", "analysis", "broken", "keywords", "source")

    def __init__(self, source: Source, view: View, ignored: Callable[[], IgnoreFile | None]) -> None:
        document = host_of(source.path).read(source)
        self.source = source
        self.analysis = Analysis(document)
        # What several rules share may be what broke: one line for the file is enough.
        self.broken: FileError | None = None
        self._view = view
        self._ignored = ignored
        self.keywords = document.keywords
        self._known: dict[tuple[object, ...], object] = {}
        self._failed: set[str] = set()

    def findings(self, rules: Iterable[ActiveRule], comments: Sequence[Suppression] = ()) -> list[Finding]:
        """What the rules find; those about ``comments`` are left out when there are none."""
        view, document, source = self._view, self.analysis.document, self.source
        found: list[Finding] = []
        context: Context | None = None
        for rule in rules:
            info = rule.info
            if info.family == UPKEEP and not comments:
                continue
            if context is None:
                context = Context(
                    source,
                    document.build,
                    document.sites,
                    view.almanac,
                    rule.options,
                    info,
                    self._known,
                    view.as_hadolint,
                    comments,
                    self._ignored,
                )
            else:
                # Each rule has said all it has to say before the next one is asked.
                context.rule, context.options = info, rule.options
            try:
                check = rule.check
                if check is None:
                    check = rule.check = info.check
                for finding in check(context):
                    if rule.severity:
                        finding.severity = rule.severity
                    if rule.lets_through(finding):
                        found.append(finding)
            except AlmanacError:
                raise
            except Exception as error:
                self.broken = self.broken or internal_error(source.path, info.code, error)
                self._failed.add(info.code)
        return found

    def requested(self) -> list[ActiveRule]:
        """The rules that the file asks for by itself."""
        if not self._view.on_request or "experimental" not in self.source.text:
            return []
        from dockerpatch.lint.requests import EVERY, requested

        names = requested(self.analysis.document.layout)
        return [rule for rule in self._view.on_request if not names.isdisjoint((rule.info.code, EVERY))]

    def said(self, shell: Shell) -> list[Finding]:
        """What ``shell`` has to say; hadolint shows only the last of it for each RUN, and that when it is wanted."""
        analysis = self.analysis
        try:
            found, faults = shell.findings(analysis.document)
        except Exception as error:
            analysis.errors.append(internal_error(self.source.path, "shellcheck", error))
            return []
        analysis.errors += [FileError(self.source.path, fault) for fault in faults]
        if shell.as_hadolint:
            last = {finding.anchor: id(finding) for finding in found}
            analysis.hidden = frozenset(id(finding) for finding in found if last[finding.anchor] != id(finding))
            # Of two that are one at the same place the first stays.
            found.sort(key=lambda finding: id(finding) in analysis.hidden)
        return [finding for finding in found if shell.wants(finding)]

    def heard(self, findings: list[Finding]) -> list[Finding]:
        """The findings that no comment silences, and those about the comments themselves."""
        view, today = self._view, self._view.almanac.as_of
        upkeep = [rule for rule in view.rules if rule.info.family == UPKEEP]
        if not findings and not upkeep:
            return findings
        from dockerpatch.lint import suppress

        comments = suppress.suppressions(self.source, self.analysis.document.layout)
        kept = suppress.apply(findings, comments, today)
        self.analysis.suppressed = len(findings) - len(kept)
        if comments and upkeep:
            from .verdicts import Verdicts

            Verdicts(view.book, (*view.rules, *self.requested()), self._failed).pronounce(comments, self._to_hadolint)
            about = self.findings(upkeep, comments)
            # A comment that is about everything is not about itself.
            heard = suppress.apply(about, comments, today, in_groups=False)
            self.analysis.suppressed += len(about) - len(heard)
            kept += heard
        return kept

    def _to_hadolint(self, rules: Iterable[ActiveRule]) -> list[Finding]:
        """What the rules find when they see the file as hadolint does."""
        view = self._view
        other = _Run(self.source, View(view.rules, view.almanac, True, book=view.book), self._ignored)
        return other.findings(rules)


def internal_error(path: str, part: str, error: Exception) -> FileError:
    """The one line for a fault of our own in ``part``: it costs one file, never the run.

    Raises ``error`` itself where DOCKERPATCH_DEBUG is set.
    """
    if os.environ.get("DOCKERPATCH_DEBUG"):
        raise error
    words = " ".join(str(error).split())[:200]
    return FileError(path, f"{INTERNAL} in {part}: {type(error).__name__}" + (f": {words}" if words else ""))


def _identity(finding: Finding) -> tuple[object, ...]:
    """What two findings share that are one: images that take their names from one ARG have their flaw at one place."""
    fix = finding.fix
    edits = tuple((edit.start, edit.end, edit.text) for edit in fix.edits) if fix is not None else None
    return (finding.code, finding.span.start, finding.span.end, finding.message, edits)


def _one_a_flaw(findings: list[Finding]) -> list[Finding]:
    """The findings without those whose flaw another one, at the same instruction, says it is the same as.

    The one that stays takes over the names of the one that goes. Our own rules go first, then the worst.
    """
    if len(findings) < 2:
        return findings
    speakers: dict[tuple[int, str], Finding] = {}
    kept = []
    ranked = sorted(findings, key=lambda one: (one.code[:2] != "DP", SEVERITIES.index(one.severity), one.order))
    for finding in ranked:
        speaker = speakers.get((finding.anchor, finding.code))
        if speaker is not None and speaker.code != finding.code:
            known = (speaker.code, *speaker.same_as)
            speaker.same_as = (*speaker.same_as, *(name for name in finding.same_as if name not in known))
            continue
        kept.append(finding)
        for name in finding.same_as:
            speakers.setdefault((finding.anchor, name), finding)
    return kept


def _error(source: Source, fault: Fault) -> FileError:
    if fault.offset < 0:
        return FileError(source.path, fault.message)
    at = source.position(min(fault.offset, len(source.text)))
    return FileError(source.path, fault.message, at.line, at.column)
