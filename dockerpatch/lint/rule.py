"""What a rule is and what it is given.

A rule reads a document and asks the almanac; it never reads a file, a clock or a network.
"""

from __future__ import annotations

from .finding import Evidence, Finding, Fix

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any, Protocol, TypeVar

    from dockerpatch.image.site import ImageSite
    from dockerpatch.knowledge.almanac import Almanac
    from dockerpatch.model.build import Build
    from dockerpatch.syntax.dockerignore import IgnoreFile
    from dockerpatch.text.source import Source
    from dockerpatch.text.span import Span

    from .suppress import Suppression

    T = TypeVar("T")

    class RuleInfo(Protocol):
        """A rule's words and metadata, from its YAML file."""

        @property
        def code(self) -> str: ...
        @property
        def name(self) -> str: ...
        @property
        def severity(self) -> str: ...
        @property
        def confidence(self) -> str: ...
        @property
        def same_as(self) -> Sequence[str]: ...
        @property
        def messages(self) -> Mapping[str, str]: ...
        @property
        def advice(self) -> Mapping[str, str]: ...

    class Check(Protocol):
        """A rule's logic: the function ``check`` of its module."""

        def __call__(self, ctx: Context) -> Iterable[Finding]: ...


_UNKNOWN = object()


class Context:
    """What one rule sees of one file.

    The file, its model and images, the almanac of the day, and the rule's own settings. With ``as_hadolint`` rules that
    hadolint has too see what it sees, and no more: no command behind ``sudo`` or in ``sh -c``, for one. Rules of the
    family ``upkeep`` see the ``comments`` that silence findings, and what became of them.
    """

    __slots__ = (
        "_ignored",
        "_known",
        "almanac",
        "as_hadolint",
        "build",
        "comments",
        "options",
        "rule",
        "sites",
        "source",
    )

    def __init__(
        self,
        source: Source,
        build: Build,
        sites: Sequence[ImageSite],
        almanac: Almanac,
        options: Mapping[str, object],
        rule: RuleInfo,
        known: dict[Any, object],
        as_hadolint: bool = False,
        comments: Sequence[Suppression] = (),
        ignored: Callable[[], IgnoreFile | None] = lambda: None,
    ) -> None:
        self.source = source
        self.build = build
        self.sites = sites
        self.almanac = almanac
        self.options = options
        self.rule = rule
        self._known = known
        self.as_hadolint = as_hadolint
        self.comments = comments
        self._ignored = ignored

    @property
    def ignored(self) -> IgnoreFile | None:
        """What is kept out of the build context of the file; None where that is nothing, or not known.

        The one thing a rule is told that is not in the file. It is looked up when it is first asked for, so ask last.
        """
        return self._ignored()

    def shared(self, make: Callable[[Context], T]) -> T:
        """What ``make`` gives for the file, worked out once. For what nearly all rules ask: `once` has more to do."""
        known = self._known
        found = known.get(make, _UNKNOWN)
        if found is _UNKNOWN:
            found = known[make] = make(self)
        return found  # type: ignore[return-value]

    def once(self, name: str, make: Callable[[], T], *about: object) -> T:
        """What ``make`` gives, worked out once a file: all rules share it, under ``name`` and what it is ``about``."""
        known = self._known
        key = (name, *about)
        found = known.get(key, _UNKNOWN)
        if found is _UNKNOWN:
            found = known[key] = make()
        return found  # type: ignore[return-value]

    def report(
        self,
        span: Span,
        message: str,
        /,
        *,
        severity: str = "",
        confidence: str = "",
        advice: str = "",
        covers: Sequence[Span] = (),
        evidence: Sequence[Evidence] = (),
        fix: Fix | None = None,
        same_as: Sequence[str] | None = None,
        **data: object,
    ) -> Finding:
        """The finding at ``span`` with the rule's message ``message`` (an id of its YAML), filled from ``data``.

        The advice of the same id goes with it, or that of ``advice`` when given. ``same_as``: the names of the rule's
        that other tools give this very finding, where that is not all of them. Raises KeyError for an unknown id.
        """
        rule = self.rule
        words = rule.messages[message].format(**data)
        hint = rule.advice.get(advice or message, "")
        return Finding(
            code=rule.code,
            name=rule.name,
            severity=severity or rule.severity,
            message=words,
            path=self.source.path,
            span=span,
            confidence=confidence or rule.confidence,
            advice=hint.format(**data) if hint else "",
            same_as=rule.same_as if same_as is None else same_as,
            covers=covers,
            evidence=evidence,
            fix=fix,
            key=f"{message}\0{span.text(self.source.text)}",
        )
