"""Where a RUN has folders that are not part of the image: its cache and tmpfs mounts. It never judges them."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from .steps import Step

_KINDS = ("cache", "tmpfs")
_TARGETS = ("target", "dst", "destination")


def scratch_targets(step: Step) -> list[str]:
    """The targets of the RUN's cache and tmpfs mounts, without a slash at their end."""
    found = []
    for flag in step.instruction.flags:
        if flag.name != "mount" or not flag.value:
            continue
        fields = [field.strip("\"'").partition("=") for field in flag.value.split(",")]
        kind = next((value for name, _, value in fields if name.lower() == "type"), "bind")
        target = next((value for name, _, value in fields if name.lower() in _TARGETS), "")
        if kind in _KINDS and target:
            found.append(target.strip("\"'").rstrip("/") or "/")
    return found


def is_mounted(step: Step, folder: str) -> bool:
    """Whether all that is written to ``folder`` (an absolute path) goes to such a mount."""
    return any(folder == target or folder.startswith(target.rstrip("/") + "/") for target in scratch_targets(step))
