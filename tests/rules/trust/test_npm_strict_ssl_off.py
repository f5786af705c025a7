from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM node:24\n"

SILENT = [
    "RUN npm config set strict-ssl true\n",
    "RUN npm config get strict-ssl || false\n",
    "RUN npm install strict-ssl false\n",
    "RUN npm config set audit false\n",
    "RUN echo npm config set strict-ssl false\n",
    "ENV NPM_CONFIG_STRICT_SSL=true\n",
    "ENV XNPM_CONFIG_STRICT_SSL=false\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DP432").findings(HEAD + text) == []


FIXED = [
    ("RUN npm config set strict-ssl false && npm ci\n", "RUN npm ci\n"),
    ("RUN npm ci && npm set strict-ssl=false\n", "RUN npm ci\n"),
    ("RUN npm c set 'strict-ssl' \"false\" -g\nRUN a\n", "RUN a\n"),
    ("RUN npm config set a=b strict-ssl=false; a\n", "RUN a\n"),
    ("RUN yarn config set strict-ssl false --global; \\\n    yarn\n", "RUN yarn\n"),
    ("RUN yarn config set enableStrictSsl false && yarn\n", "RUN yarn\n"),
    ("RUN npm ci --strict-ssl=false\n", "RUN npm ci\n"),
    ("RUN npm ci --strict-ssl false a\n", "RUN npm ci a\n"),
    ("RUN npm ci --no-strict-ssl\n", "RUN npm ci\n"),
    ("ENV A=1 NPM_CONFIG_STRICT_SSL=false\n", "ENV A=1\n"),
    ("RUN npm_config_strict_ssl='false' npm ci\n", "RUN npm ci\n"),
    ("RUN npm config set strict-ssl false || a\n", None),
    ("RUN a; if b; then npm config set strict-ssl false; fi\n", None),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str | None) -> None:
    lint = rules("DP432")
    assert lint.findings(HEAD + text)
    assert lint.fixed(HEAD + text) == HEAD + text
    assert lint.fixed(HEAD + text, unsafe=True) == HEAD + (text if fixed is None else fixed)


NAMES = [
    ("RUN npm config set strict-ssl false\n", ("CKV2_DOCKER_13",)),
    ("RUN npm config set -g strict-ssl false\n", ()),
    ("RUN npm ci --no-strict-ssl\n", ()),
    ("ENV NPM_CONFIG_STRICT_SSL=false\n", ("CKV2_DOCKER_12",)),
    ("RUN export NPM_CONFIG_STRICT_SSL=false\n", ()),
    ("ENV YARN_ENABLE_STRICT_SSL=false\n", ()),
]


@pytest.mark.parametrize(("text", "names"), NAMES)
def test_names_are_true(rules: Any, text: str, names: tuple[str, ...]) -> None:
    assert rules("DP432").only(HEAD + text).same_as == names
