"""Names of variables that look like secrets, each tool's notion of them and ours. It never says what a secret is."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from dockerpatch.syntax.dockerfile import Pair

    from .rule import Context
    from .steps import Step

_PARTS = ("password", "secret", "token", "api_key", "private", "username")
"""What hadolint looks for anywhere in a name, beside one name as a whole; found out by asking its binary."""

_BUILDKIT = r"apikey|auth|credentials?|key|password|pword|passwd|secret|token"
_TRIVY = _BUILDKIT + r"|usr|psw"
# A word of its own, a plural, or the end of one that is written in one go: DBPASSWORD, apiToken.
_OURS = r"(?:[a-z0-9]*(?:password|passwd|secret|token)s?|api_?keys?|private_key|access_key)(?:_id)?"
_HARMLESS = "public|file|files|version|path|dir|url|length|expiry|ttl|name|allow_empty|random|tokenizers?"

_ANY = tuple(
    "key passw token secret auth psw pword credential private username usr azure_client_id aws_config_file".split()
)
"""One of these is, in lower case, in each name of ASCII letters that a tool, or we, take for a secret's."""

_KNOWN = frozenset(
    "AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AZURE_CLIENT_ID AZURE_CLIENT_SECRET GITHUB_TOKEN"
    " GH_TOKEN GH_ENTERPRISE_TOKEN GITHUB_ENTERPRISE_TOKEN OPENAI_API_KEY HF_TOKEN DIGITALOCEAN_ACCESS_TOKEN"
    " DOCKERHUB_PASSWORD FIREBASE_TOKEN CI_DEPLOY_PASSWORD GOOGLE_API_KEY LANGSMITH_API_KEY LANGCHAIN_API_KEY"
    " HEROKU_API_KEY".split()
)
"""What Trivy knows by the very name."""

SECRET_FILES = frozenset(("AWS_CONFIG_FILE", "GOOGLE_APPLICATION_CREDENTIALS", "HF_TOKEN_PATH"))
"""Variables that say where a file with a secret is."""

_finders: dict[str, Callable[[str], object]] = {}


def _has(words: str, name: str) -> bool:
    """Whether one of ``words`` is a part of the name between underscores."""
    search = _finders.get(words)
    if search is None:
        search = _finders[words] = re.compile(rf"(?i)(?:_|^)(?:{words})(?:_|$)").search
    return search(name) is not None


def hadolint_thinks_so(name: str) -> bool:
    lower = name.lower()
    return lower == "aws_access_key_id" or any(part in lower for part in _PARTS)


def buildkit_thinks_so(name: str) -> bool:
    return _has(_BUILDKIT, name) and not _has("public|file|version", name)


def trivy_thinks_so(name: str) -> bool:
    """Trivy's own view of a name; whether it stands in a stage that Trivy looks at is another matter."""
    # The prefixes VITE_ and REACT_APP_: as there, all of their letters are taken off the front, in any order.
    if name in _KNOWN or name.lstrip("EITV_") in _KNOWN or name.lstrip("ACEPRT_") in _KNOWN:
        return True
    return name not in SECRET_FILES and _has(_TRIVY, name) and not _has("public", name)


def is_secret(name: str) -> bool:
    """Our own view, for names that hadolint takes for secrets: the word must stand for itself, and for the secret."""
    spread = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)
    return _has(_OURS, spread) and not _has(_HARMLESS, spread)


def holds_none(value: str | None) -> bool:
    """Whether a value is plainly no secret: a switch, a number, a path, the fingerprint of a key, nothing."""
    if value is None:
        return False
    plain = r"(?i)|true|false|yes|no|on|off|none|null|\d{1,5}|(?:/[\w.-]+)+/?|(?:0x)?[0-9A-F]{40}"
    return re.fullmatch(plain, value.strip("'\"")) is not None


def named(ctx: Context) -> Sequence[tuple[Step, Pair]]:
    """Each name that an ARG or ENV gives and that one of us could take for a secret's, in the order of the text."""
    return ctx.once("secret-like names", lambda: _named(ctx))


def _named(ctx: Context) -> list[tuple[Step, Pair]]:
    from .steps import steps

    return [
        (step, pair)
        for step in steps(ctx, "ARG", "ENV")
        if _may_be_secret(step.instruction.logical)
        for pair in step.instruction.pairs
        if _may_be_secret(pair.name)
    ]


def _may_be_secret(text: str) -> bool:
    lower = text.lower()
    return any(part in lower for part in _ANY) or not text.isascii()


def tools_that_agree(ctx: Context, step: Step, pair: Pair) -> Sequence[str]:
    """The names other tools (hadolint aside) give to the secret in ``pair``."""
    found = []
    is_arg = step.instruction.keyword == "ARG"
    if step.stage is not None and not step.is_trigger:
        if buildkit_thinks_so(pair.name):
            found.append("SecretsUsedInArgOrEnv")
        # Trivy looks at the last stage only, and at no ARG whose value has an equals sign in it.
        odd = is_arg and "=" in (pair.value or "")
        if step.stage is ctx.build.final and not odd and trivy_thinks_so(pair.name):
            found.append("DS-0031")
    if is_arg:
        found.append("secret-in-build-arg")
    return tuple(found)
