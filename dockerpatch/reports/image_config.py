"""What an image's config says (the OCI image-spec's config.json): its history and its labels. It never pulls one."""

from __future__ import annotations

from .fields import as_written, labels, mappings, texts
from .report import Step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from .reader import Shape

SHAPE: Shape = {
    "history": [{"created_by": None, "empty_layer": None}],
    "rootfs": {"diff_ids": [None]},
    "config": {"Labels": {"*": None}},
}
"""What is kept of a config that stands in a report as it is."""


def history(config: Any, layers: Sequence[str] = ()) -> tuple[Step, ...]:
    """The steps with their diff ids, oldest first: the n-th that is not empty made the n-th layer.

    ``layers`` are the diff ids where the report has them beside the config. Layers that the history does not speak of
    come last, as steps of which nothing else is known.
    """
    left = list(layers) or texts(config, "rootfs", "diff_ids")
    left.reverse()
    steps = []
    for entry in mappings(config, "history"):
        empty = entry.get("empty_layer") is True
        steps.append(Step(as_written(entry, "created_by"), "" if empty or not left else left.pop()))
    return (*steps, *(Step("", layer) for layer in reversed(left)))


def image_labels(config: Any) -> dict[str, str]:
    """The image's labels."""
    found = config.get("config") if isinstance(config, dict) else None
    return labels(found.get("Labels") if isinstance(found, dict) else None)


_MOST_BYTES = 4 << 20


def decoded(words: str) -> Any:
    """The config that stands in a report as base64; None where it is none."""
    import base64
    import json

    if len(words) > _MOST_BYTES:
        return None
    try:
        return json.loads(base64.b64decode(words, validate=True))
    except (ValueError, RecursionError):
        return None
