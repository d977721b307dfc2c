"""The tokenizer against input that misleads a search for `;`, `//` or `$`."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.statements.text import CypherError, Group, Kind, nest, split_statements, tokenize


def kinds(text: str) -> list[tuple[str, str]]:
    return [(token.kind.value, token.text) for token in tokenize(text)]


def test_a_comment_mark_inside_a_string_is_text() -> None:
    assert kinds("RETURN 'http://x/*y*/' AS u // real") == [
        ("name", "RETURN"),
        ("string", "'http://x/*y*/'"),
        ("name", "AS"),
        ("name", "u"),
        ("comment", "// real"),
    ]


def test_quotes_inside_a_comment_open_no_string() -> None:
    assert [token.text for token in tokenize("// don't\nRETURN /* it's \" ` */ 1")] == [
        "// don't",
        "RETURN",
        "/* it's \" ` */",
        "1",
    ]


@pytest.mark.parametrize("text", [r"'it\'s'", r'"a\"b"', r"'ends with \\'", "'say \"x\"'", '"it\'s"', "'a\nb'", "''"])
def test_a_string_ends_at_its_own_unescaped_quote(text: str) -> None:
    assert kinds(text + " x") == [("string", text), ("name", "x")]


def test_a_dollar_or_semicolon_in_a_string_name_or_comment_is_neither_parameter_nor_separator() -> None:
    tokens = tokenize("MATCH (`a;$b`) WHERE '$c;' = $d // $e;\nRETURN 1; RETURN $`f g`")
    assert [token.value for token in tokens if token.kind is Kind.PARAMETER] == ["d", "f g"]
    assert len(split_statements(tokens)) == 2


def test_a_doubled_backtick_stays_inside_its_name() -> None:
    (token,) = tokenize("`a``b`")
    assert (token.kind, token.value) == (Kind.QUOTED_NAME, "a`b")


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("*1..3", ["*", "1", "..", "3"]),
        ("*..5", ["*", "..", "5"]),
        ("xs[0..-1]", ["xs", "[", "0", "..", "-", "1", "]"]),
        ("1.5e-3 .5 0x1F 1_000 0o17", ["1.5e-3", ".5", "0x1F", "1_000", "0o17"]),
        ("a<=b<>c=~d+=e||f::g", ["a", "<=", "b", "<>", "c", "=~", "d", "+=", "e", "||", "f", "::", "g"]),
        ("(a)<-[:X*]-(b)", ["(", "a", ")", "<", "-", "[", ":", "X", "*", "]", "-", "(", "b", ")"]),
        ("größe", ["größe"]),
    ],
)
def test_numbers_ranges_and_operators_are_cut_as_cypher_cuts_them(text: str, parts: list[str]) -> None:
    assert [token.text for token in tokenize(text)] == parts


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("RETURN 1\n, 'open", 2, "a string starts here and never ends"),
        ('RETURN "open', 1, "a string starts here"),
        ("RETURN `open", 1, "a quoted name starts here"),
        ("RETURN 1\n\n/* open", 3, "a comment starts here"),
        ("RETURN a ? b", 1, "'?' has no place"),
        ("RETURN 1\n// \\u000a DETACH DELETE n", 2, "escape is not allowed"),
        ("RETURN 1 // x\rDETACH DELETE n", 1, "U+000D"),
        ("RETURN 1 // x\u2028DELETE n", 1, "U+2028"),
        ("RETURN 'a\u00a0b'", 1, "U+00A0"),
    ],
)
def test_what_never_ends_or_hides_is_refused_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(CypherError, match=re.escape(message)) as caught:
        tokenize(text)
    assert caught.value.line == line


def test_a_file_with_windows_line_ends_has_the_same_lines() -> None:
    assert [token.line for token in tokenize("a\r\nb\r\n// c\r\nd")] == [1, 2, 3, 4]


def test_statements_are_split_at_semicolons_and_empty_ones_left_out() -> None:
    statements = split_statements(tokenize(";CREATE (a); // ;\n; RETURN ';' ;;"))
    assert [[token.text for token in statement] for statement in statements] == [
        ["CREATE", "(", "a", ")"],
        ["RETURN", "';'"],
    ]


def test_brackets_nest_and_name_the_line_of_a_lost_partner() -> None:
    (group,) = nest(tokenize("(a[1]{b})"))
    assert isinstance(group, Group)
    assert [type(item).__name__ for item in group.items] == ["Token", "Group", "Group"]
    for text, line in [("(\n]", 2), ("a)", 1), ("\n\n[(a)", 3)]:
        with pytest.raises(CypherError) as caught:
            nest(tokenize(text))
        assert caught.value.line == line


_PIECES = st.sampled_from(
    ["'a;b'", '"//"', "`x;`", "// ';\n", "/* $p ; ' */", "$p", "name", "1.5", "(", ")", "<=", ";"]
)


@given(st.lists(_PIECES))
def test_tokens_lie_in_the_text_in_order_and_cover_all_but_white_space(pieces: list[str]) -> None:
    text = " ".join(pieces)
    tokens = tokenize(text)
    assert [token.text for token in tokens] == [piece.strip("\n") for piece in pieces]
    assert [text[token.start : token.end] for token in tokens] == [token.text for token in tokens]
    assert [token.line for token in tokens] == [text[: token.start].count("\n") + 1 for token in tokens]
