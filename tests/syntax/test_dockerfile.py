from __future__ import annotations

import pytest

from dockerpatch.syntax.dockerfile import Dockerfile, parse


def read(text: str) -> list[tuple[str, ...]]:
    """Keyword and arguments of each instruction."""
    file = parse(text)
    assert file.fault is None
    return [(one.keyword, *one.args) for one in file.instructions]


def fault_of(text: str) -> tuple[str, int]:
    fault = parse(text).fault
    assert fault is not None
    assert fault.message
    assert "\n" not in fault.message
    return fault.kind, fault.line


@pytest.mark.parametrize(
    ("text", "logical"),
    [
        pytest.param("RUN a \\\n  b", "RUN a   b", id="blanks after a continuation are kept"),
        pytest.param("RUN a \\ \t\nb", "RUN a b", id="blanks may follow the escape"),
        pytest.param("RUN a \\\r\nb\r\n", "RUN a b", id="a carriage return may follow the escape"),
        pytest.param("RUN a \\\r\r\nb", "RUN a b", id="so may two"),
        pytest.param("RUN a \\\\\n", "RUN a \\\\", id="a doubled escape continues nothing"),
        pytest.param("RUN a \\\\\\\n", "RUN a \\\\\\", id="nor does a tripled one"),
        pytest.param("RUN a \\", "RUN a", id="an escape at the end of the file is dropped"),
        pytest.param("RUN a \\ \t", "RUN a", id="and the blanks behind it"),
        pytest.param("RUN a \\\n# b \\\n\n  # c\nd", "RUN a d", id="comments and blank lines are skipped"),
        pytest.param("RUN a \\\n \u3000\nb", "RUN a b", id="a line of Unicode blanks is blank"),
        pytest.param("RUN a \\\n\u3000# c\nb", "RUN a b", id="a comment may follow Unicode blanks"),
        pytest.param("RUN a \\\n\x1c\nb", "RUN a \x1c", id="a file separator is no blank"),
        pytest.param("RUN a \\\nb # c \\\nd", "RUN a b # c d", id="a mark inside a line opens no comment"),
        pytest.param("\\\nRUN a", "RUN a", id="an escape may come first"),
        pytest.param("\\\n  RUN a", "RUN a", id="and blanks after it are trimmed"),
        pytest.param("RU\\\nN a", "RUN a", id="a keyword may be split"),
        pytest.param("RUN\\\n a", "RUN a", id="a continuation may end a keyword"),
        pytest.param("\u00a0\u2003RUN a\u3000", "RUN a", id="lines are trimmed of Unicode blanks"),
        pytest.param("# escape=`\nRUN a `\nb \\\n", "RUN a b \\", id="a backtick as escape"),
        pytest.param("# escape=`\nRUN a ``\n", "RUN a ``", id="doubled, too"),
    ],
)
def test_lines_are_joined(text: str, logical: str) -> None:
    assert parse(text).instructions[0].logical == logical


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("FROM a", [(1, 1)]),
        ("\n# c\nFROM a\n\n", [(3, 3)]),
        ("FROM a \\\n\n# c\n\nRUN b", [(1, 5)]),
        ("FROM a \\\n# c\n\n", [(1, 3)]),
        ("\\\n\\\nFROM a\nRUN b", [(1, 3), (4, 4)]),
        ("RUN <<E\nx\nE\nRUN b", [(1, 3), (4, 4)]),
        ("RUN <<E \\\n# c\n<<F\nx\nE\nF\nUSER a", [(1, 6), (7, 7)]),
        ("FROM a\r\nRUN b\\\r\nc\r\n", [(1, 1), (2, 3)]),
    ],
)
def test_lines_are_those_buildkit_reports(text: str, lines: list[tuple[int, int]]) -> None:
    assert [(one.start_line, one.end_line) for one in parse(text).instructions] == lines


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("from  a\tAS b", [("FROM", "a", "AS", "b")], id="a list is cut at blanks"),
        pytest.param("EXPOSE 1\v2\f3", [("EXPOSE", "1", "2", "3")], id="all ASCII ones"),
        pytest.param("EXPOSE 1\u00a02", [("EXPOSE", "1\u00a02")], id="no others"),
        pytest.param("USER a b", [("USER", "a b")], id="a text is not cut"),
        pytest.param("RUN a  'b", [("RUN", "a  'b")], id="nor is a shell form"),
        pytest.param("ARG a b=c 'd e'=f", [("ARG", "a", "b=c", "'d e'=f")], id="ARG keeps quotes"),
        pytest.param("ARG a=\\ b", [("ARG", "a=\\ b")], id="and escapes"),
        pytest.param("ARG a\u3000b", [("ARG", "a", "b")], id="ARG is cut at Unicode blanks"),
        pytest.param("ENV a b  c", [("ENV", "a", "b  c")], id="the old form takes the rest"),
        pytest.param("ENV a=b c='d e'", [("ENV", "a", "b", "c", "'d e'")], id="pairs"),
        pytest.param("ENV a=b=c d=", [("ENV", "a", "b=c", "d", "")], id="the first = counts"),
        pytest.param('LABEL "a b"="c', [("LABEL", '"a b"', '"c')], id="a quote may have no end"),
        pytest.param("ENV a =b", [("ENV", "a", "=b")], id="a blank before = is the old form"),
        pytest.param("ENV a=\\\\\\", [("ENV", "a", "\\\\")], id="an escape at the very end is dropped"),
        pytest.param("ENV a='\\\\\\", [("ENV", "a", "'\\\\\\")], id="but not in single quotes"),
        pytest.param(
            "ARG \udcff", [("ARG", "\ufffd")], id="a byte that is not UTF-8 is replaced where characters are read"
        ),
        pytest.param("RUN \udcff", [("RUN", "\udcff")], id="and only there"),
        pytest.param("ENV", [("ENV",)], id="no argument is no fault of the parser"),
        pytest.param("ONBUILD", [("ONBUILD",)], id="nor is no trigger"),
        pytest.param("onbuild copy a b", [("ONBUILD", "a", "b")], id="ONBUILD has its trigger's arguments"),
        pytest.param("ONBUILD ONBUILD RUN a", [("ONBUILD", "")], id="but not those of a trigger's trigger"),
        pytest.param("NOPE a b", [("NOPE", "")], id="what nobody knows has one empty argument"),
        pytest.param("\\", [("", "")], id="an escape alone is an instruction without a name"),
        pytest.param("HEALTHCHECK NONE", [("HEALTHCHECK", "NONE")], id="a health check without a command"),
        pytest.param("HEALTHCHECK CMD a  b", [("HEALTHCHECK", "CMD", "a  b")], id="and with one"),
        pytest.param("HEALTHCHECK CMD \u3000[]", [("HEALTHCHECK", "CMD")], id="blanks past ASCII before its array"),
        pytest.param("HEALTHCHECK C\u00a0D", [("HEALTHCHECK", "C\udcc2", "D")], id="a blank byte cuts a character"),
        pytest.param("WOR\u212aDIR a", [("WORKDIR", "a")], id="a Kelvin sign is a k"),
        pytest.param("workd\u0130r a", [("WORKDIR", "a")], id="a dotted capital I is an i"),
        pytest.param("\u017fHELL a", [("\u017fHELL", "")], id="a long s is no s"),
    ],
)
def test_arguments_are_split_as_buildkit_does(text: str, expected: list[tuple[str, ...]]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    ("rest", "args"),
    [
        ('["a", "b"]', ("a", "b")),
        ("[]", ()),
        ('[ "a" ,\t"b" ]  ', ("a", "b")),
        ('["\\u00e9\\n\\/"]', ("\u00e9\n/",)),
        ('["\\ud83d\\ude00"]', ("\U0001f600",)),
        ('["\\ud83d"]', ("\ufffd",)),
        ('["\\ude00\\ud83d"]', ("\ufffd\ufffd",)),
        ('["\udcff"]', ("\ufffd",)),
        ('["a",\\\n"b"]', ("a", "b")),
        ('--mount=x ["a"]', ("a",)),
    ],
)
def test_json_arrays(rest: str, args: tuple[str, ...]) -> None:
    one = parse(f"RUN {rest}").instructions[0]
    assert (one.is_json, one.args) == (True, args)


