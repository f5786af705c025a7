from __future__ import annotations

from typing import Any

import pytest

HEAD = "FROM node:24\n"

SILENT = [
    "RUN yarn install && yarn cache clean\n",
    "RUN yarn --production && yarn cache clean --all\n",
    "RUN yarn install && rm -rf /usr/local/share/.cache/yarn\n",
    "RUN yarn install && rm -rf $(yarn cache dir)\n",
    "RUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn install\n",
    "RUN --mount=type=cache,target=/root/.cache yarn install\n",
    "RUN --mount=type=cache,target=/y yarn install --cache-folder /y\n",
    "ENV YARN_CACHE_FOLDER=/y\nRUN --mount=type=cache,target=/y yarn install\n",
    "RUN yarn build\n",
    "RUN yarn --version\n",
    "RUN yarn cache clean\n",
    "RUN yarn run install\n",
    "COPY .yarnrc.yml .\nRUN yarn install\n",
    "RUN yarn install --immutable\n",
    "RUN yarn set version berry && yarn install\n",
    "RUN yarn install\nFROM nginx\n",
    "RUN npm install -g yarn\n",
]


@pytest.mark.parametrize("text", SILENT)
def test_silent(rules: Any, text: str) -> None:
    assert rules("DL3060").findings(HEAD + text) == []


FIXED = [
    ("RUN yarn install\n", "RUN yarn install && yarn cache clean\n"),
    ("RUN yarn\n", "RUN yarn && yarn cache clean\n"),
    ("RUN yarn add a && yarn build\n", "RUN yarn add a && yarn build && yarn cache clean\n"),
    ("RUN yarn global add a", "RUN yarn global add a && yarn cache clean"),
    ("RUN a \\\n    && yarn install\n", "RUN a \\\n    && yarn install \\\n    && yarn cache clean\n"),
    ("RUN <<EOF\nset -e\nyarn install\nEOF\n", "RUN <<EOF\nset -e\nyarn install\nyarn cache clean\nEOF\n"),
    ("RUN yarnpkg install\r\n", "RUN yarnpkg install && yarnpkg cache clean\r\n"),
    ("RUN yarn cache clean && yarn\n", "RUN yarn cache clean && yarn && yarn cache clean\n"),
    # Nothing is appended where it might not run, or would clean another cache.
    ("RUN yarn install || true\n", "RUN yarn install || true && yarn cache clean\n"),
    ("RUN if a; then yarn install; fi\n", None),
    ("RUN sudo -u node yarn install\n", None),
    ("RUN yarn install --cache-folder /y\n", None),
    ('RUN ["yarn", "install"]\n', None),
]


@pytest.mark.parametrize(("text", "fixed"), FIXED)
def test_fixed(rules: Any, text: str, fixed: str | None) -> None:
    lint = rules("DL3060")
    assert len(lint.findings(HEAD + text)) == 1
    assert lint.fixed(HEAD + text) == HEAD + (text if fixed is None else fixed)


AS_HADOLINT = [
    ("RUN yarn\n", []),
    ("RUN yarn add a\n", []),
    ("RUN yarn run install\n", [2]),
    ("RUN yarn install && yarn run clean\n", []),
    ("RUN yarn cache clean && yarn install && yarn cache clean\n", [2]),
    ("RUN yarn install && yarn cache clean && yarn install\n", []),
    ("RUN --mount=type=cache,target=/root/.cache/yarn yarn install\n", []),
    ("RUN --mount=type=cache,target=/root/.cache yarn install\n", [2]),
    ("RUN --mount=type=cache,target=/root/.cache/yarn yarn cache dir && yarn install\n", [2]),
    ("RUN yarn install\nFROM nginx\n", []),
    ("RUN yarn install\nFROM node:24\n", [2]),
    ("FROM a AS b\nRUN yarn install\nFROM docker.io/b:1 AS c\nFROM d\n", [3]),
    ("ONBUILD RUN yarn install\nFROM nginx\n", [2]),
    ("RUN sudo yarn install\n", []),
]


@pytest.mark.parametrize(("text", "lines"), AS_HADOLINT)
def test_as_hadolint_sees_it(rules: Any, text: str, lines: list[int]) -> None:
    lint = rules("DL3060", profile="hadolint")
    assert [line for line, _, _ in lint.places(HEAD + text)] == lines
