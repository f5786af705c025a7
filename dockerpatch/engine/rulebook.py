"""All rules of a run: those of the tool, and those in the ``rules.d`` of the project. It never runs one."""

from __future__ import annotations

import os

from dockerpatch.config.load import allows_python, find
from dockerpatch.rules import catalog

from .discover import root_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from dockerpatch.rules.catalog import RuleInfo

_FOLDER = "rules.d"


def rulebook(config: str = "") -> tuple[RuleInfo, ...]:
    """The rules, ordered by code, our own first.

    ``rules.d`` stands beside the run's config (``config``, or the nearest to where the run was started), or without one
    at the root of the checkout. Raises RuleFileError for a rule that is not right.
    """
    path = config or find(".")
    folder = os.path.join(os.path.dirname(os.path.abspath(path)) if path else root_of("."), _FOLDER)
    if not os.path.isdir(folder):
        return catalog.load()
    from dockerpatch.rules import own

    return (*catalog.load(), *own.read_rules(own.rule_files(os.path.relpath(folder), allows_python(path))))


def passed_over(config: str = "") -> str:
    """One line about Python rules that the config does not allow; "" when there are none."""
    path = config or find(".")
    folder = os.path.join(os.path.dirname(os.path.abspath(path)) if path else root_of("."), _FOLDER)
    if not os.path.isdir(folder) or allows_python(path):
        return ""
    from dockerpatch.rules import own

    count = len(own.rule_files(folder, True)) - len(own.rule_files(folder, False))
    if not count:
        return ""
    return (
        f"{_FOLDER} holds Python rules, which are code and are not run; `python-rules = true` in the config allows it"
    )
