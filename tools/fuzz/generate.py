"""Random Dockerfiles out of heads, keywords, fragments and seams. It never makes one that makes sense on purpose."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from random import Random

HEADS = (
    *("", "", "", "\n", "# c\n", "#!x\n", "\ufeff", "# syntax=docker/dockerfile:1\n", "# escape=`\n", "#escape = \\\n"),
    *("# syntax=a\n#escape=`\n", "\ufeff# escape=`\n", " # Escape=`\r\n", "# escape=x\n", "# syntax=a\n# syntax=b\n"),
    *("# escape= \n", "# syntax=\n# escape=`\n", "#escape=``\n", "\t#\tESCAPE\t=\t`\t\n", "\ufeff\n# escape=`\n"),
)
KEYWORDS = (
    *("FROM", "RUN", "COPY", "ADD", "ENV", "LABEL", "ARG", "CMD", "ENTRYPOINT", "HEALTHCHECK", "ONBUILD", "EXPOSE"),
    *("VOLUME", "USER", "WORKDIR", "SHELL", "STOPSIGNAL", "MAINTAINER", "from", "Run", "NOPE", "", "R", "RUN", "ENV"),
    *(
        "ONBUILD ONBUILD",
        "ONBUILD RUN",
        "ONBUILD COPY",
        "ONBUILD ENV",
        "ONBUILD ONBUILD CMD",
        "ONBUILD ONBUILD ENV",
        "ONBUILD ONBUILD ONBUILD",
        "COPY",
        "RUN",
        "ARG",
    ),
    *("HEALTHCHECK CMD", "HEALTHCHECK NONE", "ONBUILD HEALTHCHECK CMD", "workd\u0130r", "WOR\u212aDIR", "\u017fHELL"),
)
FRAGMENTS = (
    *("a", "b=c", "A=", "='v'", "=", "e=f\\ g", "E", "CMD", "NONE", "&&", "|", "-", "a\tb", "{", "]", "[", "a b c"),
    *("--", "--x", "--x=y", "--x='a b'", "--y=\\ z", "--x=a\\", "--\\x", "--'x y'=1", '--""', "--x\\=y=z", "---"),
    *('"q r"', "'s t'", '"', "'", '"a\\b"', '"$V"', "'a\\", '"\\', "\\", "`", "\\\\", "``", "\\ ", "\\'", '\\"', "\\$"),
    *("$V", "${V}", "${V:-d e}", "${V", "${V#a}", "${V/a/ <<E}", "$1", "$$", "$", "${:x}", "x${V:-<<E}"),
    *(
        "<<E",
        "<<-E",
        "<<'E'",
        '<<"E"',
        "0<<E",
        "3<<-E",
        "<<<E",
        "<<E<<F",
        "<\\\n<E",
        "<`\n<E",
        "<<\\\nE",
        "x<<E",
        "<<\\E",
        "<<E\\",
        "<<",
        "<< E",
        "<<$E",
    ),
    *("<<'E' <<F", '<<"E F"', "<<'E", "99999999999999999999999<<E", "<<E'E'", "<<- E", "<<\tE", "<"),
    *('["a"]', '["a", "b"]', "[1]", '["a",1]', "[]", '["\\u00e9\\n"]', '[ "a" ,"b" ]  ', "[null]", "[1e999]", "[-0.0]"),
    *('[{"a":[1,true]}]', '["a"]x', "['a']", '["\\ud83d\\ude00"]', '["\\ud83d"]', '["a\tb"]', "[{}]", "[01]", "[true]"),
    *(
        "[[]]",
        '["a",]',
        "[,]",
        '{"a":1}',
        '["\\x"]',
        '["\\/"]',
        "[NaN]",
        "[1.]",
        "[1e5, -2E+3]",
        '[{"a" 1}]',
        "[[[]]]]",
    ),
    *("\t", "\v", "\f", "  ", "\r", "\x1c", "\x1f", "\x85", "\ufeff", "#", "# c", " #c"),
    *(
        "\u00e9",
        "\u00e0",
        "\u00a0",
        "\u1680",
        "\u2003",
        "\u3000",
        "\u0d20",
        "\u0130",
        "\u212a",
        "--\u00e91",
        "--\u00e0=\u0420",
    ),
)
SEAMS = (
    *(" ", " ", " ", " ", "", "\\\n", "`\n", " \\\n", " `\n", "\\ \n", "\\\t\r\n", "\n", "\n\n", "\r\n", "\r", "\\"),
    *(
        "\\\n# c\n",
        "\\\n\n",
        "\\\n  # c \\\n",
        "\\\\\n",
        "``\n",
        "\\\\\\\n",
        "\\\r\n",
        "\\\n \n",
        "\\\n\u3000# c\n",
        "`\n#\n",
    ),
    *("\\\n\\\n", "\\\r\r\n", " `\r\n\r\n", "\nE\n", "\n\tE\n", "\nE", "\nE\r\n", "\n\t\tx\nE\n", "\nE \n", "\nF\nE\n"),
)
INDENTS = ("", "", "", "", "  ", "\t", "\\\n", "`\n", "\u00a0", "\\\n# c\n ", "# c\n")
ENDS = ("\n", "\n", "\n", "\nE\n", "\nE\nF\n", "", "\r\n", "\\\n", "\\")


def dockerfile(random: Random) -> str:
    """One text of one to three instructions (or what looks like some)."""
    choice = random.choice
    parts = [choice(HEADS)]
    for _ in range(random.randint(1, 3)):
        parts += (choice(INDENTS), choice(KEYWORDS), choice(SEAMS) if random.random() < 0.3 else " ")
        for _ in range(random.randint(0, 5)):
            parts += (choice(FRAGMENTS), choice(SEAMS) if random.random() < 0.6 else " ")
        parts.append(choice(ENDS))
    return "".join(parts)
