"""Makes every file that is made from the code, or with --check says which are old.

It never touches a file that is written by hand.
"""

from __future__ import annotations

import json
import pathlib
import sys

from dockerpatch.config.schema import json_schema
from dockerpatch.rules.catalog import load

from . import config_page, index_page, rule_page

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
RULES = "docs/rules"


def generated() -> dict[str, str]:
    """Every generated file: its path below the root and its text."""
    rules = load()
    files = {f"{RULES}/{rule.code}.md": rule_page.page(rule) for rule in rules}
    files[f"{RULES}/README.md"] = index_page.markdown(rules)
    files[f"{RULES}/index.html"] = index_page.page(rules)
    files["docs/configuration.md"] = config_page.page()
    files["dockerpatch/config/config.schema.json"] = json.dumps(json_schema(rules), indent=2) + "\n"
    return files


def old(root: pathlib.Path = ROOT) -> list[str]:
    """The paths of files that are not what they should be, and of pages of rules that are gone; sorted."""
    files = generated()
    found = [path for path, text in files.items() if _read(root / path) != text]
    found += [path for path in _pages(root) if path not in files]
    return sorted(found)


def write(root: pathlib.Path = ROOT) -> list[str]:
    """Make all files; the paths of those that changed."""
    changed = old(root)
    files = generated()
    for path in changed:
        target = root / path
        if path in files:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(files[path], encoding="utf-8", newline="\n")
        else:
            target.unlink()
    return changed


def _pages(root: pathlib.Path) -> list[str]:
    return [page.relative_to(root).as_posix() for page in (root / RULES).glob("*.md")]


def _read(path: pathlib.Path) -> str | None:
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        return None


def main(arguments: list[str]) -> int:
    """0 when nothing is old (any more), 1 when ``--check`` found something."""
    checking = arguments == ["--check"]
    if arguments and not checking:
        print("usage: python -m tools.docs [--check]", file=sys.stderr)
        return 2
    for path in old() if checking else write():
        print(f"{path}: {'is old; run python -m tools.docs' if checking else 'written'}")
    return int(checking and bool(old()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