@pytest.mark.parametrize(
    "rest",
    [
        "['a']",
        '["a"',
        '["a",]',
        '["a"] b',
        '["a\tb"]',
        "[NaN]",
        "[Infinity]",
        "[01]",
        "[1e999]",
        '[ "\\x" ]',
        "[a",
        '{"a"',
    ],
)
def test_what_is_no_json_is_a_shell_form(rest: str) -> None:
    one = parse(f"RUN {rest}").instructions[0]
    assert (one.is_json, one.args) == (False, (rest,))


@pytest.mark.parametrize(
    ("text", "flags", "args"),
    [
        ("RUN --a --b=c d", ("--a", "--b=c"), ("d",)),
        ("RUN --a='b c'd e", ("--a=b cd",), ("e",)),
        ("RUN --a=b\\ c d", ("--a=b c",), ("d",)),
        ("# escape=`\nRUN --a=b\\ c` d", ("--a=b c`",), ("d",)),
        ("RUN -- --a", (), ("--a",)),
        ("RUN --a -- --b", ("--a",), ("--b",)),
        ("RUN --", (), ()),
        ("RUN -a --b", (), ("-a --b",)),
        ("RUN --a", ("--a",), ()),
        ("RUN --a=\\\\\\", ("--a=\\",), ()),
        ("RUN --a=\\\nb c", ("--a=b",), ("c",)),
        ("RUN --a=\u00e9 b", ("--a=\u00c3\u00a9",), ("b",)),
        ("RUN --a=\u00e0b c", ("--a=\u00c3",), ("b c",)),
        ("RUN --a\\=b=c d", ("--a=b=c",), ("d",)),
        ('RUN --"" a', (), ("a",)),
        ("RUN --a='\x00' b", ("--a=\x00",), ("b",)),
    ],
)
def test_flags_are_read_byte_by_byte(text: str, flags: tuple[str, ...], args: tuple[str, ...]) -> None:
    one = parse(text).instructions[0]
    assert tuple(flag.text for flag in one.flags) == flags
    assert one.args == args


