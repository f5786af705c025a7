"""What Trivy and KICS call their checks besides the codes that rules know. It never says what a check is about.

Trivy's names are from the metadata of its checks, those of KICS from its list of queries (both Apache-2.0).
"""

from __future__ import annotations

from .names import canonical

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

# The number of each check of Trivy's with its short name; the long one is the same behind "docker-" or "dockerfile-".
_TRIVY = """
1 use-specific-tags 2 least-privilege-user 4 no-ssh-port 5 use-copy-over-add 6 no-self-referencing-copy-from
7 only-one-entrypoint 8 port-out-of-range 9 user-absolute-workdir 10 no-sudo-run 11 use-slash-for-copy-args
12 no-duplicate-alias 13 use-workdir-over-cd 14 standardise-remote-get 15 purge-yum-package-cache 16 only-one-cmd
17 no-orphan-package-update 19 purge-dnf-package-cache 20 purge-zipper-cache 21 use-apt-auto-confirm 22 no-maintainer
23 only-one-healthcheck 24 no-dist-upgrade 25 purge-apk-package-cache 26 no-healthcheck
27 purge-microdnf-package-cache 29 use-apt-no-install-recommends 30 avoid-sys-workdir-mounts 31 do-not-pass-secrets
32 pipefail 100 copy-git-leak
"""

# The identifiers of KICS's queries, each with the names other tools have for the flaw.
_KICS = """
71bf8cf8-f0a1-42fa-b9d2-d10525e0a38e DL3011
6db6e0c2-32a3-4a2e-93b5-72c35f4119db DL3021
cdddb86f-95f6-4fc4-b5a1-483d9afceb2b DL3023
fd54f200-402c-4333-a5a4-36ef6709af2f CKV_DOCKER_3,missing-user
6b376af8-cfe8-49ab-a08d-f32de23661a4 DL3000
f2daed12-c802-49cd-afed-fe41d0b82fed DL3024
6938958b-3f1a-451c-909b-baeee14bdc97 DL4004
8ada6e80-0ade-439e-b176-0b28f6bce35a DL3004
682fe378-c180-4bd5-8a14-95fc285fb269 avoid-apt-get-upgrade,DS-0024
09fda05e-da85-4ee7-ab8d-2800a5e6e756 avoid-dnf-update
989ab888-7d1e-410f-9dde-c64a1d367bf2 avoid-apk-upgrade
8f6456be-0018-46db-9ce6-b3b6dc8d34d2 avoid-yum-update
67fd0c4a-68cf-46d7-8c41-bc9fba7e40ae DL3002
f4a6bcd3-e231-4acf-993c-aa027be50d2e DL3003
68a51e22-ae5a-4d48-8e87-b01a323605c9 DL3022
41c195f4-fc31-4a5c-8a1b-90605538d49f DL4003
9bae49be-0aa3-4de5-bab2-4c3a069e40cd DS-0017,CKV_DOCKER_5
b86987e1-6397-4619-81d5-8807f2387c79 DL3025
8a301064-c291-4b20-adcb-403fe7fd95fd DL4005
efbf148a-67e9-42d2-ac47-02fa1c0d0b22 DL4006
c3e1b6ae-d92c-44b3-8ed5-1f5442bab6a4 DL3064,DS-0031
965a08d7-ef86-4f14-8792-4a3b2098937e DL3008
77783205-c4ca-4f80-bb80-c777f267c547 DL3014
00481784-25aa-4a55-8633-3136dfcf4f37 DL3032
22cd11f7-9c6c-4f6e-84c0-02058120b341 DL3028
93d88cf7-f078-46a8-8ddc-178e03aeacf1 DL3041
e36d8880-3f78-4546-b9a1-12f0745ca0d5 DL3016
fc775e75-fcfb-4c98-b2f2-910c5858b359 DL4001
6452c424-1d92-4deb-bb18-a03e95d579c4 DL3033
7ebd323c-31b7-4e5b-b26f-de5e9e477af8 DL3038
295acb63-9246-4b21-b441-7c1f1fb62dc0 DL3040
f2f903fb-b977-461e-98d7-b3e2185c6118 DL3042
6e19193a-8753-436d-8a09-76dcff91bb03 DL3030
38300d1a-feb2-4a48-936a-d1ef1cd24313 DL3036
562952e4-0348-4dea-9826-44f3a2c6117b DL3037
9efb0b2d-89c9-41a3-91ca-dcc0aec911fd DL3006
b16e8501-ef3c-44e1-a543-a093238099c9 DL3029
02d9c71f-3ee8-4986-9c27-1a20d0d19bfc DL3013
b84a0b47-2e99-4c9f-8933-98bcabe2b94d DL3027
d3499f6d-1651-41bb-a9a7-de925fea487b DL3018
d4895357-dd49-4ba5-b726-1bb81cb50989 avoid-zypper-update,DL3035
45e1fca5-f90e-465d-825f-c2cb63fa3944 DL3034
f45ea400-6bbe-4501-9fc7-1c3d75c32067 DL3007
99614418-f82b-4852-a9ae-5051402b741c DL4000
9513a694-aa0d-41d8-be61-3271e056f36b DL3020
b03a748a-542d-44f4-bb86-9199ab4fd2d5 DL3057
df746b39-6564-4fed-bf85-e9c44382303c DL3009
7384dfb2-fcd1-4fbf-91cd-6c44c318c33c DL3015
ae9c56a6-3ed1-4ac0-9b54-31267f51151d DL3019
"""

_trivy: dict[str, str] = {}
_patterns: dict[str, tuple[str, ...]] = {}
_kics: dict[str, tuple[str, ...]] = {}
_known_to_kics: set[str] = set()


def of_trivy(name: str) -> tuple[str, ...]:
    """The codes (``DS-0001``) of the checks that Trivy knows by ``name``, which may hold ``*``; ``name`` if none is."""
    if not _trivy:
        words = iter(_TRIVY.split())
        for number, short in zip(words, words, strict=True):
            code = f"DS-{int(number):04}"
            forms = (code, f"AVD-{code}", f"DS{int(number):03}", short, f"docker-{short}", f"dockerfile-{short}")
            _trivy.update({form.upper(): code for form in forms})
    upper = name.upper()
    if "*" in upper:
        found = _patterns.get(upper)
        if found is None:
            found = tuple(dict.fromkeys(code for form, code in _trivy.items() if _fits(form, upper)))
            _patterns[upper] = found
        return found
    return (_trivy.get(upper) or canonical(name),)


def of_kics(name: str) -> tuple[str, ...]:
    """The names that other tools have for the query that KICS knows by ``name``; ``name`` if it is none."""
    return _queries().get(name.upper(), (canonical(name),))


def known_to_kics() -> AbstractSet[str]:
    """The names that other tools have for what KICS looks for."""
    if not _known_to_kics:
        _known_to_kics.update(*_queries().values())
    return _known_to_kics


def _queries() -> dict[str, tuple[str, ...]]:
    if not _kics:
        words = iter(_KICS.upper().split())
        _kics.update({query: tuple(names.split(",")) for query, names in zip(words, words, strict=True)})
    return _kics


def _fits(form: str, pattern: str) -> bool:
    """Whether ``form`` is one that ``pattern``, in which ``*`` stands for any text, is about."""
    first, *rest = pattern.split("*")
    if not form.startswith(first) or not form.endswith(rest[-1]):
        return False
    at, last = len(first), len(form) - len(rest[-1])
    for part in rest[:-1]:
        at = form.find(part, at, last)
        if at < 0:
            return False
        at += len(part)
    return at <= last
