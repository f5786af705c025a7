from __future__ import annotations

import pytest

from dockerpatch.syntax.dockerfile import parse


def heredocs(text: str) -> list[tuple[str, int, bool, bool, str]]:
    file = parse(text)
    assert file.fault is None
    return [(doc.name, doc.fd, doc.expand, doc.chomp, doc.content) for doc in file.instructions[0].heredocs]


@pytest.mark.parametrize(
    ("marker", "name", "fd", "expand", "chomp"),
    [
        ("<<E", "E", 0, True, False),
        ("<<-E", "E", 0, True, True),
        ("3<<E", "E", 3, True, False),
        ("<<'E'", "E", 0, False, False),
        ('<<"E"', "E", 0, False, False),
        ("<<-'E F'", "E F", 0, False, True),
        ("<<E'F'", "EF", 0, False, False),
        ("<<\\E", "E", 0, True, False),
        ("<<E\\'F", "E'F", 0, True, False),
        ("<<\\ E", " E", 0, True, False),
        ("<< E", "E", 0, True, False),
        ("<<$V", "$V", 0, True, False),
        ("<<${V}", "${V}", 0, True, False),
        ('<<"a\\b"', "a\\b", 0, False, False),
        ("$((1 << 3))", "3))", 0, True, False),
        ("99999999999999999999999<<E", "E", 2**64 - 1, True, False),
    ],
)
def test_markers(marker: str, name: str, fd: int, expand: bool, chomp: bool) -> None:
    assert heredocs(f"RUN cat {marker}\nx\n{name}\n") == [(name, fd, expand, chomp, "x\n")]


@pytest.mark.parametrize(
    "line",
    [
        "RUN a<<E",
        "RUN <<<E",
        "RUN <<E<<F",
        "RUN $((1<<3))",
        "RUN '<<E'",
        'RUN "x <<E"',
        "RUN \\<<E",
        "RUN <<",
        "RUN <<''",
        "RUN <<- E",
        "RUN <<E F' G",
        "RUN ' <<E",
        'RUN " <<E',
        "RUN ${ <<E",
        "RUN <<E${V:-x}",
        "RUN a# <\v<E",
        "RUN <<\vE",
        'RUN ["<<E"]',
        'COPY ["<<E", "a"]',
        "CMD cat <<E",
        "ENTRYPOINT <<E",
        "ENV a <<E",
        "ONBUILD ONBUILD RUN <<E",
        "ONBUILD CMD <<E",
    ],
)
def test_what_is_no_marker(line: str) -> None:
    assert heredocs(f"{line}\n") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("RUN <<E\nE\n", [""]),
        ("RUN <<E\nE", [""]),
        ("RUN <<E\n E\nE \n\tE\nxE\nEx\nE\n", [" E\nE \n\tE\nxE\nEx\n"]),
        ("RUN <<-E\n\ta\n\t\tE\n", ["\ta\n"]),
        ("RUN <<E\r\na\r\nE\r\r\n", ["a\r\n"]),
        ("RUN <\\\n# c\n<E\nx\nE\n", ["x\n"]),
        ("RUN <<E <<F\nF\nE\nE\nF\n", ["F\n", "E\n"]),
        ("COPY <<a <<b /c\n1\na\n2\nb\n", ["1\n", "2\n"]),
        ("ADD <<E /\n# no comment \\\nE\n", ["# no comment \\\n"]),
        ("ONBUILD RUN <<E\nx\nE\n", ["x\n"]),
        ("RUN <<E \\\n# c\n a\nx\nE\n", ["x\n"]),
        ("# escape=`\nRUN <<E\\ \nE\nE \n", ["E\n"]),
        ("RUN <<E\n\udcff\nE\n", ["\udcff\n"]),
    ],
)
def test_bodies(text: str, expected: list[str]) -> None:
    file = parse(text)
    docs = file.instructions[0].heredocs
    assert [doc.content for doc in docs] == expected
    assert [text[doc.start : doc.end] for doc in docs] == expected
    assert [doc.terminator.text(text) for doc in docs] == [doc.name for doc in docs]
    assert file.instructions[0].end == docs[-1].terminator.end