def test_flags_have_places() -> None:
    text = "COPY --from=a \\\n  --chown='x y' --link b c"
    one = parse(text).instructions[0]
    assert [(flag.name, flag.value) for flag in one.flags] == [("from", "a"), ("chown", "x y"), ("link", None)]
    assert [text[flag.start : flag.end] for flag in one.flags] == ["--from=a", "--chown='x y'", "--link"]
    assert [text[flag.value_start : flag.end] for flag in one.flags] == ["a", "'x y'", ""]
    assert one.rest == "b c"
    assert one.logical[one.rest_start :] == one.rest


@pytest.mark.parametrize(
    ("text", "escape", "names"),
    [
        ("# escape=`\nFROM a", "`", ["escape"]),
        ("#ESCAPE = ` \t\nFROM a", "`", ["escape"]),
        (" \t# escape=`\r\nFROM a", "`", ["escape"]),
        ("\ufeff# escape=`\nFROM a", "`", ["escape"]),
        ("#\u00a0\vescape=`\nFROM a", "`", ["escape"]),
        ("# syntax=x\n# check=y;z\n# escape=`\nFROM a", "`", ["syntax", "check", "escape"]),
        ("#!/x\n# escape=`\nFROM a", "\\", []),
        ("# c\n# escape=`\nFROM a", "\\", []),
        ("\n# escape=`\nFROM a", "\\", []),
        ("# nope=x\n# escape=`\nFROM a", "\\", []),
        ("# escape=\n# syntax=x\nFROM a", "\\", []),
        ("# syntax= \n# escape=`\nFROM a", "`", ["syntax", "escape"]),
        ("# escape\v=`\nFROM a", "\\", []),
        ("FROM a\n# escape=`\n", "\\", []),
    ],
)
def test_directives(text: str, escape: str, names: list[str]) -> None:
    file = parse(text)
    assert file.fault is None
    assert file.escape == escape
    assert [one.name for one in file.directives] == names


