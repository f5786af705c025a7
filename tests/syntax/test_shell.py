from __future__ import annotations

import pytest

from dockerpatch.syntax.shell import Command, Group, Script, parse


def drawn(script: Script) -> list[str]:
    """Each command as ``role: assignments words | redirections``."""
    lines = []
    for command in script.commands:
        parts = [word.raw for word in (*command.assignments, *command.words)]
        parts += [f"{one.fd}{one.operator}{one.target.raw}" for one in command.redirects]
        lines.append(f"{command.role}: {' '.join(parts)}")
    return lines


READ = {
    "nothing": ("", []),
    "blanks": ("  \t ", []),
    "one": ("ls", ["script: ls"]),
    "chain": ("a && b||c;d&e|f|&g", ["script: a", *(f"script: {x}" for x in "bcdefg")]),
    "comment": ("a # b && c", ["script: a"]),
    "hash inside a word": ("a#b c", ["script: a#b c"]),
    "comment then more": ("a # b\nc", ["script: a", "script: c"]),
    "single quotes": ("echo 'a && b' c", ["script: echo 'a && b' c"]),
    "double quotes": ('echo "a; b" c', ['script: echo "a; b" c']),
    "escapes": (r"echo a\ b \; c", [r"script: echo a\ b \; c"]),
    "escaped quote in quotes": (r'echo "a\"b" c', [r'script: echo "a\"b" c']),
    "quotes within a word": ("a'b c'\"d e\"f g", ["script: a'b c'\"d e\"f g"]),
    "ansi quotes": (r"echo $'a\'b' c", [r"script: echo $'a\'b' c"]),
    "locale quotes": ('echo $"a b" c', ['script: echo $"a b" c']),
    "variable": ("echo $x ${y} ${z:-a b} c", ["script: echo $x ${y} ${z:-a b} c"]),
    "nested braces": ("echo ${x:-${y:-z w}} c", ["script: echo ${x:-${y:-z w}} c"]),
    "quotes in braces": ('echo ${x:-\'}\'} "${y:-"a b"}" c', ['script: echo ${x:-\'}\'} "${y:-"a b"}" c']),
    "a single quote in quoted braces": ("""echo "${x:-it's}" c""", ["""script: echo "${x:-it's}" c"""]),
    "a quoted pattern in quoted braces": ("""echo "${x#'}'}" c""", ["""script: echo "${x#'}'}" c"""]),
    "a dollar alone": ("echo $ a$ c", ["script: echo $ a$ c"]),
    "substitution": ("a $(b c) d", ["script: a $(b c) d", "$(: b c"]),
    "substitution in quotes": ('a "x $(b "c d") y" e', ['script: a "x $(b "c d") y" e', '$(: b "c d"']),
    "substitution in braces": ("a ${x:-$(b)} c", ["script: a ${x:-$(b)} c", "$(: b"]),
    "empty substitution": ("a $() b", ["script: a $() b"]),
    "nested substitution": ("a $(b $(c))", ["script: a $(b $(c))", "$(: b $(c)", "$(: c"]),
    "backticks": ("a `b c` d", ["script: a `b c` d", "`: b c"]),
    "backticks in quotes": ('a "`b`" d', ['script: a "`b`" d', "`: b"]),
    "nested backticks": (r"a `b \`c d\`` e", [r"script: a `b \`c d\`` e", "`: b `c d`", "`: c d"]),
    "process substitution": ("a <(b) >(c) d", ["script: a <(b) >(c) d", "<(: b", "<(: c"]),
    "arithmetic": ("a $((1 + (2*3))) b", ["script: a $((1 + (2*3))) b"]),
    "arithmetic with a command": ("a $((1 + $(b)))", ["script: a $((1 + $(b)))", "$(: b"]),
    "two subshells and no arithmetic": ("a $((b);(c))", ["script: a $((b);(c))", "(: b", "(: c"]),
    "arithmetic command": ("(( x = 1 )) && b", ["script: ((", "script: b"]),
    "assignment alone": ("a=b", ["script: a=b"]),
    "assignments": ("a=b c+=d e[1]=f g h=i", ["script: a=b c+=d e[1]=f g h=i"]),
    "array": ("a=(b 'c d' $(e) # ) f\n g) h", ["script: a=(b 'c d' $(e) # ) f\n g) h", "$(: e"]),
    "redirections": (
        "a >b 2>&1 <c >>d 3<>e >|f &>g &>>h <&- {fd}>i",
        ["script: a >b 2>&1 <c >>d 3<>e >|f &>g &>>h <&- {fd}>i"],
    ),
    "redirection between": (">a b >c d", ["script: b d >a >c"]),
    "digits are only a descriptor when they touch": ("a 2 >b 2>c d2>e", ["script: a 2 d2 >b 2>c >e"]),
    "here string": ("a <<<'b c' d", ["script: a d <<<'b c'"]),
    "redirection only": ("> a", ["script: >a"]),
    "group": ("{ a; b; } > c", ["{: a", "{: b"]),
    "subshell": ("(a; (b)) | c", ["(: a", "(: b", "script: c"]),
    "braces as words": ("echo { } {a,b} !", ["script: echo { } {a,b} !"]),
    "keywords as words": ("echo if then fi done", ["script: echo if then fi done"]),
    "if": ("if a; then b; elif c; then d; else e; fi", ["if: a", "then: b", "elif: c", "then: d", "else: e"]),
    "closers side by side": ("if a; then if b; then c; fi fi", ["if: a", "if: b", "then: c"]),
    "while": ("while a; do b; done", ["while: a", "do: b"]),
    "until": ("until a; do b; done < c", ["until: a", "do: b"]),
    "for": ("for x in a $(b) c; do d; done", ["$(: b", "do: d"]),
    "for without in": ("for x do a; done", ["do: a"]),
    "for with lines": ("for x\nin a b\ndo\na\ndone", ["do: a"]),
    "for with arithmetic": ("for ((i=0; i<$(n); i++)); do a; done", ["$(: n", "do: a"]),
    "select": ("select x in a b; do c; done", ["do: c"]),
    "case": ("case $x in a|'b c') d;; (e) ;; *) f; esac && g", ["case: d", "case: f", "script: g"]),
    "case falls through": ("case x in a) b ;& c) d ;;& e) f ;; esac", ["case: b", "case: d", "case: f"]),
    "case in a substitution": ("a $(case x in y) b;; esac)", ["script: a $(case x in y) b;; esac)", "case: b"]),
    "empty case": ("case x in esac", []),
    "function": ("f() { a; }; g ( ) ( b ); function h { c; }", ["{: a", "(: b", "{: c"]),
    "function over lines": ("f()\n# why\n{\na\n}\nb", ["{: a", "script: b"]),
    "test": ("[[ -f a && ( b < c || $(d) ) ]] && e", ["script: [[ -f a b c $(d) ]]", "$(: d", "script: e"]),
    "test with a pattern": ("[[ $a =~ ^(b|c)$ ]] || d", ["script: [[ $a =~ ^ b c $ ]]", "script: d"]),
    "negation and time": ("! a | b; time c; time -p d", [f"script: {x}" for x in ("a", "b", "c", "time -p d")]),
    "background": ("a & b & wait", ["script: a", "script: b", "script: wait"]),
    "continuation": ("a \\\n b\\\nc \\\n# d", ["script: a b\\\nc"]),
    "continuation behind a word": ("a\\\n b; c\\\n", ["script: a b", "script: c"]),
    "newlines after operators": ("a &&\n\n# x\nb |\nc", ["script: a", "script: b", "script: c"]),
    "heredoc": ("a <<E b\nx $(c) `d`\nE\ne", ["script: a b <<E", "$(: c", "`: d", "script: e"]),
    "quoted heredoc": ("a <<'E'\n$(c)\nE\nd", ["script: a <<'E'", "script: d"]),
    "heredoc with tabs": ("a <<-E\n\tb\n\tE\nc", ["script: a <<-E", "script: c"]),
    "two heredocs": ("a <<A <<B\n1\nA\n2\nB\nc", ["script: a <<A <<B", "script: c"]),
    "heredoc in a substitution": ("a $(b <<E\n)\nE\n) c", ["script: a $(b <<E\n)\nE\n) c", "$(: b <<E"]),
    "heredoc without its lines": ("a <<E && b", ["script: a <<E", "script: b"]),
    "heredoc and a pipe": ("a <<E | b\nx\nE", ["script: a <<E", "script: b"]),
    "carriage returns are characters": ("a\r\nb", ["script: a\r", "script: b"]),
}


