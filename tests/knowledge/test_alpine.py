from __future__ import annotations

from dockerpatch.knowledge.almanac import Almanac


def test_fixes_of_a_branch() -> None:
    almanac = Almanac.open()
    found = {fix.version: fix for fix in almanac.alpine_fixes("v3.18", "openssl")}
    assert "CVE-2018-0734" in found["1.1.1a-r0"].ids
    assert found["1.1.1a-r0"].first_seen is None
    assert almanac.alpine_fixes("3.18", "openssl") == almanac.alpine_fixes("v3.18", "openssl")
    assert almanac.alpine_fixes("3.18", "no-such-package") == []
    assert almanac.alpine_fixes("9.99", "openssl") == []


def test_fixes_of_later_days_are_not_known() -> None:
    later = Almanac.open().alpine_fixes("3.20", "aom")
    sooner = Almanac.open(as_of="2024-08-04").alpine_fixes("3.20", "aom")
    assert {fix.version for fix in later} - {fix.version for fix in sooner} == {"3.9.1-r0"}


def test_origin() -> None:
    almanac = Almanac.open()
    assert almanac.alpine_origin("libcrypto3") == "openssl"
    assert almanac.alpine_origin("no-such-package") is None


def test_the_share_alike_file_carries_its_licence() -> None:
    spdx, attribution, text = Almanac.open().alpine.licence()
    assert spdx == "CC-BY-SA-4.0"
    assert "secdb.alpinelinux.org" in attribution
    assert text.startswith("https://creativecommons.org/")
    assert [branch for branch, _, _ in Almanac.open().alpine.branches()][:2] == ["v3.10", "v3.11"]
