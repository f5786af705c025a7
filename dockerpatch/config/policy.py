"""What the settings mean for one rule, one file or one result.

It never hides a finding: that is for the selection of rules and for suppressions.
"""

from __future__ import annotations

import os

from .schema import KEYS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

    from .schema import Rule
    from .settings import Config


def options(config: Config, rule: Rule) -> dict[str, object]:
    """All settings that ``rule`` may read: its own options by name, and those of the sections by ``section.key``."""
    found: dict[str, object] = {key.dotted: getattr(config, key.attribute) for key in KEYS if key.section}
    for name, option in rule.options.items():
        default = option["default"]
        found[name] = tuple(default) if isinstance(default, list) else default
    found.update(config.rules.get(rule.code, {}))
    return found


def set_up(config: Config) -> frozenset[str]:
    """The settings that are set to something and turn rules on that are about them.

    Those in sections (``section.key``), and the options of rules (``CODE.option``).
    """
    own = {f"{code}.{name}" for code, options in config.rules.items() for name, value in options.items() if value}
    return frozenset(key.dotted for key in KEYS if key.section and getattr(config, key.attribute)) | own


def gate(config: Config) -> str:
    """The mildest severity that fails the run, or "never"."""
    return config.fail_on or ("note" if config.profile == "hadolint" else "warning")


def ignored(config: Config, path: str) -> tuple[str, ...]:
    """The selectors that ``per-file-ignores`` adds for the file ``path``."""
    if not config.per_file_ignores:
        return ()
    here = inside(config, path)
    if not here:
        return ()
    return tuple(name for pattern, names in config.per_file_ignores.items() if matches(pattern, here) for name in names)


def inside(config: Config, path: str) -> str:
    """``path`` as patterns in the config speak of it: relative to its folder, with slashes; "" when not below that."""
    found = os.path.relpath(path, config.root or os.curdir).replace(os.sep, "/")
    # "../" would match nothing but "**".
    return "" if found.startswith("../") else found


_specs: dict[str, GitIgnoreSpec] = {}


def matches(pattern: str, path: str) -> bool:
    """Whether ``pattern``, as in a .gitignore, is about ``path``, which is relative to where the pattern stands."""
    spec = _specs.get(pattern)
    if spec is None:
        from pathspec import GitIgnoreSpec

        spec = _specs[pattern] = GitIgnoreSpec.from_lines([pattern])
    return spec.match_file(path)
