"""zlxm init."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from zlxm.cli.clock import today
from zlxm.cli.streams import write_out

if TYPE_CHECKING:
    from zlxm.model.pack import Pack
    from zlxm.services.init import Answers, Fault, Raw, SharedTexts
    from zlxm.services.plan_import import RowFault


_MOST_TOLD = 500  # faults of a plan; what is more is counted


def init(
    directory: Annotated[
        str, typer.Argument(metavar="[目录]", help="新项目的目录；配合 --from 时是放各项目的上级目录")
    ] = ".",
    name: Annotated[str, typer.Option(metavar="名称", help="项目名称")] = "",
    unit: Annotated[str, typer.Option(metavar="单位", help="建设单位全称，共建项目写牵头单位")] = "",
    unit_kind: Annotated[str, typer.Option(metavar="类型", help="单位类型，如 部门、街道、事业单位")] = "",
    year: Annotated[str, typer.Option(metavar="年份", help="列入哪一年的年度计划")] = "",
    amount: Annotated[str, typer.Option(metavar="万元", help="申报金额，单位万元，如 86.50；还没有可以不写")] = "",
    nature: Annotated[str, typer.Option(metavar="性质", help="建设性质，如 新建、扩建、升级改造、运行维护")] = "",
    category: Annotated[list[str] | None, typer.Option(metavar="类别", help="项目类别，可重复，第一个为主")] = None,
    code: Annotated[str, typer.Option(metavar="编号", help="项目编号，还没有可以不写")] = "",
    joint: Annotated[list[str] | None, typer.Option(metavar="单位", help="共建单位，可重复")] = None,
    temporary: Annotated[bool, typer.Option("--temporary", help="年度计划之外的临时新增项目")] = False,
    ground: Annotated[str, typer.Option(metavar="理由", help="临时新增的理由，如 上级明确要求")] = "",
    regulation: Annotated[str, typer.Option(metavar="规则包", help="规则包名称或目录，默认 zhonglou-2023")] = "",
    source: Annotated[
        str, typer.Option("--from", metavar="工作簿.xlsx", help="按计划表建立，一行一个项目；其余选项补表里没有的列")
    ] = "",
    forms: Annotated[
        bool, typer.Option("--forms", help="把文书要用的目标、部署、数据、安全、绩效等内容的写法也写进清单，前面带“#”")
    ] = False,
    no_input: Annotated[bool, typer.Option("--no-input", help="不提问，缺什么就报错")] = False,
) -> None:
    """新建项目：带说明的 manifest.yaml 和各阶段目录。缺的内容在终端里逐项提问，也可以全部用选项给出。

    例：zlxm init 养老平台 · zlxm init 项目库 --from 2027年度计划.xlsx --year 2027

    已有的项目不会被覆盖。上级目录（最近的有 .zlxm 或 .git 的一级，没有就是上一级）里第一次会写入编辑器用的格式说明。
    """
    from zlxm.services.init import require_free, tidy  # noqa: PLC0415
    from zlxm.services.regulations import load_pack, split_name  # noqa: PLC0415 nothing of the work is loaded for --help

    pack = load_pack(*split_name(regulation))
    single = {
        "name": name,
        "unit": unit,
        "unit_kind": unit_kind,
        "year": year,
        "amount": amount,
        "nature": nature,
        "code": code,
    }
    flags = {"ground": ground, "temporary": "true" if temporary else "", **single}
    raw = tidy({"category": category or (), "joint": joint or (), **{key: (text,) for key, text in flags.items()}})
    if source:
        _make(_planned(source, directory, raw, pack, split_name(regulation)), pack, with_forms=forms)
        return
    require_free(directory)
    _make(((directory, _answers(raw, pack, may_ask=not no_input)),), pack, with_forms=forms)


def _answers(raw: Raw, pack: Pack, *, may_ask: bool) -> Answers:
    from zlxm.cli.questions import ask_missing, can_ask  # noqa: PLC0415
    from zlxm.services.init import answers_of, faults_of  # noqa: PLC0415

    faults = faults_of(raw, pack.vocabulary)
    _refuse_bad(faults)
    if faults and may_ask and can_ask():
        raw = ask_missing(raw, pack, today().year + 1)
        faults = faults_of(raw, pack.vocabulary)
    if faults:
        from zlxm.model.errors import UsageError  # noqa: PLC0415

        raise UsageError("missing_answer", {"flag": " ".join(fault.question.flag for fault in faults)})
    return answers_of(raw)


def _refuse_bad(faults: tuple[Fault, ...]) -> None:
    """Raise UsageError for the first answer that was given and cannot be used."""
    from zlxm.model.errors import UsageError  # noqa: PLC0415
    from zlxm.wording.sentences import problem  # noqa: PLC0415

    for fault in faults:
        if fault.problem:
            said, todo = problem(fault.problem)
            facts = {"flag": fault.question.flag, "value": fault.text[:40], "message": said, "hint": todo}
            raise UsageError("bad_answer", facts)


def _planned(
    source: str, directory: str, defaults: Raw, pack: Pack, where: tuple[str, str | None]
) -> tuple[tuple[str, Answers], ...]:
    from zlxm.model.errors import Refused  # noqa: PLC0415
    from zlxm.services.plan import plan_form  # noqa: PLC0415
    from zlxm.services.plan_import import plan_rows  # noqa: PLC0415
    from zlxm.store.plan_headings import Headings  # noqa: PLC0415
    from zlxm.store.plan_workbook import read_plan  # noqa: PLC0415
    from zlxm.wording.fields import heading, plan_columns, sum_words, yuan_lines  # noqa: PLC0415

    table = read_plan(source, Headings(plan_columns(plan_form(*where)), sum_words(), heading, yuan_lines()))
    planned = plan_rows(table, directory, defaults, pack.vocabulary)
    for fault in planned.faults[:_MOST_TOLD]:
        _tell_fault(fault, pack)
    if planned.faults:
        raise Refused("bad_rows", {"count": len(planned.faults)})
    return planned.wanted


def _tell_fault(fault: RowFault, pack: Pack) -> None:
    from zlxm.cli.questions import sentence  # noqa: PLC0415
    from zlxm.model.value import replace  # noqa: PLC0415
    from zlxm.output.safe import safe  # noqa: PLC0415
    from zlxm.services.init import BY_KEY, field_of  # noqa: PLC0415
    from zlxm.wording.fields import FieldWords  # noqa: PLC0415

    question = BY_KEY[fault.key]
    title, _ = FieldWords(pack).field(question.route, field_of(question, pack.vocabulary))
    found = replace(fault.problem, facts={**fault.problem.facts, "title": title})
    print(safe(f"{fault.place}: {sentence(found)}"), file=sys.stderr)


def _make(wanted: tuple[tuple[str, Answers], ...], pack: Pack, *, with_forms: bool) -> None:
    from zlxm.output.safe import safe  # noqa: PLC0415
    from zlxm.render.manifest import render_manifest  # noqa: PLC0415
    from zlxm.services.init import make_dossiers, plan_dossiers  # noqa: PLC0415

    tree = plan_dossiers(wanted, pack, partial(render_manifest, pack=pack, with_forms=with_forms), _shared(pack))
    made = make_dossiers(tree)
    write_out("".join(f"{safe(given)}\n" for given, _ in wanted))
    print(
        f"建好 {len(made)} 个项目。接着填写 manifest.yaml，把材料放进各阶段目录，用 zlxm check 检查。", file=sys.stderr
    )


def _shared(pack: Pack) -> SharedTexts:
    from zlxm.render.manifest import render_git_files  # noqa: PLC0415
    from zlxm.services.init import SharedTexts  # noqa: PLC0415
    from zlxm.services.schema import manifest_schema, schema_text  # noqa: PLC0415
    from zlxm.wording.fields import FieldWords  # noqa: PLC0415

    return SharedTexts(schema_text(manifest_schema(pack, FieldWords(pack))), render_git_files(pack))