@pytest.mark.parametrize(("text", "expected"), READ.values(), ids=READ.keys())
def test_read(text: str, expected: list[str]) -> None:
    script = parse(text)
    assert script.fault is None
    assert drawn(script) == expected


REFUSED = [
    "&& a",
    "a &&",
    "a ||",
    "a |",
    "; a",
    "a ;; b",
    "a & && b",
    "(",
    ")",
    "(a",
    "a)",
    "( )",
    "{ a; ",
    "}",
    "a }; }",
    "{ a }",
    "if a; then b",
    "if a; fi",
    "if ; then b; fi",
    "fi",
    "then a",
    "if a; then fi",
    "while a; done",
    "for x in a; b; done",
    "for 1x in a; do b; done",
    "for x in a do b; done",
    "do a; done",
    "case x in a b) c;; esac",
    "case x in a) b;;",
    "case x a) b;; esac",
    "'a",
    '"a',
    "`a",
    "$(a",
    "${a",
    "$'a",
    "a $(b",
    'a "$(b)',
    "a <",
    "> ;",
    "[[ a",
    "a=(b",
    "f() a",
    "f()",
    "function",
    "a (b)",
    "!",
    "a | ! ",
    "echo $((1 + (2)",
    "$(a))",
    "if a; then b; fi c",
]


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text: str) -> None:
    script = parse(text)
    assert not script.readable
    assert script.commands == ()
    assert script.fault
    assert "\n" not in script.fault
    assert 0 <= script.fault_offset <= len(text)


