"""The tables of the almanac. It holds no facts, and opens no file.

Days count from 2013-01-01. A ``series`` (see `dockerpatch.knowledge.series`) has the id of the first of its ``tags``
tags, which follow one another, as the series of a ``family`` do from ``first`` to ``last``. A ``tag`` was first listed
on day ``since``, left for good ``days`` later (null: still listed), and last changed ``change`` days after ``since``; a
higher ``rank`` is a newer version of the same image. ``place`` finds a tag by the hash of its name.
"""

from __future__ import annotations

VERSION = 1
"""Stands in ``user_version`` of both files; any change of a table or of its meaning counts it up."""

ALMANAC_ID = 0x64706131
FIXES_ID = 0x64706631
"""``application_id`` of the two files."""

FAR = 99_999
"""The day until which a tag is listed that still was on the snapshot's day."""

ALMANAC = """
create table meta (name text primary key, value text not null) without rowid;
create table source (name text, revision text, licence text, date text, rows integer, attribution text, used_for text);
create table image (
    id integer primary key, name text not null unique, line integer, below text, product text,
    since integer not null, removed integer, is_distro integer not null
);
create table family (
    id integer primary key, image integer not null, text text not null, unstable integer not null,
    first integer not null, last integer not null
);
create index family_image on family (image, text);
create table series (
    id integer primary key, tags integer not null, family integer not null, line text not null, distro text,
    distro_version text, precision integer not null, prerelease integer not null
);
create table tag (
    id integer primary key, name text not null, rank integer not null, since integer not null, days integer,
    change integer not null, build integer
);
create table place (hash integer not null, tag integer not null, primary key (hash, tag)) without rowid;
create table pause (tag integer not null, since integer not null, until integer not null);
create table build (
    id integer primary key, image integer not null, directory text not null, revision text not null, tags text not null
);
create table rebuild (
    image text not null, tag text not null, days blob not null, primary key (image, tag)
) without rowid;
create table codename (name text primary key, family text not null, version text not null) without rowid;
create table named_line (
    image text not null, name text not null, line text not null, primary key (image, name)
) without rowid;
create table distro (
    family text not null, version text not null, series text, codename text, released text, eol text, lts text,
    extended text, is_lts integer not null, primary key (family, version)
) without rowid;
create table cycle (
    product text not null, cycle text not null, released text, eol text, active text, extended text,
    latest text, latest_date text, lts text, codename text, primary key (product, cycle)
) without rowid;
create table released (product text primary key, versions blob not null) without rowid;
create table successor (
    image text primary key, successor text not null, others text not null, reason text not null,
    source text not null, since integer
) without rowid;
create table go_release (
    version text primary key, line text not null, released text, listed text, position integer not null
) without rowid;
create table go_cycle (cycle text primary key, released text, eol text) without rowid;
create table go_advisory (id text primary key, cves text not null, published text) without rowid;
create table go_range (
    advisory text not null, module text not null, ranges text not null, packages text not null, goos text not null
);
create table go_sha256 (
    version text not null, arch text not null, sum blob not null, primary key (version, arch)
) without rowid;
create table alpine_base (
    release text not null, branch text not null, package text not null, version text not null, origin text not null,
    primary key (release, package)
) without rowid;
create index alpine_package on alpine_base (package);
"""

FIXES = """
create table licence (spdx text not null, attribution text not null, text text not null);
create table meta (name text primary key, value text not null) without rowid;
create table branch (name text primary key, as_of text not null, dated_from text not null) without rowid;
create table fix (
    branch text not null, package text not null, version text not null, ids text not null, first_seen text,
    primary key (branch, package, version)
) without rowid;
"""


def place(image: str, tag: str) -> int:
    """The hash by which a tag is looked up; names with the same one are told apart by reading them."""
    return int.from_bytes(f"{image}:{tag}".encode("utf-8", "surrogatepass"), "big") % 8_388_593
