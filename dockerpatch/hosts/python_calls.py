"""The calls in Python code that take the name of an image, and which of their arguments it is.

It never looks at what an argument holds.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

_HINTS = {
    b"testcontainers": (b"testcontainers",),
    b"ocker": (
        *(b"import docker", b"from docker", b"python_on_whales", b"DockerOperator", b"SwarmOperator"),
        *(b"task.docker", b"DockerContainer"),
    ),
    b"kubernetes": (b"PodOperator", b"V1Container", b"task.kubernetes"),
    b"from_registry": (b"from_registry",),
}
"""Few substrings that most files hold none of, each with those of which a file that makes a call below holds one.

Plain searches are the fastest there are, and each costs every file some 2 us: so few come first.
"""


def may_call(data: bytes) -> bool:
    """Whether code with this content may make one of the calls below."""
    return any(hint in data and any(mark in data for mark in marks) for hint, marks in _HINTS.items())


class Slot:
    """Where a call takes the image: the index of the argument (-1: never by place) and its keyword.

    With an argument named in ``unless``, or more arguments by place than ``most``, the name is not whole.
    """

    __slots__ = ("index", "keyword", "most", "unless")

    def __init__(self, index: int, keyword: str, unless: tuple[str, ...] = (), most: int = 99) -> None:
        self.index = index
        self.keyword = keyword
        self.unless = unless
        self.most = most


_FIRST = Slot(0, "image")
_NAMED = Slot(-1, "image")
_PULL = Slot(0, "repository", ("tag", "all_tags"), 1)

# Called on an object whose class is not known, so the file must import the package itself.
_METHODS = {
    "docker": {
        "containers.run": _FIRST,
        "containers.create": _FIRST,
        "services.create": _FIRST,
        "images.pull": _PULL,
        "create_container": _FIRST,
    },
}
_WHALES = {
    "run": _FIRST,
    "create": _FIRST,
    "container.run": _FIRST,
    "container.create": _FIRST,
    "pull": Slot(0, "x"),
    "image.pull": Slot(0, "x"),
}
_TASKS = ("task.docker", "task.kubernetes")


def slot_of(name: str, imported: AbstractSet[str]) -> Slot | None:
    """The slot of the call of ``name``; None when it takes no image.

    ``name`` is dotted, its first word resolved to what was imported under it; ``imported`` are the top-level packages
    that the file imports.
    """
    root, _, rest = name.partition(".")
    last = name.rpartition(".")[2]
    if root == "testcontainers":
        return _FIRST if last.endswith("Container") else None
    if last == "DockerOperator" or last.endswith(("PodOperator", "SwarmOperator")):
        return _NAMED
    if root == "airflow":
        return _NAMED if name.endswith(_TASKS) else None
    if last == "from_registry":
        return Slot(0, "tag")
    if (root == "kubernetes" and last == "V1Container") or (
        root.startswith("prefect") and last in ("DockerContainer", "KubernetesJob")
    ):
        return _NAMED
    if root == "python_on_whales":
        return _WHALES.get(rest.partition(".")[2])
    for package, methods in _METHODS.items():
        if package in imported:
            for method, slot in methods.items():
                if name == method or name.endswith(f".{method}"):
                    return slot
    return None
