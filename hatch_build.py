"""The build hook: compiles the rules' words and builds the almanac, for wheels and editable installs.

It never downloads anything.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

RULES = os.path.join("dockerpatch", "rules")
KNOWLEDGE = os.path.join("dockerpatch", "knowledge")


class GeneratedFiles(BuildHookInterface):  # type: ignore[type-arg]
    """Makes what git does not hold. A wheel's files are made in a temporary folder, not in the checkout."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Generate into the tree for ``editable``; else into a temporary folder whose files are put into the wheel."""
        if version == "editable":
            self._generate(self.root)
            return
        self._folder = tempfile.mkdtemp(prefix="dockerpatch-build-")
        self._generate(self._folder)
        for folder, _, names in sorted(os.walk(self._folder)):
            for name in sorted(names):
                path = os.path.join(folder, name)
                inside = os.path.relpath(path, self._folder).replace(os.sep, "/")
                build_data["force_include"][path] = inside

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Drop the temporary folder."""
        if version != "editable":
            shutil.rmtree(self._folder, ignore_errors=True)

    def _generate(self, target: str) -> None:
        """Write the generated files below ``target``, as they are laid out in the checkout."""
        # The code that generates is the code of this very tree, whatever else may be installed.
        sys.path.insert(0, self.root)
        write_byte_code, sys.dont_write_bytecode = sys.dont_write_bytecode, True
        try:
            from dockerpatch.knowledge.build import build
            from dockerpatch.rules.compile import compile_rules

            compile_rules(os.path.join(self.root, "rules"), os.path.join(target, RULES))
            built = os.path.join(target, KNOWLEDGE, "built")
            os.makedirs(built, exist_ok=True)
            build(os.path.join(self.root, KNOWLEDGE, "facts"), built)
        finally:
            sys.path.remove(self.root)
            sys.dont_write_bytecode = write_byte_code
