"""The regular expressions that read a shell script. They never go back: no part of a text is tried twice by a match."""

from __future__ import annotations

import re

# An expansion that holds no other: "$x", "${x}", "${x:-plain}", or a dollar that starts nothing.
_SIMPLE_DOLLAR = r"""\$(?:\{[^}{"'`$\\]*+\}|(?![({']))"""

# Pieces of a word up to the first one that needs more than a pattern (a command substitution, nested braces).
_PIECES = (
    r"""(?:[^ \t\n;&|<>()"'`$\\]++|'[^']*+'|"(?:[^"\\$`]++|\\.|"""
    + _SIMPLE_DOLLAR
    + r""")*+"|\\.|"""
    + _SIMPLE_DOLLAR
    + r")"
)
_BLANKS = r"(?:[ \t]++|\\\n)"
_WORD_END = r"(?=[ \t\n;&|<>()]|\\\n|\Z)"
_KEYWORD = (
    r"(?:if|then|elif|else|fi|for|while|until|do|done|case|esac|select|function|\[\[|\]\]|[!{}])"
    + _WORD_END
    + r"|time(?=[ \t]++[^- \t\n;&|<>()#\\])"
)
_OPERATOR = r"&&|\|[|&]?+|;(?![;&])|&(?![>&])|\n|(?=\)|;[;&])|\Z"

# A simple redirection up to its target: 1 = file descriptor, 2 = operator.
_REDIRECT = r"(?:([0-9]*+)([<>]&(?=[0-9-])|>>?|<)" + _BLANKS + r"*+)?+(?!\#)"

# One word or simple redirection of a plain command: 1 = file descriptor, 2 = redirection operator, 3 = word.
_PLAIN_ITEM = re.compile(_BLANKS + r"*+" + _REDIRECT + "(" + _PIECES + r"++)", re.DOTALL)
PLAIN_ITEMS, PLAIN_ITEM = _PLAIN_ITEM.finditer, _PLAIN_ITEM.match

# A first word that says what is written, and is no assignment: the name of most commands.
PLAIN_NAME = re.compile(r"[\w./-]++(?=[ \t]|\Z)").match

# A whole plain command: 1 = the command, 2 = the operator behind it ("" before a bracket, ";;" or the end).
COMMAND = re.compile(
    _BLANKS
    + r"*+(?!"
    + _KEYWORD
    + r")((?:"
    + _BLANKS
    + r"*+"
    + _REDIRECT.replace("([", "(?:[")
    + _PIECES
    + r"++)++)"
    + _BLANKS
    + r"*+("
    + _OPERATOR
    + ")",
    re.DOTALL,
).match

BLANKS = re.compile(_BLANKS + "*+").match
KEYWORD = re.compile("(?:" + _KEYWORD + ")").match
PIECES = re.compile(_PIECES + "*+", re.DOTALL).match
# What may stand behind a command that was read in pieces.
AFTER = re.compile(_BLANKS + "*+(" + _OPERATOR + ")").match

_LAZY = {
    # 1 = file descriptor or {name}, 2 = operator; blanks before the target are part of the match.
    "redirect": r"([0-9]++|\{[A-Za-z_]\w*\}(?=[<>]))?+(<<<|<<-?|&>>?|<>|[<>]&|>\||>>|[<>])(?!\()(?:[ \t]++|\\\n)*+",
    # Everything that may stand between two commands and says nothing.
    "gap": r"(?:[ \t\n]++|\\\n|\#[^\n]*+)*+",
    "function": r"([^ \t\n;&|<>()\"'`$\\=]++)[ \t]*+\([ \t]*+\)",
    "named function": r"[ \t]++([^ \t\n;&|<>()\"'`$\\]++)(?:[ \t]*+\([ \t]*+\))?+",
    "body": r"(?:[ \t\n]++|\\\n|\#[^\n]*+)*+(?=\(|(?:if|for|while|until|case|select|\[\[|\{)" + _WORD_END + ")",
    "for name": r"(?:[ \t]++|\\\n)++([A-Za-z_]\w*+)" + _WORD_END + r"(?:[ \t\n]++|\\\n|\#[^\n]*+)*+",
    "in": r"(?:[ \t\n]++|\\\n|\#[^\n]*+)*+in" + _WORD_END,
    "do": r"(?:[ \t]++|\\\n)*+;?+(?:[ \t\n]++|\\\n|\#[^\n]*+)*+do" + _WORD_END,
    "esac": r"esac" + _WORD_END,
    "array word": r"[A-Za-z_]\w*+(?:\[[^]]*+\])?+\+?+=\Z",
    # Insides of words; each stops where a nested construct begins or the construct ends.
    '"': r'(?:[^"\\$`]++|\\.|\$(?![({]))*+',
    "{": r"""(?:[^}"'`$\\]++|\\.|'[^']*+'|\$'(?:[^'\\]++|\\.)*+'|\$(?![({']))*+""",
    '"{': r"""(?:[^}"`$\\]++|\\.|\$(?![({]))*+""",
    "array": r"""(?:[^ \t\n)"'`$\\<>(#]++|(?<![ \t\n(])\#|[ \t\n]++(?:\#[^\n]*+)?|\\.|'[^']*+'|\$'(?:[^'\\]++|\\.)*+'"""
    r"""|\$(?![({'])|[<>](?!\())*+""",
    # Text in which only expansions matter: arithmetic and the bodies of heredocs.
    "expansions": r"(?:[^\\$`]++|\\.|\$(?![({]))*+",
    "test": r"(?:[ \t\n]++|\\\n)*+(?:(\]\])(?=[ \t\n;&|<>()]|\Z)|&&|\|\||(?:[()|&;]|[<>](?!\())++)?+",
    "backtick": r"(?:[^`\\]++|\\.)*+",
    "ansi": r"\$'(?:[^'\\]++|\\.)*+'",
    "pattern operator": r"\$\{[#!]?(?:\w++|[@*#?$!-])(?:\[[^]]*+\])?[#%/^,]",
    "parentheses": r"""(?:[^()'"\\`$]++|\\.|'[^']*+'|"(?:[^"\\]++|\\.)*+"|`(?:[^`\\]++|\\.)*+`"""
    r"""|\$(?:\{[^}]*+\})?+|["'`\\])*+""",
}
_COMPILED: dict[str, re.Pattern[str]] = {}


def lazy(name: str) -> re.Pattern[str]:
    """The pattern of that name, compiled the first time that a script needs it."""
    found = _COMPILED.get(name)
    if found is None:
        found = _COMPILED[name] = re.compile(_LAZY[name], re.DOTALL)
    return found
