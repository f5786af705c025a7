"""The settings of a run, complete with defaults. It never looks for a file, nor judges what the settings say."""

from __future__ import annotations

from .schema import KEYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


class Config:
    """All settings, none missing. Never changed after it is made; `replace` makes another."""

    __slots__ = (
        "almanac",
        "as_of",
        "eol_notice_days",
        "exclude",
        "extend_select",
        "fail_on",
        "ignore",
        "label_schema",
        "path",
        "per_file_ignores",
        "policy",
        "precision",
        "profile",
        "python_rules",
        "require_reason",
        "root",
        "rules",
        "select",
        "severity",
        "shellcheck",
        "strict_labels",
        "suppression_comments",
        "upgrade_packages",
        "upgrade_placement",
        "upgrade_strategy",
    )

    path: str
    """The file that was read, as it was named; empty when there is none."""
    root: str
    """The folder that patterns in the file are relative to, absolute; empty means where the run was started."""
    select: tuple[str, ...] | None
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    profile: str
    fail_on: str
    exclude: tuple[str, ...]
    per_file_ignores: Mapping[str, tuple[str, ...]]
    almanac: str
    """A path that needs no more joining, or empty."""
    as_of: str
    """``YYYY-MM-DD``, or empty for the almanac's own day."""
    python_rules: bool
    severity: Mapping[str, str]
    """Severity by a rule's code."""
    shellcheck: bool
    upgrade_strategy: str
    upgrade_packages: tuple[str, ...]
    upgrade_placement: str
    precision: str
    eol_notice_days: int
    label_schema: Mapping[str, str]
    """What a label's value must be, by its name."""
    strict_labels: bool
    suppression_comments: bool
    require_reason: bool
    policy: Mapping[str, Any]
    """What is set under ``[policy]``, as `policy_table` reads it; empty for none."""
    rules: Mapping[str, Mapping[str, object]]
    """What is set under ``[rules.*]``, by a rule's code; only what is set, not the defaults."""

    def __init__(self, path: str = "", root: str = "", **values: object) -> None:
        self.path = path
        self.root = root
        for key in KEYS:
            setattr(self, key.attribute, values.pop(key.attribute, key.default))
        if values:
            raise TypeError(f"no such setting: {', '.join(values)}")

    def replace(self, **values: object) -> Config:
        """The same settings but for those given."""
        kept = {name: getattr(self, name) for name in self.__slots__}
        return Config(**{**kept, **values})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Config) and all(getattr(self, name) == getattr(other, name) for name in self.__slots__)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        changed = [
            f"{key.attribute}={getattr(self, key.attribute)!r}"
            for key in KEYS
            if getattr(self, key.attribute) != key.default
        ]
        return f"Config({', '.join([repr(self.path), *changed])})"
