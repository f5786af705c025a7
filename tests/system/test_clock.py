from __future__ import annotations

import os
import time

import pytest

from dockerpatch.system.clock import today


@pytest.mark.parametrize(("now", "day"), [(0, "1970-01-01"), (1787356799, "2026-08-21"), (1787356800, "2026-08-22")])
@pytest.mark.parametrize("zone", ["UTC", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_today_is_the_day_in_utc(monkeypatch: pytest.MonkeyPatch, now: int, day: str, zone: str) -> None:
    real = time.gmtime
    monkeypatch.setattr(time, "gmtime", lambda: real(now))
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        assert today() == day
    finally:
        if before is None:
            monkeypatch.delenv("TZ")
        else:
            monkeypatch.setenv("TZ", before)
        time.tzset()
