"""Says how far the profile ``strict`` agrees with Trivy or Checkov: per check, over a folder of Dockerfiles.

A finding is a name that the tool has for it, in a file; files that the tool passes over are left out. It never compares
lines: both tools tell of some flaws at the file as a whole.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import shutil
import subprocess
import sys
from collections import Counter

from dockerpatch.engine.session import Session
from dockerpatch.lint.names import canonical

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

Names = dict[pathlib.Path, set[str]]
"""What is said of each file."""


def main(arguments: list[str]) -> int:
    """0 when both agree on ``--least`` of the findings that one of them has, else 1; 2 without the tool."""
    options = _options(arguments)
    ask, prefix = TOOLS[options.tool]
    if shutil.which(options.tool) is None:
        print(f"{options.tool} is not installed, so there is nothing to compare with", file=sys.stderr)
        return 2
    folder = pathlib.Path(options.folder).resolve()
    ours = _ours(folder, prefix)
    theirs = {file: names for file, names in ask(folder).items() if file in ours}
    without = {canonical(name) for name in options.without.split(",")}
    counts: tuple[Counter[str], Counter[str], Counter[str]] = (Counter(), Counter(), Counter())
    for file in sorted(theirs):
        if theirs[file] != ours[file]:
            # Each leaves out of a folder what it has told of another file in the very same words.
            theirs[file] = ask(file).get(file, set())
        left, right = theirs[file] - without, ours[file] - without
        for count, names in zip(counts, (left & right, left - right, right - left), strict=True):
            count.update(names)
        if options.show and left != right:
            print(f"{file}: missed {sorted(left - right)}, extra {sorted(right - left)}")
    for name in sorted(set().union(*counts)):
        both, missed, extra = (count[name] for count in counts)
        print(f"{name:16} both {both:5}  missed {missed:4}  extra {extra:4}")
    both, missed, extra = (count.total() for count in counts)
    agreed = both / (both + missed + extra) if both + missed + extra else 1.0
    print(f"{len(theirs)} files: both {both}, missed {missed}, extra {extra}, agreement {agreed:.3f}")
    return 0 if agreed >= options.least else 1


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.agree", description=__doc__)
    parser.add_argument("tool", choices=sorted(TOOLS))
    parser.add_argument("folder", help="a folder whose Dockerfiles are called so, as in `1/Dockerfile`")
    parser.add_argument("--without", default="", metavar="NAMES", help="checks to leave out, with commas")
    parser.add_argument("--show", action="store_true", help="print the files on which the two differ")
    parser.add_argument("--least", type=float, default=0.97, help="what the agreement must reach")
    return parser.parse_args(arguments)


def _ours(folder: pathlib.Path, prefix: str) -> Names:
    files = [str(path) for path in sorted(folder.rglob("*")) if path.is_file() and "ockerfile" in path.name]
    session = Session(change=lambda own: own.replace(profile="strict", shellcheck=False))
    found: Names = {}
    for report in session.check(files, lambda: b""):
        if report.source is not None:
            names = {canonical(name) for finding in report.findings for name in (finding.code, *finding.same_as)}
            found[pathlib.Path(report.path)] = {name for name in names if name.startswith(prefix)}
    return found


def _trivy(path: pathlib.Path) -> Names:
    told = _run("trivy", "config", "--skip-check-update", "--quiet", "--format", "json", str(path))
    return {
        (path / result["Target"] if path.is_dir() else path): {
            canonical(row["ID"]) for row in result.get("Misconfigurations") or ()
        }
        for result in told.get("Results") or ()
    }


def _checkov(path: pathlib.Path) -> Names:
    where = "--directory" if path.is_dir() else "--file"
    told = _run("checkov", where, str(path), "--framework", "dockerfile", "--output", "json", "--skip-download")
    found: Names = {}
    for kind in ("passed_checks", "failed_checks"):
        for check in told.get("results", {}).get(kind, ()):
            names = found.setdefault(pathlib.Path(check["file_abs_path"]), set())
            names.update([check["check_id"]] if kind == "failed_checks" else ())
    return found


TOOLS: dict[str, tuple[Callable[[pathlib.Path], Names], str]] = {"trivy": (_trivy, "DS-"), "checkov": (_checkov, "CKV")}
"""How to ask each tool about a file or folder, and how its names begin."""


def _run(*call: str) -> dict[str, Any]:
    told = subprocess.run(call, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False).stdout
    return json.loads(told or b"{}")  # type: ignore[no-any-return]
