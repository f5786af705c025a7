from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dockerpatch.syntax.dockerfile import Dockerfile, Instruction, parse
from tools.fuzz.generate import FRAGMENTS, KEYWORDS, SEAMS, dockerfile

generated = st.integers(0, 2**32).map(lambda seed: dockerfile(Random(seed)))
pieced = st.lists(st.sampled_from((*FRAGMENTS, *KEYWORDS, *SEAMS, "# escape=`\n", "\ufeff", "\0")), max_size=12).map(
    "".join
)
decoded = st.binary(max_size=60).map(lambda data: data.decode("utf-8", "surrogateescape"))
texts = st.one_of(generated, pieced, decoded, st.text(max_size=60), st.text("\\`\r\n \t#<E'\"RUN", max_size=40))


def touch(file: Dockerfile) -> None:
    """Ask for everything there is, and hold it to what is promised of any text."""
    assert all(file.text[one.start] == "#" for one in file.comments)
    assert all("#" in file.text[one.start : one.end] for one in file.directives)
    for one in file.instructions:
        for part in (one, one.trigger):
            if part is not None:
                assert part.start <= part.keyword_end <= part.body_end <= part.end
                assert 1 <= part.start_line <= part.end_line
                read = (part.args, part.flags, part.words, part.pairs, part.comments_before, part.heredocs)
                assert all(isinstance(one, tuple) for one in read)


@given(texts)
def test_nothing_is_lost_and_nothing_raises(text: str) -> None:
    file = parse(text)
    at = 0
    for _, start, end in file.tokens():
        assert start == at
        assert end > start
        at = end
    assert at == len(text)
    touch(file)


@given(texts)
def test_each_character_of_a_joined_line_is_where_it_says(text: str) -> None:
    file = parse(text)
    for one in file.instructions:
        for part in (one, one.trigger):
            if part is not None:
                assert "".join([text[part.physical(index)] for index in range(len(part.logical))]) == part.logical
                places = [part.physical(index) for index in range(len(part.logical) + 1)]
                assert places == sorted(places)


def without_seams(part: Instruction, text: str, start: int, end: int) -> str:
    """The file's text from ``start`` to ``end`` without what stands between the pieces of the joined line."""
    written = {part.physical(index) for index in range(len(part.logical))}
    return "".join([text[at] for at in range(start, end) if at in written])


@given(texts)
def test_words_are_where_they_say(text: str) -> None:
    file = parse(text)
    for one in file.instructions:
        for part in (one, one.trigger):
            if part is None:
                continue
            for word in part.words:
                written = without_seams(part, text, word.start, word.end)
                if part.is_json and part.trigger is None:
                    assert written.startswith('"')
                    assert written.endswith('"')
                else:
                    assert written == word.text
                    assert part.traced(word.at, word.at + len(word.text)).text == word.text
            for flag in part.flags:
                assert without_seams(part, text, flag.start, flag.end).startswith(("--", "-"))
                assert flag.start < flag.value_start <= flag.end


@given(texts)
def test_pairs_are_where_they_say(text: str) -> None:
    file = parse(text)
    for one in file.instructions:
        for part in (one, one.trigger):
            for pair in () if part is None else part.pairs:
                assert part is not None
                assert without_seams(part, text, pair.name_span.start, pair.name_span.end) == pair.name
                assert (pair.value is None) == (pair.value_span is None)
                if pair.value is not None and pair.value_span is not None:
                    assert without_seams(part, text, pair.value_span.start, pair.value_span.end) == pair.value
                    traced = part.traced(pair.value_at, pair.value_at + len(pair.value))
                    assert traced.text == pair.value
                    assert "".join([span.text(text) for span in traced.spans()]) == pair.value


@given(texts)
def test_traces_point_at_their_own_text(text: str) -> None:
    for one in parse(text).instructions:
        traced = one.traced(0, len(one.logical))
        assert traced.text == one.logical
        for piece, start in traced.pieces:
            assert text[start : start + len(piece)] == piece


@given(generated, st.sampled_from(["\r\n", "\n"]))
def test_an_instruction_alone_reads_the_same(text: str, newline: str) -> None:
    file = parse(text)
    directive = f"# escape={file.escape}{newline}"
    for one in file.instructions:
        again = parse(directive + text[one.start : one.end] + newline)
        assert again.fault is None
        (other,) = again.instructions
        assert (other.keyword, other.args, other.is_json) == (one.keyword, one.args, one.is_json)
        assert [flag.text for flag in other.flags] == [flag.text for flag in one.flags]
        assert [doc.content for doc in other.heredocs] == [doc.content for doc in one.heredocs]


@pytest.mark.parametrize("seed", range(20))
def test_reading_a_prefix_never_raises(seed: int) -> None:
    text = dockerfile(Random(seed))
    for end in range(len(text)):
        touch(parse(text[:end]))
