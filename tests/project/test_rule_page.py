from __future__ import annotations

import sys
import types

import pytest

from dockerpatch.rules import catalog
from dockerpatch.rules.catalog import RuleInfo
from tools.docs.index_page import markdown
from tools.docs.rule_page import page

RULE = RuleInfo(
    "DP999",
    "sample-flaw",
    "freshness",
    "none",
    "0.1.0",
    "warning",
    "high",
    True,
    False,
    ("DL9999",),
    "A sample of a flaw",
    "safe",
    {"main": "`{image}` is stale"},
    {},
    {"style": {"type": "string", "default": "a", "choices": ["a", "b"], "what": "Which way.\n"}},
)
DOCS = {
    "why": "Because.\n",
    "fix": "Takes it away.",
    "differs-from": {"DL9999": "Ours sees more.\n"},
    "sources": ("https://example.org/x",),
    "examples": (
        {
            "title": "bad",
            "as-of": "2026-08-22",
            "config": {"profile": "strict", "rules": {"sample-flaw": {"style": "b"}}},
            "input": "FROM x\nRUN y",
            "findings": [{"line": 1, "column": 6, "text": "stale"}],
            "output": "FROM z\nRUN y",
        },
        {"title": "good", "input": "FROM y\n", "findings": []},
    ),
}

PAGE = """\
# DP999 sample-flaw

A sample of a flaw.

| | |
|---|---|
| severity | warning |
| confidence | high |
| runs | by default |
| fix | safe: made by `dockerpatch fix` |
| same as | `DL9999` |
| since | 0.1.0 |

## Why

Because.

## Fix

Takes it away.

## Options

In the table `[rules.sample-flaw]` of the config.

| option | type | default | what |
|---|---|---|---|
| `style` | string: `a`, `b` | `"a"` | Which way. |

## Examples

### bad

As of 2026-08-22.

With the config

```toml
profile = "strict"

[rules.sample-flaw]
style = "b"
```

```dockerfile
FROM x
RUN y
```

- DP999, line 1, column 6: stale

Fixed:

```diff
--- a/Dockerfile
+++ b/Dockerfile
@@ -1,2 +1,2 @@
-FROM x
+FROM z
 RUN y
\\ No newline at end of file
```

### good

```dockerfile
FROM y
```

Nothing is found.

## How it differs

**DL9999**: Ours sees more.

## Sources

- https://example.org/x
"""


def test_page(monkeypatch: pytest.MonkeyPatch) -> None:
    module = types.ModuleType("docs")
    module.DOCS = {"DP999": DOCS}  # type: ignore[attr-defined]
    monkeypatch.setattr(catalog, "_loaded", (RULE,))
    monkeypatch.setitem(sys.modules, "dockerpatch.rules._docs", module)
    assert page(RULE) == PAGE


def test_index() -> None:
    assert markdown([RULE]).splitlines()[-1] == (
        "| [DP999](DP999.md) | sample-flaw | A sample of a flaw | warning | safe | by default | DL9999 |"
    )