VALUES = [
    ("a", "a"),
    ("'a b'", "a b"),
    ('"a b"', "a b"),
    ("a\"b\"'c'", "abc"),
    (r"a\ b", "a b"),
    (r"\a", "a"),
    (r"'\a'", r"\a"),
    (r'"\a\"\\\$"', r"\a" + '"\\$'),
    ("a\\\nb", "ab"),
    ('"a\\\nb"', "ab"),
    ("'a\\\nb'", "a\\\nb"),
    ("$", "$"),
    ("a$", "a$"),
    ('"a$"', "a$"),
    ('"$ a"', "$ a"),
    ("$x", None),
    ('"$x"', None),
    ("'$x'", "$x"),
    (r"\$x", "$x"),
    ('"\\$x"', "$x"),
    ("${x}", None),
    ("$(a)", None),
    ('"$(a)"', None),
    ("`a`", None),
    ('"`a`"', None),
    ("<(a)", None),
    ("$1", None),
    ("$@", None),
    ('"$(echo "a b")"', None),
    ("$'a\\nb'", "a\nb"),
    (r"$'\x41\u00e9\101\e'", "A\u00e9A\x1b"),
    ("''", ""),
    (r"$'\cA\q\''", "\x01\\q'"),
    ("*.deb", "*.deb"),
    ("{a,b}", "{a,b}"),
    ("~/x", "~/x"),
    ("a=b", "a=b"),
    ('$"a"', None),
]


@pytest.mark.parametrize(("raw", "value"), VALUES)
def test_values_are_what_the_program_gets(raw: str, value: str | None) -> None:
    (command,) = [one for one in parse(f"cmd {raw}").commands if one.name == "cmd"]
    (_, word) = command.words
    assert word.raw == raw
    assert word.value == value