def test_a_directive_has_its_line_and_value() -> None:
    text = "\ufeff \t# SynTax =  a b \r\nFROM x"
    (one,) = parse(text).directives
    assert (one.name, one.value) == ("syntax", "a b")
    assert text[one.start : one.end] == " \t# SynTax =  a b "
    assert text[one.value_start :].startswith("a b")


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        ("", "empty", 1),
        ("\n# c\n", "empty", 1),
        ("# escape=x\nFROM a", "directive", 1),
        ("# escape= \nFROM a", "directive", 1),
        ("# escape=\\`\nFROM a", "directive", 1),
        ("# syntax=a\n# syntax=b\nFROM a", "directive", 2),
        ("# check=a\n# Check=b\nFROM a", "directive", 2),
        ("FROM a\nENV b", "pair", 2),
        ("FROM a\nENV b=c \\\n d", "pair", 2),
        ("FROM a\nLABEL b\u00a0c", "pair", 2),
        ("FROM a\nONBUILD ONBUILD ENV b", "pair", 2),
        ("FROM a\nONBUILD ONBUILD ONBUILD \u00a0ENV b", "pair", 2),
        ("FROM a\nONBUILD ONBUILD onbuild --x ONBUILD ENV b", "pair", 2),
        ("FROM a\nRUN [1]", "json", 2),
        ('FROM a\nCMD ["a", null]', "json", 2),
        ('FROM a\nCOPY --x [["a"]]', "json", 2),
        ("FROM a\nHEALTHCHECK CMD [{}]", "json", 2),
        ("FROM a\nONBUILD ADD [true]", "json", 2),
        ("FROM a\nRUN <<E\nx", "heredoc", 2),
        ("FROM a\nRUN <<E <<F\nE\n", "heredoc", 2),
        ('FROM a\nRUN ${V:- <<"b c"}\n', "heredoc", 2),
        ("FROM a\nRUN " + "x" * 65_532 + "\n", "line", 2),
        ("FROM a\nRUN " + "\u00e9" * 32_766 + "\n", "line", 2),
        ("FROM a\nRUN \\\n" + "x" * 65_536 + "\nUSER b", "line", 3),
    ],
)
def test_faults_have_a_kind_and_a_place(text: str, kind: str, line: int) -> None:
    assert fault_of(text) == (kind, line)


@pytest.mark.parametrize(
    "text", ["RUN " + "x" * 65_531 + "\nUSER a", "RUN " + "\udcff" * 65_531, "RUN " + "\u20ac" * 21_843 + "xx"]
)
def test_a_line_just_short_enough_is_read(text: str) -> None:
    assert parse(text).fault is None


def test_what_stands_before_a_fault_is_kept() -> None:
    file = parse("FROM a\n# c\nUSER b\nENV c\nUSER d")
    assert [one.keyword for one in file.instructions] == ["FROM", "USER"]
    assert [kind for kind, _, _ in file.tokens()][-1] == "unread"
    assert len(file.comments) == 1


def test_unknown_instructions_are_told() -> None:
    file = parse("FROM a\nNOPE b\n\\\n")
    assert file.fault is None
    assert [one.keyword for one in file.unknown] == ["NOPE", ""]


def test_a_trigger_knows_its_places() -> None:
    text = "ONBUILD --x \\\n RU\\\nN --y=z <<E \\\n b\nbody\nE\n"
    one = parse(text).instructions[0]
    trigger = one.trigger
    assert trigger is not None
    assert (trigger.keyword, trigger.args) == ("RUN", ("<<E  b",))
    assert (trigger.start_line, trigger.end_line) == (2, 6)
    assert text[trigger.start : trigger.keyword_end] == "RU\\\nN"
    assert text[trigger.flags[0].start : trigger.flags[0].end] == "--y=z"
    assert [doc.content for doc in trigger.heredocs] == ["body\n"]
    assert one.trigger is trigger


def comments_of(file: Dockerfile) -> list[tuple[str, bool]]:
    return [(file.text[one.start : one.end], one.inside) for one in file.comments]


def test_comments_have_places() -> None:
    file = parse("# syntax=a\n# b \r\nFROM a \\\n  # c \\\n\n#\n b\n\t#d")
    assert comments_of(file) == [("# b ", False), ("# c \\", True), ("#", True), ("#d", False)]


