from __future__ import annotations

import os
import pathlib

import pytest
from hypothesis import HealthCheck, settings

ROOT = pathlib.Path(__file__).resolve().parent.parent

# Machines that run tests are often busy; a deadline would measure the neighbours.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", parent=settings.get_profile("default"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def corpus_folder() -> pathlib.Path | None:
    """The folder of real Dockerfiles, or None: DOCKERPATCH_CORPUS when set, else ../shared/corpus of the checkout."""
    named = os.environ.get("DOCKERPATCH_CORPUS")
    folder = pathlib.Path(named) if named else ROOT.parent / "shared" / "corpus"
    return folder if folder.is_dir() else None


@pytest.fixture(scope="session")
def checkout() -> pathlib.Path:
    """The root of the checkout that the tests stand in."""
    return ROOT


@pytest.fixture(scope="session")
def corpus_files() -> list[pathlib.Path]:
    """Every Dockerfile of the corpus, sorted; the test is skipped when the corpus is not there."""
    folder = corpus_folder()
    if folder is None:
        pytest.skip("no corpus: set DOCKERPATCH_CORPUS to a folder of Dockerfiles, or put one at ../shared/corpus")
    files = folder / "corpus" if (folder / "corpus").is_dir() else folder
    found = sorted(path for path in files.rglob("*") if path.is_file())
    assert found, f"the corpus folder {folder} holds no file"
    return found
