"""zlxm template list, check, copy and slots."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from zlxm.cli.chinese import Command, Group
from zlxm.cli.clock import today
from zlxm.cli.streams import write_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from zlxm.model.pack import Pack
    from zlxm.model.paper import Paper, Slot

template = typer.Typer(
    cls=Group,
    help="文书模板：有哪些、写得对不对、能用哪些填写项。\n\n自己的模板放在项目库的 templates 目录，优先于自带的。",
    no_args_is_help=True,
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]...",
)
_REGULATION = typer.Option("--regulation", metavar="规则包", help="规则包名称或目录，默认 zhonglou-2023")
_DIRECTORY = typer.Option("-C", "--directory", metavar="目录", help="项目或项目库的目录，默认当前目录")


@template.command("list", cls=Command, options_metavar="[选项]")
def list_templates(regulation: Annotated[str, _REGULATION] = "", directory: Annotated[str, _DIRECTORY] = ".") -> None:
    """列出全部文书：阶段、名称、对应的材料、模板在哪里。"""
    from zlxm.output.papers import format_templates  # noqa: PLC0415 nothing of the work is loaded for --help

    pack, papers = _papers(regulation, directory)
    write_out(format_templates(papers.values(), tuple(stage.name for stage in pack.stages), _own_folders(directory)))


@template.command("check", cls=Command, options_metavar="[选项]")
def check_templates(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[文书或文件]...", help="文书名或模板文件，不写就检查全部")
    ] = None,
    regulation: Annotated[str, _REGULATION] = "",
    directory: Annotated[str, _DIRECTORY] = ".",
) -> None:
    """检查模板能不能用：花括号是否成对，填写项有没有写错，文件是否带宏、加密或损坏。"""
    from functools import partial  # noqa: PLC0415

    from zlxm.output.safe import safe  # noqa: PLC0415
    from zlxm.render.papers import inspect_template  # noqa: PLC0415
    from zlxm.services.papers import load_slots  # noqa: PLC0415
    from zlxm.services.template_check import check_templates as check_all  # noqa: PLC0415
    from zlxm.services.template_check import files_of  # noqa: PLC0415
    from zlxm.wording.sentences import error as worded  # noqa: PLC0415

    pack, papers = _papers(regulation, directory)
    files = list(_wanted(names, papers)) if names else list(files_of(papers.values()))
    inspect = partial(inspect_template, slots=load_slots(pack.identity.id, _folder(regulation)))
    faulty = 0
    for checked in check_all(files, inspect):
        faulty += bool(checked.faults)
        for fault in checked.faults:
            said, todo = worded(fault)
            write_out(f"{safe(checked.path)}: {safe(said)}{'。' + safe(todo) if todo else ''}\n")
    print(f"检查了 {len(files)} 个模板，{faulty} 个有问题。", file=sys.stderr)
    raise typer.Exit(int(faulty > 0))


@template.command("copy", cls=Command, options_metavar="[选项]")
def copy_template(
    paper: Annotated[str, typer.Argument(metavar="文书", help="要改哪种文书的模板")],
    regulation: Annotated[str, _REGULATION] = "",
    directory: Annotated[str, _DIRECTORY] = ".",
) -> None:
    """把一种文书的模板复制到项目库的 templates 目录，接着用 Word 或 WPS 改；以后生成就用改过的。"""
    from zlxm.output.safe import safe  # noqa: PLC0415
    from zlxm.services.generate import copies_of  # noqa: PLC0415
    from zlxm.services.papers import paper_called  # noqa: PLC0415
    from zlxm.store.writing import NewTree, write_tree  # noqa: PLC0415

    _, papers = _papers(regulation, directory)
    files = copies_of(paper_called(paper, papers), directory)
    write_tree(NewTree(files=files))
    for path, _ in files:
        write_out(f"{safe(os.path.relpath(path))}\n")


@template.command("slots", cls=Command, options_metavar="[选项]")
def list_slots(
    paper: Annotated[str, typer.Argument(metavar="[文书]", help="只列这种文书用到的，不写就列全部")] = "",
    regulation: Annotated[str, _REGULATION] = "",
    directory: Annotated[str, _DIRECTORY] = ".",
) -> None:
    """列出模板里可以写的填写项；在项目目录里运行时，后面是这个项目的值。"""
    from zlxm.output.papers import format_slots  # noqa: PLC0415
    from zlxm.render.papers import load_template  # noqa: PLC0415
    from zlxm.services.papers import load_slots, paper_called  # noqa: PLC0415
    from zlxm.services.template_check import files_of  # noqa: PLC0415

    pack, papers = _papers(regulation, directory)
    slots = load_slots(pack.identity.id, _folder(regulation))
    used = tuple(slots)
    if paper:
        chosen = paper_called(paper, papers)
        names = {name for _, path in files_of([chosen]) for name in load_template(path).used}
        used = tuple(name for name in slots if name in names)
    write_out(format_slots(((slots[name], example) for name, example in _examples(used, slots, directory))))


def _examples(names: Iterable[str], slots: Mapping[str, Slot], directory: str) -> Iterable[tuple[str, object]]:
    from zlxm.services.generate import ask  # noqa: PLC0415
    from zlxm.store.portfolio import MANIFEST  # noqa: PLC0415
    from zlxm.wording.papers import worded  # noqa: PLC0415

    if not os.path.isfile(os.path.join(directory, MANIFEST)):
        return ((name, None) for name in names)
    values = ask(directory, today()).values
    return ((name, worded(slots[name], values[name])) for name in names)


def _papers(regulation: str, directory: str) -> tuple[Pack, Mapping[str, Paper]]:
    from zlxm.services.papers import load_papers  # noqa: PLC0415
    from zlxm.services.regulations import load_pack, split_name  # noqa: PLC0415

    name, folder = split_name(regulation)
    return load_pack(name, folder), load_papers(name, folder, _own_folders(directory))


def _folder(regulation: str) -> str | None:
    from zlxm.services.regulations import split_name  # noqa: PLC0415

    return split_name(regulation)[1]


def _own_folders(directory: str) -> tuple[str, ...]:
    from zlxm.services.settings import template_folders  # noqa: PLC0415

    return template_folders(directory)


def _wanted(names: Iterable[str], papers: Mapping[str, Paper]) -> Iterable[tuple[str, str]]:
    from zlxm.services.papers import paper_called  # noqa: PLC0415
    from zlxm.services.template_check import files_of  # noqa: PLC0415

    for name in names:
        if os.path.isfile(name):
            yield name, name
        else:
            yield from files_of([paper_called(name, papers)])
