from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.syntax.expand import expand, expand_words, names
from dockerpatch.text.traced import FOREIGN, Traced

ENV = {
    "SET": Traced.foreign("value"),
    "EMPTY": Traced.foreign(""),
    "DIR": Traced.foreign("/usr/local/bin"),
    "STAR": Traced.foreign("a*b?c"),
    "TWO": Traced.foreign("one two"),
    "DOLLAR": Traced.foreign("$SET"),
    "1": Traced.foreign("first"),
    "10": Traced.foreign("tenth"),
    "@": Traced.foreign("all"),
    "한": Traced.foreign("국"),
}


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("", ""),
        ("plain text", "plain text"),
        ("$SET", "value"),
        ("${SET}", "value"),
        ("a$SET-b", "avalue-b"),
        ("a${SET}b", "avalueb"),
        ("$SETb", ""),
        ("$NOPE", ""),
        ("a${NOPE}b", "ab"),
        ("$", "$"),
        ("$ SET", "$ SET"),
        ("a$", "a$"),
        ("$%", "$%"),
        ("$1", "first"),
        ("$10", "tenth"),
        ("$1x", "firstx"),
        ("$@", "all"),
        ("$$SET", "SET"),
        ("$한", "국"),
        ("$SET한", ""),
        ("$DOLLAR", "$SET"),
        ("'$SET'", "$SET"),
        ('"$SET"', "value"),
        ("'a\\b'", "a\\b"),
        ('"a\\b"', "a\\b"),
        ('"a\\"b"', 'a"b'),
        ('"a\\$SET"', "a$SET"),
        ('"a\\\\b"', "a\\b"),
        ('"it\'s"', "it's"),
        ("'say \"x\"'", 'say "x"'),
        ("a'b'\"c\"d", "abcd"),
        ("\\$SET", "$SET"),
        ("\\\\$SET", "\\value"),
        ("\\'a\\'", "'a'"),
        ("a\\ b", "a b"),
        ("a\\b", "ab"),
        ("a\\", "a"),
        ("a<<b <c", "a<<b <c"),
        ("\ufeffa$SET", "avalue"),
    ],
)
def test_quotes_escapes_and_variables(word: str, value: str) -> None:
    result = expand(word, ENV)
    assert result.fault is None
    assert result.value.text == value


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("${SET:-d}", "value"),
        ("${EMPTY:-d}", "d"),
        ("${NOPE:-d}", "d"),
        ("${SET-d}", "value"),
        ("${EMPTY-d}", ""),
        ("${NOPE-d}", "d"),
        ("${SET:+a}", "a"),
        ("${EMPTY:+a}", ""),
        ("${NOPE:+a}", ""),
        ("${SET+a}", "a"),
        ("${EMPTY+a}", "a"),
        ("${NOPE+a}", ""),
        ("${SET:?e}", "value"),
        ("${SET?e}", "value"),
        ("${EMPTY?e}", ""),
        ("${NOPE:-}", ""),
        ("${NOPE:-a b}", "a b"),
        ("${NOPE:-$SET}", "value"),
        ("${NOPE:-${SET}}", "value"),
        ("${NOPE:-${NOPE:-x}y}", "xy"),
        ("${NOPE:-'a}b'}", "a}b"),
        ('${NOPE:-"a}b"}', "a}b"),
        ("${NOPE:-a\\}b}", "a}b"),
        ("${NOPE-a}b}", "ab}"),
        ("${NOPE:--}", "-"),
        ("x${NOPE:-d}y", "xdy"),
        ("${1:-d}", "first"),
        ("${2:-d}", "d"),
        ("${@}", "all"),
        ('"${NOPE:-d e}"', "d e"),
    ],
)
def test_defaults_and_alternatives(word: str, value: str) -> None:
    result = expand(word, ENV)
    assert result.fault is None
    assert result.value.text == value


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("${DIR#*/}", "usr/local/bin"),
        ("${DIR##*/}", "bin"),
        ("${DIR%/*}", "/usr/local"),
        ("${DIR%%/*}", ""),
        ("${DIR#/usr}", "/local/bin"),
        ("${DIR#usr}", "/usr/local/bin"),
        ("${DIR%bin}", "/usr/local/"),
        ("${DIR%%l*}", "/usr/"),
        ("${DIR%l*}", "/usr/loca"),
        ("${DIR#?}", "usr/local/bin"),
        ("${DIR%???}", "/usr/local/"),
        ("${DIR#}", "/usr/local/bin"),
        ("${DIR##}", "/usr/local/bin"),
        ("${DIR#$NOPE}", "/usr/local/bin"),
        ("${DIR%${NOPE:-/bin}}", "/usr/local"),
        ("${STAR#a\\*}", "b?c"),
        ("${STAR%\\?c}", "a*b"),
        ("${STAR#*b}", "?c"),
        ("${NOPE#a}", ""),
        ("${DIR/local/x}", "/usr/x/bin"),
        ("${DIR/u*l/x}", "/x/bin"),
        ("${DIR////-}", "/-" + "/-".join("/usr/local/bin") + "/-"),
        ("${DIR//\\//-}", "-usr-local-bin"),
        ("${DIR/\\//-}", "-usr/local/bin"),
        ("${DIR//l?c/L}", "/usr/Lal/bin"),
        ("${DIR/nope/x}", "/usr/local/bin"),
        ("${DIR/usr/}", "//local/bin"),
        ("${DIR//*/x}", "x"),
        ("${SET/#/x}", "value"),
        ("${SET///-}", "-v-a-l-u-e-"),
        ("${SET/l/$DIR}", "va/usr/local/binue"),
        ("${SET//l/$0$0}", "vaue"),
        ("${SET//a/'$0$0'}", "vaalue"),
        ("${SET//a/'${0}$1$$'}", "va$lue"),
        ("${SET//a/'$'}", "v$lue"),
        ("${SET/a/'$0'}", "v$0lue"),
        ("${NOPE/a/b}", ""),
        ("${STAR//\\*/x}", "axb?c"),
        ("${STAR/\\?/x}", "a*bxc"),
    ],
)
def test_patterns(word: str, value: str) -> None:
    result = expand(word, ENV)
    assert result.fault is None
    assert result.value.text == value


