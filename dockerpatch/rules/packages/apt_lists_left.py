"""DL3009: the package lists of apt, left in a layer. It never looks into a stage that is thrown away."""

from __future__ import annotations

from dockerpatch.lint.apt_lists import LISTS, fetch_again, fetches, remove
from dockerpatch.lint.finding import SAFE, UNSAFE, Fix
from dockerpatch.lint.indexes import NONE, SURE, readers, wants
from dockerpatch.lint.mounts import is_mounted, scratch_targets
from dockerpatch.lint.scanners import names_but
from dockerpatch.lint.steps import steps
from dockerpatch.model.packages import package_actions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from dockerpatch.lint.finding import Finding
    from dockerpatch.lint.rule import Context
    from dockerpatch.lint.steps import Step
    from dockerpatch.lint.uses import Use
    from dockerpatch.model.packages import PackageAction


def check(ctx: Context) -> Iterator[Finding]:
    kept = _kept(ctx)
    for use in fetches(ctx):
        step = use.step
        if _is_elsewhere(ctx, step) or not _stays(ctx, step, kept):
            continue
        program = use.program
        yield ctx.report(
            use.place(),
            "left",
            covers=step.covers,
            fix=_fix(ctx, use),
            same_as=names_but(ctx, "remove-package-cache") if use.run.mentions((" clean",)) else None,
            program=program,
        )


def _stays(ctx: Context, step: Step, kept: set[int]) -> bool:
    """Whether the layer of the step is in an image; to hadolint a file without a FROM makes one, too."""
    if step.stage is None:
        return ctx.as_hadolint and not ctx.build.stages
    return step.stage.index in kept or (ctx.as_hadolint and step.is_trigger)


def _kept(ctx: Context) -> set[int]:
    """The stages whose layers are in an image: the last one, and those that others are built on."""
    stages = ctx.build.stages
    kept = {len(stages) - 1}
    if not ctx.as_hadolint:
        return kept | {stage.parent.index for stage in stages if stage.parent is not None}
    froms = [step.instruction for step in steps(ctx, "FROM")]
    written = [([flag.text for flag in each.flags], [word.text for word in each.words]) for each in froms]
    used = {_image_to_hadolint(words[0]) for _, words in written if words}
    for index, (flags, words) in enumerate(written):
        named = len(words) > 2 and words[1].lower() == "as"
        # It knows the last stage by what its FROM says.
        if (named and words[2] in used) or (flags, words) == written[-1]:
            kept.add(index)
    return kept


def _image_to_hadolint(name: str) -> str:
    """What hadolint takes for the name of an image, which it looks for among the stages' names."""
    name = name.partition("@")[0]
    registry, slash, rest = name.partition("/")
    if slash and ("." in registry or ":" in registry or registry == "localhost"):
        name = rest
    return name.partition(":")[0]


def _is_elsewhere(ctx: Context, step: Step) -> bool:
    """Whether the lists are fetched into a mount, which is no part of the image."""
    if not ctx.as_hadolint:
        return is_mounted(step, LISTS)
    targets = scratch_targets(step)
    if any(LISTS in target for target in targets):
        return True
    return all(any(folder in target for target in targets) for folder in ("/var/lib/apt", "/var/cache/apt"))


def _fix(ctx: Context, use: Use) -> Fix | None:
    return ctx.once("apt lists", lambda: _made(ctx, use), use.step.instruction.start)


def _made(ctx: Context, use: Use) -> Fix | None:
    if any(LISTS.startswith(target) or target.startswith(LISTS) for target in scratch_targets(use.step)):
        return None
    edit = remove(ctx, use)
    installs = any(action.family == "apt" and wants(action) for action in _actions(use))
    if edit is None:
        return None
    known = readers(ctx, "apt")
    below = known.after(use.step)
    if below == SURE and not installs:
        return None
    if below != SURE:
        safety = SAFE if installs and below == NONE else UNSAFE
        return Fix(safety, "remove the package lists in the same RUN", [edit])
    edits = [edit]
    sure = known.sure_after(use.step)
    for read in sure:
        again = fetch_again(ctx, read)
        if again is None:
            return None
        edits += again
    return Fix(UNSAFE, "remove the package lists, and fetch them again where they are read", edits) if sure else None


def _actions(use: Use) -> list[PackageAction]:
    found = [package_actions(command) for command in use.run.commands]
    return [action for action in found if action is not None]
