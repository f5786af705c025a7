"""Says how far the profile ``hadolint`` agrees with hadolint's own binary: per rule, over a folder of Dockerfiles.

A finding is a rule and a line; only files that both tools can read count. It never counts ShellCheck's findings, unless
they are asked for. `python -m tools.agree trivy FOLDER`, or `checkov`, asks one of those instead (see `scanners`).
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

from . import scanners

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

BATCH = 200
"""So many files go to hadolint in one call."""

Place = tuple[str, int]
"""A rule's code and a line."""


def main() -> int:
    """0 when each rule reaches ``--least`` in precision and in recall, else 1."""
    if sys.argv[1:2] and sys.argv[1] in scanners.TOOLS:
        return scanners.main(sys.argv[1:])
    options = _options()
    files = _files(options.paths)
    theirs = _theirs(files, options.hadolint_json)
    ours = _ours(files, tuple(options.select.split(",")) if options.select else ())
    both = [file for file in files if file in theirs and file in ours]
    print(f"{len(both)} files that both can read, of {len(files)}")
    wanted = options.select.upper().split(",") if options.select else [""]
    rows = table((theirs[file], ours[file]) for file in both)
    good = True
    for code, (agreed, only_theirs, only_ours) in sorted(rows.items()):
        if (code[:2] == "SC" and not options.select) or not code.startswith(tuple(wanted)):
            continue
        precision, recall = _share(agreed, only_ours), _share(agreed, only_theirs)
        good = good and min(precision, recall) >= options.least
        print(
            f"{code}  both {agreed:5}  missed {only_theirs:4}  extra {only_ours:4}  p {precision:.3f}  r {recall:.3f}"
        )
    if options.show:
        _show(both, theirs, ours, tuple(wanted), options.show)
    return 0 if good else 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.agree", description=__doc__)
    parser.add_argument("paths", nargs="+", help="Dockerfiles, or folders of them")
    parser.add_argument("--select", default="", help="only these rules: codes or prefixes, with commas")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="print so many differences of each kind")
    parser.add_argument("--least", type=float, default=0.99, help="what precision and recall must reach")
    parser.add_argument("--hadolint-json", help="hadolint's findings (-f json) on these very paths, instead of a run")
    return parser.parse_args()


def _files(paths: Iterable[str]) -> list[str]:
    found: list[str] = []
    for name in paths:
        path = pathlib.Path(name)
        found += sorted(str(one) for one in path.rglob("*") if one.is_file()) if path.is_dir() else [name]
    return found


def _theirs(files: list[str], ready: str | None) -> dict[str, set[Place]]:
    """Hadolint's findings by file, without the files that it cannot read."""
    found: dict[str, set[Place]] = {file: set() for file in files}
    rows: list[dict[str, object]] = []
    if ready:
        rows = json.loads(pathlib.Path(ready).read_text(encoding="utf-8"))
    else:
        binary = pathlib.Path(sys.executable).parent / "hadolint"
        command = str(binary) if binary.exists() else shutil.which("hadolint")
        if command is None:
            sys.exit("hadolint is not installed: pip install -e '.[bench]'")
        for at in range(0, len(files), BATCH):
            call = [command, "--no-fail", "-f", "json", *files[at : at + BATCH]]
            rows += json.loads(subprocess.run(call, capture_output=True, check=True).stdout)
    for row in rows:
        place = found.get(str(row["file"]))
        if place is None:
            continue
        if row["code"] == "DL1000":
            del found[str(row["file"])]
        else:
            place.add((str(row["code"]), int(str(row["line"]))))
    return found


def _ours(files: list[str], select: tuple[str, ...]) -> dict[str, set[Place]]:
    """Our findings by file, without the files that we cannot read."""
    shellcheck = any(name.upper().startswith("SC") for name in select)
    values = {"profile": "hadolint", "shellcheck": shellcheck, **({"select": select} if select else {})}
    session = Session(change=lambda own: own.replace(**values))
    found: dict[str, set[Place]] = {}
    for report in session.check(files, lambda: b""):
        source = report.source
        if source is not None and not any(error.message.startswith("internal") for error in report.errors):
            found[report.path] = {(one.code, source.line_at(one.span.start)) for one in report.findings}
        for error in report.errors:
            if error.message.startswith("internal"):
                print(f"{error.path}: {error.message}", file=sys.stderr)
    return found


def table(pairs: Iterable[tuple[set[Place], set[Place]]]) -> dict[str, tuple[int, int, int]]:
    """By code: how many places both have, only they, only we."""
    counts: tuple[Counter[str], Counter[str], Counter[str]] = (Counter(), Counter(), Counter())
    for theirs, ours in pairs:
        for count, places in zip(counts, (theirs & ours, theirs - ours, ours - theirs), strict=True):
            count.update(code for code, _ in places)
    codes = set().union(*counts)
    return {code: (counts[0][code], counts[1][code], counts[2][code]) for code in codes}


def _share(agreed: int, others: int) -> float:
    return agreed / (agreed + others) if agreed + others else 1.0


def _show(
    files: list[str],
    theirs: dict[str, set[Place]],
    ours: dict[str, set[Place]],
    wanted: tuple[str, ...],
    most: int,
) -> None:
    for title, left, right in (("missed", theirs, ours), ("extra", ours, theirs)):
        shown: Counter[str] = Counter()
        for file in files:
            for code, line in sorted(left[file] - right[file]):
                if code.startswith(wanted) and (code[:2] != "SC" or wanted != ("",)) and shown[code] < most:
                    shown[code] += 1
                    print(f"{title} {code} {file}:{line}")


if __name__ == "__main__":
    sys.exit(main())