@pytest.mark.parametrize(
    "word",
    [
        *("'a", '"a', '"a$', "a'", '"a\\"'),
        *("${", "${}", "${{SET}}", "${:SET}", "${:}", "${SET", "${SET:", "${SET:-", "${SET:-a", "${SET-'a}"),
        *("${SET:}", "${SET:=a}", "${SET=a}", "${SET!}", "${SET^}", "${SET,}", "${SET a}", "${SET:x}", "${SET@a}"),
        *("${NOPE?}", "${NOPE:?e}", "${NOPE?e f}", "${EMPTY:?}", "${EMPTY:?e}"),
        *("${SET/a}", "${SET/a/b", "${SET//a}", "${DIR#\\a}", "${DIR%\\a}", "${DIR/\\a/b}"),
        "${A:-" * 200 + "}" * 200,
    ],
)
def test_faults(word: str) -> None:
    result = expand(word, ENV)
    assert result.fault
    assert "\n" not in result.fault
    assert result.value.text == ""
    assert expand_words(word, ENV) is None


def test_a_fault_says_what_its_author_wrote() -> None:
    assert expand("${V:?set the version}", {}).fault == "V: set the version"


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("a`$SET", "a$SET"),
        ("``", "`"),
        ("a\\$SET", "a\\value"),
        ('"a`"b"', 'a"b'),
        ('"a\\b`c"', "a\\b`c"),
        ("${NOPE:-a`}b}", "a}b"),
        ("${STAR#a\\*}", "b?c"),
    ],
)
def test_a_backtick_may_be_the_escape(word: str, value: str) -> None:
    assert expand(word, ENV, "`").value.text == value


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("$NOPE", "$NOPE"),
        ("${NOPE}", "${NOPE}"),
        ("${NOPE:-d}", "${NOPE:-d}"),
        ("${NOPE:+'d'}", "${NOPE:+d}"),
        ("${NOPE#a}", "${NOPE#a}"),
        ("${NOPE/a/b}", "${NOPE/a/b}"),
        ("${NOPE//a/b}", "${NOPE/a/b}"),
        ("${NOPE?e}", "${NOPE?e}"),
        ("$SET", "value"),
        ("$%", "$%"),
    ],
)
def test_unset_variables_may_be_kept(word: str, value: str) -> None:
    assert expand(word, ENV, keep_unset=True).value.text == value


def test_quotes_may_be_characters_like_others() -> None:
    assert expand("'$SET' \"${NOPE:-'x'}", ENV, quotes=False).value.text == "'value' \"'x'"


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("", []),
        ("a b", ["a", "b"]),
        (" a\t\u00a0b ", ["a", "b"]),
        ("'a b' c", ["a b", "c"]),
        ('a"b c"d', ["ab cd"]),
        ("a\\ b c", ["a b", "c"]),
        ("$TWO", ["one", "two"]),
        ("x$TWO", ["xone", "two"]),
        ('"$TWO"', ["one two"]),
        ("'' a \"\"", ["a"]),
        ("$NOPE", []),
        ("$EMPTY a", ["a"]),
        ("foo${NOPE:-y}", ["y"]),
        ("foo${NOPE:-y}bar baz", ["ybar", "baz"]),
        ('a foo"b${NOPE:-y}"', ["a", "by"]),
        ("<< a", ["<< a"]),
        ("<<\va", ["<<", "a"]),
        ("a< b", ["a<", "b"]),
    ],
)
def test_words(word: str, words: list[str]) -> None:
    found = expand_words(word, ENV)
    assert found is not None
    assert [one.text for one in found] == words