@pytest.mark.parametrize(
    ("text", "comments"),
    [
        ("# a\n\n#  b \nFROM x", ("a", "b")),
        ("# a\n#\n# b\nFROM x", ("b",)),
        ("# a\n # b\nFROM x", ("a", "# b")),
        ("# a\n #\nFROM x", ("a", "#")),
        ("\u00a0# a\nFROM x", ("\udca0# a",)),
        ("\ufeff# a\nFROM x", ("a",)),
        ("# syntax=a\n# b\nFROM x", ("b",)),
        ("FROM x", ()),
    ],
)
def test_comments_before_are_buildkits(text: str, comments: tuple[str, ...]) -> None:
    assert parse(text).instructions[0].comments_before == comments


def test_comments_before_start_anew_after_an_instruction() -> None:
    file = parse("# a\nFROM x \\\n# inside\n y\n# b\nRUN <<E\n# no\nE\n# c\nUSER z")
    assert [one.comments_before for one in file.instructions] == [("a",), ("b",), ("c",)]


def test_pairs_know_where_they_are_written() -> None:
    text = "ARG a b=c \\\n d='e \\\nf' g=\\\n"
    one = parse(text).instructions[0]
    assert [(pair.name, pair.value) for pair in one.pairs] == [("a", None), ("b", "c"), ("d", "'e f'"), ("g", "")]
    places = [None if pair.value_span is None else pair.value_span.text(text) for pair in one.pairs]
    assert places == [None, "c", "'e \\\nf'", ""]
    assert [pair.name_span.text(text) for pair in one.pairs] == ["a", "b", "d", "g"]
    quoted = one.pairs[2]
    assert quoted.value is not None
    traced = one.traced(quoted.value_at, quoted.value_at + len(quoted.value))
    assert traced.text == "'e f'"
    assert traced.span() is None
    assert [span.text(text) for span in traced.spans()] == ["'e ", "f'"]


def test_the_old_form_is_one_pair() -> None:
    text = "ENV a  b c=d "
    (pair,) = parse(text).instructions[0].pairs
    assert (pair.name, pair.value, pair.legacy) == ("a", "b c=d", True)
    assert pair.value_span is not None
    assert pair.value_span.text(text) == "b c=d"


def test_words_of_a_json_array_are_its_literals() -> None:
    text = 'COPY ["a b", \\\n"\\u00e9"]'
    one = parse(text).instructions[0]
    assert [word.text for word in one.words] == ["a b", "\u00e9"]
    assert [text[word.start : word.end] for word in one.words] == ['"a b"', '"\\u00e9"']


def test_a_word_cut_by_a_continuation_is_not_contiguous() -> None:
    text = "FROM a\\\nb \\\n c"
    one = parse(text).instructions[0]
    cut, whole = one.words
    assert (cut.text, text[cut.start : cut.end]) == ("ab", "a\\\nb")
    assert not one.contiguous(cut.at, cut.at + 2)
    assert (whole.text, text[whole.start : whole.end]) == ("c", "c")
    assert one.contiguous(whole.at, whole.at + 1)
    assert one.span_of(5, 6).text(text) == "a"
    assert one.physical(len(one.logical)) == len(text)


def test_tokens_say_what_is_what() -> None:
    text = "\ufeff# escape=`\r\n# c\n RUN <<E `\n # d\n\n x\nbody\n\tE\nE\n \n"
    assert [(kind, text[start:end]) for kind, start, end in parse(text).tokens()] == [
        *(("bom", "\ufeff"), ("directive", "# escape=`"), ("newline", "\r\n"), ("comment", "# c"), ("newline", "\n")),
        *(("blank", " "), ("keyword", "RUN"), ("text", " <<E "), ("continuation", "`\n"), ("blank", " ")),
        *(("comment", "# d"), ("newline", "\n"), ("newline", "\n"), ("text", " x"), ("newline", "\n")),
        *(("heredoc", "body\n\tE\n"), ("terminator", "E"), ("newline", "\n"), ("blank", " "), ("newline", "\n")),
    ]
