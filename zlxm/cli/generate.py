"""zlxm generate."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from zlxm.cli.clock import parse_day, today
from zlxm.cli.streams import write_out

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from zlxm.model.errors import Refused
    from zlxm.model.paper import Paper
    from zlxm.services.generate import Asked, Job, Mode

_MANY = 20
_STANDINGS = {
    "absent": "未生成",
    "current": "已生成",
    "stale": "已过时",
    "edited": "有人改过",
    "foreign": "另有文件",
}


def generate(
    paper: Annotated[str, typer.Argument(metavar="[文书]", help="文书名或材料名，如 申报表、项目建设申报表")] = "",
    directory: Annotated[str, typer.Argument(metavar="[目录]", help="项目目录或它们的上级目录，默认当前目录")] = ".",
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="文件", help="写到这个文件；多个项目写目录。默认放进各阶段目录")
    ] = "",
    everything: Annotated[bool, typer.Option("--all", help="生成全部适用的文书，配合 --for 只生成一项报送的")] = False,
    submission: Annotated[
        str, typer.Option("--for", metavar="报送", help="哪项报送要用的文书，或审查哪项报送：申报、终验等")
    ] = "",
    listing: Annotated[bool, typer.Option("--list", help="只列出有哪些文书、各自什么状态，不生成")] = False,
    template: Annotated[str, typer.Option(metavar="文件", help="用这个模板，不用自带的")] = "",
    beside: Annotated[bool, typer.Option("--beside", help="原文件有人改过时另存一份，不动原文件")] = False,
    overwrite: Annotated[bool, typer.Option("--overwrite", help="原文件有人改过也覆盖")] = False,
    as_of: Annotated[str, typer.Option(metavar="日期", envvar="ZLXM_AS_OF", help="以哪一天为准，默认今天")] = "",
    regulation: Annotated[str, typer.Option(metavar="目录", help="用自己的规则包目录")] = "",
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help="只输出生成的文件名")] = False,
) -> None:
    """按清单生成文书（Word、Excel）。清单改了就再生成一次；有人改过的文件不会被覆盖。

    例：zlxm generate 申报表 · zlxm generate --all --for 申报 · zlxm generate --list

    模板可以自己改：先 zlxm template copy 申报表，再用 Word 或 WPS 改复制出来的文件。
    """
    from zlxm.model.errors import UsageError  # noqa: PLC0415 nothing of the work is loaded for --help
    from zlxm.services.dossiers import dossier_folders  # noqa: PLC0415
    from zlxm.services.generate import Mode  # noqa: PLC0415

    if everything or listing:
        paper, directory = ("", paper or directory) if directory == "." else (paper, directory)
    elif not paper:
        raise UsageError("which_paper", {})
    if template and not paper:
        raise UsageError("template_for_all", {})
    folders = dossier_folders((directory,))
    day = parse_day(as_of) if as_of else today()
    dossiers = _asked(folders, day, regulation or None, submission)
    if listing:
        _list(dossiers, submission)
        return
    if len(folders) >= _MANY and not quiet and sys.stderr.isatty():
        dossiers = _with_bar(dossiers, len(folders))
    mode = Mode.OVERWRITE if overwrite else Mode.BESIDE if beside else Mode.REFUSE
    chosen = _Chosen(paper, submission, template, output, many=len(folders) > 1)
    _make(chosen.jobs(dossiers), mode, day, quiet=quiet)


def _asked(folders: tuple[str, ...], day: date, pack_folder: str | None, submission: str) -> Iterator[Asked]:
    from zlxm.services.generate import ask  # noqa: PLC0415

    return (ask(folder, day, pack_folder, submission) for folder in folders)


def _with_bar(dossiers: Iterator[Asked], total: int) -> Iterator[Asked]:
    from zlxm.cli.progress import progress_bar  # noqa: PLC0415

    with progress_bar(_MANY, "生成") as advance:
        for done, asked in enumerate(dossiers):
            advance(done, total)
            yield asked


class _Chosen:
    """What the person chose to have made."""

    def __init__(self, paper: str, submission: str, template: str, output: str, *, many: bool) -> None:
        self._paper, self._submission, self._template, self._output = paper, submission, template, output
        self._many = many

    def jobs(self, dossiers: Iterator[Asked]) -> Iterator[Job]:
        """Yield what is to be made, dossier by dossier."""
        from zlxm.services.generate import plan_job  # noqa: PLC0415

        for asked in dossiers:
            papers = self._papers(asked)
            for paper in papers:
                yield plan_job(paper, asked, self._template, self._target(paper, asked, single=len(papers) == 1))

    def _papers(self, asked: Asked) -> tuple[Paper, ...]:
        from zlxm.services.generate import fitting  # noqa: PLC0415
        from zlxm.services.papers import paper_called  # noqa: PLC0415

        return (paper_called(self._paper, asked.papers),) if self._paper else fitting(asked, self._submission)

    def _target(self, paper: Paper, asked: Asked, *, single: bool) -> str:
        if not self._output:
            return ""
        if single and not self._many and not os.path.isdir(self._output):
            return self._output
        from zlxm.services.generate import target_of, template_of  # noqa: PLC0415

        name = os.path.basename(target_of(paper, self._template or template_of(paper, asked), asked))
        folder = os.path.basename(os.path.abspath(asked.folder)) if self._many else ""
        return os.path.join(self._output, folder, name)


def _make(jobs: Iterator[Job], mode: Mode, day: date, *, quiet: bool) -> None:
    from zlxm.model.errors import Refused  # noqa: PLC0415

    refused: list[Refused] = []
    made = 0
    for job in jobs:
        try:
            made += _make_one(job, mode, day, quiet=quiet)
        except Refused as error:
            refused.append(error)
    if len(refused) == 1 and not made:
        raise refused[0]
    for kept in refused:
        _tell_kept(kept)
    if refused:
        raise Refused("papers_kept", {"count": len(refused)})
    if not made:
        print("没有适用的文书。zlxm generate --list 可以看有哪些。", file=sys.stderr)


def _make_one(job: Job, mode: Mode, day: date, *, quiet: bool) -> int:
    from zlxm.output.safe import safe  # noqa: PLC0415
    from zlxm.render.papers import make_paper  # noqa: PLC0415
    from zlxm.services.generate import place, save  # noqa: PLC0415

    path = place(job, mode, day)
    finished = make_paper(job)
    save(path, finished.data)
    write_out(f"{safe(_relative(path))}\n")
    if finished.missing and not quiet:
        names = "、".join(finished.missing)
        print(f"  还有 {len(finished.missing)} 处待填：{safe(names)}", file=sys.stderr)
    return 1


def _relative(path: str) -> str:
    relative = os.path.relpath(path)
    return (path if relative.startswith("..") else relative).replace(os.sep, "/")


def _tell_kept(kept: Refused) -> None:
    from zlxm.output.safe import safe  # noqa: PLC0415

    path = kept.facts.get("path", "")
    print(f"没有动 {safe(_relative(str(path)))}：有人改过或不是本程序生成的", file=sys.stderr)


def _list(dossiers: Iterator[Asked], submission: str) -> None:
    from zlxm.output.papers import PaperLine, format_papers  # noqa: PLC0415
    from zlxm.services.generate import fitting, plan_job  # noqa: PLC0415

    for asked in dossiers:
        jobs = [plan_job(paper, asked) for paper in fitting(asked, submission)]
        lines = [
            PaperLine(job.paper.stage, job.paper.name, _STANDINGS[job.standing.value], job.target, asked.folder)
            for job in jobs
        ]
        stages = tuple(stage.name for stage in asked.pack.stages)
        write_out(format_papers(asked.scope.case.dossier.project.name, lines, stages))
