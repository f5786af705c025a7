"""``python -m dockerpatch``, the same as the command ``dockerpatch``. It never does anything when it is imported."""

from __future__ import annotations

import sys

from dockerpatch.cli.main import main

if __name__ == "__main__":
    sys.exit(main())