@pytest.mark.parametrize(
    ("raw", "inner"),
    [
        ("abc", "abc"),
        ("'a b'", "a b"),
        ('"a b"', "a b"),
        ("a'b'", None),
        (r"a\b", None),
        ("$a", None),
        (r'"a\"b"', None),
    ],
)
def test_inner_is_where_the_value_stands(raw: str, inner: str | None) -> None:
    text = f"cmd {raw} x"
    word = parse(text).commands[0].words[1]
    assert (text[slice(*word.inner)] if word.inner is not None else None) == inner


def test_operators_have_places() -> None:
    text = "a  &&\tb ;  c | d\ne"
    commands = parse(text).commands
    assert [(one.before, one.after) for one in commands] == [
        ("", "&&"), ("&&", ";"), (";", "|"), ("|", "\n"), ("\n", ""),
    ]  # fmt: skip
    for one in commands:
        assert text[slice(*one.before_span)] == one.before
        assert text[slice(*one.after_span)] == one.after


def test_operators_around_compounds() -> None:
    script = parse("a && { b; } || (c) | if d; then e; fi")
    first, braces, round_, if_ = script.root.nodes
    assert isinstance(first, Command)
    assert isinstance(braces, Group)
    assert [(node.before, node.after) for node in script.root.nodes] == [
        ("", "&&"), ("&&", "||"), ("||", "|"), ("|", ""),
    ]  # fmt: skip
    assert [script.text[node.start : node.end] for node in (braces, round_, if_)] == [
        "{ b; }", "(c)", "if d; then e; fi",
    ]  # fmt: skip
    (inner,) = braces.nodes
    assert (inner.before, inner.after) == ("", ";")


def test_a_command_can_be_cut_out_with_its_operator() -> None:
    text = "apk update && apk add x"
    first, second = parse(text).commands
    assert text[: first.start] + text[second.start :] == "apk add x"
    assert text[: second.before_start].rstrip() == "apk update"


def test_leads_and_negation() -> None:
    first, second, third = parse("! a && time ! b; c").commands
    assert (first.lead, first.start, first.negated) == (0, 2, True)
    assert (second.lead, second.start, second.negated) == (7, 14, True)
    assert (third.lead == third.start, third.negated) == (True, False)


def test_depth_and_hosts() -> None:
    script = parse('a "$(b)" && { (c); }; for x in $(d); do e; done')
    depths = {one.name: one.depth for one in script.commands}
    assert depths == {"a": 0, "b": 1, "c": 2, "d": 2, "e": 1}
    by_name = {one.name: one for one in script.commands}
    assert by_name["b"].parent.host is by_name["a"]
    assert by_name["d"].parent.host is None
    assert by_name["b"].parent not in script.root.nodes


def test_heredoc_bodies_have_places() -> None:
    text = "a <<E <<'F'\nx $y\nE\nz\nF\nb"
    one, two = parse(text).commands[0].redirects
    assert one.body is not None
    assert two.body is not None
    assert (text[slice(*one.body)], one.expand) == ("x $y\n", True)
    assert (text[slice(*two.body)], two.expand) == ("z\n", False)


def test_words_inside_escaped_backticks_point_at_the_text() -> None:
    text = r"a `b \`c d\`` e"
    script = parse(text)
    for command in script.commands:
        for word in command.words:
            assert text[word.start : word.end].replace("\\", "") == word.raw.replace("\\", "")
    assert script.commands[2].name == "c"
    assert text[script.commands[2].start : script.commands[2].end] == "c d"


def test_the_name_is_that_of_the_first_word() -> None:
    names = [one.name for one in parse("a b; x=1 c; >f d; $e f; 'g h'; x=1; \"$i\"").commands]
    assert names == ["a", "c", "d", None, "g h", None, None]
