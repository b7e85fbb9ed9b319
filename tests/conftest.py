"""What every test may use."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from catalogue.search import curated, searchlog

# A busy machine is no failure. "same" tries the same examples every time: what it says is about the change at hand.
hypothesis_settings.register_profile("market", deadline=None, suppress_health_check=[HealthCheck.too_slow])
hypothesis_settings.register_profile("same", hypothesis_settings.get_profile("market"), derandomize=True)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "market"))
pytest_plugins = ["tests.plugins.elasticsearch", "tests.plugins.emptying", "tests.plugins.search"]


@pytest.fixture(autouse=True)
def files_of_its_own(settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Give each test folders for public and private uploads."""
    folder: Path = tmp_path_factory.mktemp("files")
    settings.MEDIA_ROOT = folder / "media"
    settings.PRIVATE_MEDIA_ROOT = folder / "private"
    yield
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def empty_cache() -> Iterator[None]:
    """No test sees what another one cached."""
    cache.clear()
    curated.forget()
    searchlog.log.forget()
    yield
    cache.clear()