@pytest.mark.parametrize(
    ("word", "words"),
    [
        ("'a b' \\c \"d\\e\"", ["'a b'", "\\c", '"d\\\\e"']),
        ("a\\", ["a\\"]),
        ('"\\""', ['"\\""']),
    ],
)
def test_raw_words_keep_quotes_and_escapes(word: str, words: list[str]) -> None:
    found = expand_words(word, ENV, raw=True)
    assert found is not None
    assert [one.text for one in found] == words


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("a", ()),
        ("\\$A '$B'", ()),
        ("$A", ("A",)),
        ("$A${B}$A", ("A", "B")),
        ("${A:-${B:+$C}}", ("C", "B", "A")),
        ("${A:?${B}}", ("B", "A")),
        ("${A/$B/$C}", ("B", "C", "A")),
        ("$1$@", ("1", "@")),
        ("$A ${", ("A",)),
    ],
)
def test_names(word: str, found: tuple[str, ...]) -> None:
    assert names(word) == found


def test_what_was_asked_for_is_told() -> None:
    result = expand("$SET$NOPE${OTHER:-$SET}$NOPE", ENV)
    assert result.used == ("SET",)
    assert result.undefined == ("NOPE", "OTHER")


def test_text_is_traced_to_where_it_is_written() -> None:
    file = "ARG V=1.2\nARG W=${V}-x\nFROM img:${W:-latest}-${NOPE:-alpine}3"
    version = Traced.written("1.2", file.index("1.2"))
    suffix = expand(Traced.written("${V}-x", file.index("${V}")), {"V": version}).value
    assert suffix.pieces == (("1.2", file.index("1.2")), ("-x", file.index("-x")))
    word = "img:${W:-latest}-${NOPE:-alpine}3"
    value = expand(Traced.written(word, file.index("img")), {"W": suffix}).value
    assert value.text == "img:1.2-x-alpine3"
    assert [file[start : start + len(text)] for text, start in value.pieces] == [text for text, _ in value.pieces]
    assert value.span_of(4, 7) == version.span()
    found = value.span_of(10, 16)
    assert found is not None
    assert found.text(file) == "alpine"


def test_what_patterns_leave_is_traced() -> None:
    value = Traced.written("1.2.3-alpine", 100)
    env = {"V": value, "R": Traced.written("X", 50)}
    assert expand("${V%%-*}", env).value.pieces == (("1.2.3", 100),)
    assert expand("${V##*-}", env).value.pieces == (("alpine", 106),)
    assert expand("${V/2/$R}", env).value.pieces == (("1.", 100), ("X", 50), (".3-alpine", 103))
    assert expand(Traced.written("${V//./-}", 7), env).value.pieces == (
        *(("1", 100), ("-", 14), ("2", 102), ("-", 14), ("3-alpine", 104)),
    )


def test_words_are_traced() -> None:
    words = expand_words(Traced.written("a $V'b c'", 10), {"V": Traced.written("x y", 100)})
    assert words is not None
    assert [word.pieces for word in words] == [(("a", 10),), (("x", 100),), (("y", 102), ("b c", 15))]


def test_a_plain_string_is_written_nowhere() -> None:
    assert expand("a'b'", {}).value.pieces == (("ab", FOREIGN),)


parts = st.lists(
    st.sampled_from(
        [
            "a",
            "b c",
            "$V",
            "${V}",
            "${W:-",
            "${V#",
            "${V%%",
            "${V//",
            "}",
            "/",
            "'",
            '"',
            "\\",
            "`",
            "$",
            "*",
            "?",
            "<<",
            " ",
            "\ufeff",
        ]
    ),
    max_size=10,
).map("".join)


@given(parts, st.integers(0, 8), st.sampled_from("\\`"), st.booleans())
def test_every_character_is_where_it_says(word: str, cut: int, escape: str, keep_unset: bool) -> None:
    file = f"<{word[:cut]}|seam|{word[cut:]}> V=x*y z"
    traced = Traced([(word[:cut], 1), (word[cut:], 7 + len(word[:cut]))])
    assert traced.text == word
    env = {"V": Traced.written("x*y z", len(file) - 5)}
    whole = expand(traced, env, escape, keep_unset=keep_unset)
    for words in (
        [whole.value],
        expand_words(traced, env, escape) or [],
        expand_words(traced, env, escape, raw=True) or [],
    ):
        for one in words:
            for text, start in one.pieces:
                assert start != FOREIGN
                assert file[start : start + len(text)] == text
    assert whole.value.text == expand(word, env, escape, keep_unset=keep_unset).value.text
    assert isinstance(names(word, escape), tuple)


@given(parts)
def test_words_are_what_the_word_is_cut_into(word: str) -> None:
    env = {"V": Traced.foreign("x")}
    if "${W" in word or "${V#" in word or "${V%" in word or "${V/" in word:
        return  # a modifier loses the start of its word
    found = expand_words(word, env)
    whole = expand(word, env)
    assert (found is None) == (whole.fault is not None)
    if found is not None:
        assert "".join(one.text for one in found).replace(" ", "") == whole.value.text.replace(" ", "")
