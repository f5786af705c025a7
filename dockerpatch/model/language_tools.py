"""How the package tools of programming languages take their words: options, command, names. Runs none of them.

Which options take a value is from the tools' own tables: pip 26 and older, npm 11, gem of Ruby 3, go 1.26, yarn 1.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .commands import RunWord

PIP, NPM, GEM, GO, YARN = "pip", "npm", "gem", "go", "yarn"

_VALUED = {
    PIP: "-r --requirement -c --constraint -b --build --build-constraint -e --editable -t --target -d --dest"
    " --platform --python-version --implementation --abi --root --prefix --src --upgrade-strategy -C"
    " --config-settings --config-setting --global-option --install-option --build-option --no-binary --only-binary"
    " --progress-bar --root-user-action --report --group --requirements-from-script -i --index-url --pypi-url"
    " --extra-index-url -f --find-links --python --log --log-file --local-log --keyring-provider --proxy --retries"
    " --resume-retries --timeout --default-timeout --exists-action --trusted-host --cert --client-cert --cache-dir"
    " --use-feature --use-deprecated --uploaded-prior-to --spec --pip-args --suffix",
    NPM: "--access --also --audit-level --auth-type --before --ca --cache --cache-max --cache-min --cafile -c --call"
    " --cert --cidr --cpu --depth --diff --editor --fetch-retries --fetch-retry-factor --fetch-retry-maxtimeout"
    " --fetch-retry-mintimeout --fetch-timeout --git --globalconfig --heading --https-proxy --include"
    " --install-strategy --key --libc --local-address -L --location --lockfile-version --loglevel --logs-dir"
    " --logs-max -m --message --maxsockets --min-release-age --node-gyp --node-options --noproxy --omit --only --os"
    " --otp --package --pack-destination --prefix -C --preid --proxy --registry --reg --replace-registry-host"
    " --save-prefix --scope --script-shell --shell --tag --umask --user --group --user-agent --userconfig --viewer"
    " -w --workspace --arch --target --target_arch --disturl --dist-url --runtime --python --build-from-source",
    GEM: "-i --install-dir -n --bindir --build-root -P --trust-policy --without -s --source -p --http-proxy -B"
    " --bulk-threshold --platform --config-file -v --version --target-rbconfig -g --file",
    GO: "-C -p -asmflags -buildmode -compiler -covermode -coverpkg -exec -gccgoflags -gcflags -installsuffix -ldflags"
    " -mod -modfile -overlay -pgo -pkgdir -tags -toolexec",
    YARN: "--cwd --cache-folder --modules-folder --global-folder --link-folder --prefix --registry --mutex"
    " --network-timeout --network-concurrency --child-concurrency --preferred-cache-folder --use-yarnrc --otp --proxy"
    " --https-proxy --audit-level --tag",
}
_SETS: dict[str, frozenset[str]] = {}


class Call:
    """What a command tells one of these tools.

    ``command`` is the word that says what to do (None: there is none), ``operands`` the words behind it that are no
    options, ``options`` the names of the options with their dashes, each with its value ("" when it has none, None when
    it is only known at run time) and the word that it stands in.
    """

    __slots__ = ("command", "operands", "options")

    def __init__(self) -> None:
        self.command: RunWord | None = None
        self.operands: list[RunWord] = []
        self.options: list[tuple[str, str | None, RunWord]] = []

    def has(self, *names: str) -> bool:
        """Whether one of the options is given."""
        return any(name in names for name, _, _ in self.options)

    def values(self, *names: str) -> list[str | None]:
        """The values given to the options."""
        return [value for name, value, _ in self.options if name in names]


def read_call(tool: str, words: Sequence[RunWord]) -> Call:
    """The words behind the name of ``tool``, sorted."""
    valued = _SETS.get(tool)
    if valued is None:
        valued = _SETS[tool] = frozenset(_VALUED[tool].split())
    call = Call()
    count = len(words)
    index = 0
    while index < count:
        word = words[index]
        index += 1
        text = word.value if word.value is not None else word.raw
        if text == "--":
            # What follows goes to what is built or run.
            if tool == PIP or call.command is None:
                _take_plain(call, words[index:])
            break
        if text[:1] != "-" or len(text) < 2:
            _take_plain(call, (word,))
            continue
        name, sign, value = text.partition("=")
        if tool == GO or text[:2] == "--":
            if tool == GO:
                name = "-" + name.lstrip("-")
            takes = name in valued and not sign
            call.options.append((name, value if word.value is not None else None, word))
        else:
            takes = _cluster(call, text, valued, word)
        if takes and index < count:
            call.options[-1] = (call.options[-1][0], words[index].value, word)
            index += 1
        elif tool == NPM and index < count and words[index].value in ("true", "false") and not sign:
            index += 1  # the value of an option that is on or off
    return call


def _take_plain(call: Call, words: Iterable[RunWord]) -> None:
    for word in words:
        if call.command is None:
            call.command = word
        else:
            call.operands.append(word)


def _cluster(call: Call, text: str, valued: frozenset[str], word: RunWord) -> bool:
    """Take in short options that stand in one word (``-qr``); whether the last one takes the next word."""
    for at in range(1, len(text)):
        name = "-" + text[at]
        if name in valued:
            rest = text[at + 1 :].removeprefix("=")
            call.options.append((name, rest if word.value is not None else None, word))
            return at + 1 == len(text)
        call.options.append((name, "", word))
    return False
