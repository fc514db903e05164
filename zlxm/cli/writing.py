"""How every recording command ends: say what speaks against it, show the lines, write them, commit when asked to."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import typer

from zlxm.cli.streams import wants_color, write_out
from zlxm.model.value import value

if TYPE_CHECKING:
    from datetime import date

    from zlxm.model.pack import Pack
    from zlxm.output.layout import Line
    from zlxm.services.recording import Proposal, Waive


@value
class Wishes:
    """How the person wants it written. `reason` and `by` belong to `force`."""

    as_of: date
    dry_run: bool = False
    force: bool = False
    reason: str = ""
    by: str = ""
    commit: bool = False


def width() -> int:
    """Return how wide lines may be."""
    from shutil import get_terminal_size  # noqa: PLC0415

    return max(40, min(get_terminal_size((80, 24)).columns, 120))


def show(lines: Iterable[Line]) -> None:
    """Print styled lines as a result."""
    from zlxm.output.layout import coloured, plain  # noqa: PLC0415 nothing of the work is loaded for --help

    kept = list(lines)
    write_out(coloured(kept) if wants_color("auto") else plain(kept))


def finish(propose: Callable[[Waive | None], Proposal], pack: Pack, wishes: Wishes) -> Proposal:
    """Write what is proposed, unless a rule is against it or the person only wanted to see it.

    Raises Refused (`against_rules`, `never_forced`), UsageError (`missing_answer`).
    """
    from zlxm.output.recordings import aftermath_lines, diff_lines  # noqa: PLC0415
    from zlxm.services.manifest_edit import save  # noqa: PLC0415
    from zlxm.store.git.committing import require_clean_index  # noqa: PLC0415

    proposal = _allowed(propose, pack, wishes)
    folder = proposal.edit.before.folder
    if wishes.commit and not wishes.dry_run:
        require_clean_index(folder)
    show(diff_lines(proposal.edit.diff))
    if wishes.dry_run:
        print("以上是要改的内容，没有写入（--dry-run）。", file=sys.stderr)
        return proposal
    save(proposal.edit)
    write_out(f"\n已记录：{proposal.event.name} {proposal.event.date}\n")
    if proposal.waived:
        write_out(f"同时写入豁免：{'、'.join(proposal.waived)}\n")
    show(aftermath_lines(proposal, wishes.as_of, width()))
    if wishes.commit:
        commit_files(folder, ["manifest.yaml"], _message(proposal, pack))
    return proposal


def commit_files(folder: str, paths: Iterable[str], message: str) -> None:
    """Commit the files and say so. Raises Refused as `store.git.commit`."""
    from zlxm.store.git.committing import commit  # noqa: PLC0415

    write_out(f"已提交 {commit(folder, paths, message)}：{message.splitlines()[0]}\n")


def _message(proposal: Proposal, pack: Pack) -> str:
    kind = pack.vocabulary.events[proposal.event.name]
    name = proposal.edit.before.name
    waived = f"\n豁免：{'、'.join(proposal.waived)}\n" if proposal.waived else ""
    return f"{name}：{proposal.event.name} {proposal.event.date}\n\n{kind.note or kind.name}\n{waived}"


def _allowed(propose: Callable[[Waive | None], Proposal], pack: Pack, wishes: Wishes) -> Proposal:
    from zlxm.model.errors import Refused  # noqa: PLC0415
    from zlxm.output.recordings import findings_lines  # noqa: PLC0415
    from zlxm.services.recording import may_decide  # noqa: PLC0415

    proposal = propose(None)
    if not proposal.errors:
        return proposal
    if not wishes.force:
        show(findings_lines(proposal.errors, width()))
        never = [each.rule for each in proposal.errors if not may_decide(each, pack)]
        facts = {"event": proposal.event.name, "count": len(proposal.errors), "rules": "、".join(dict.fromkeys(never))}
        raise Refused("never_recorded" if never else "against_rules", facts)
    forced = propose(_waive(proposal, wishes))
    if forced.errors:
        show(findings_lines(forced.errors, width()))
        rules = "、".join(dict.fromkeys(each.rule for each in forced.errors))
        raise Refused("never_forced", {"event": forced.event.name, "rules": rules})
    return forced


def _waive(proposal: Proposal, wishes: Wishes) -> Waive:
    from zlxm.cli.questions import can_ask  # noqa: PLC0415
    from zlxm.model.errors import UsageError  # noqa: PLC0415
    from zlxm.services.recording import Waive  # noqa: PLC0415

    reason = wishes.reason.strip()
    if not reason and can_ask():
        rules = "、".join(dict.fromkeys(each.rule for each in proposal.errors))
        reason = str(typer.prompt(f"{rules} 不合规定，照记的理由", err=True)).strip()
    if not reason:
        raise UsageError("missing_answer", {"flag": "--force-reason"})
    loaded = proposal.edit.before.dossier
    return Waive(reason, wishes.by.strip() or (loaded.unit.name if loaded else ""))
