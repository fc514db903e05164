"""What the shell may offer for a value: rules, submissions, events, papers, documents, formats, regulations.

Loaded only when a shell asks. Parameters are equipped by command and name, so that no other run pays for it. Names come
from the regulation's files as they are written, unverified: binding them would take ten times as long.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from zlxm.cli.settled import folders_of
from zlxm.model.errors import ZlxmError

Offer = tuple[str, str]  # a value and its title
Source = Callable[[Any], Iterable[Offer]]
WORDS = "zlxm.words"
_POWERSHELLS = ("powershell", "pwsh")
_SHELLS = ("bash", "zsh", "fish", *_POWERSHELLS)
_FAILURES = (ZlxmError, OSError, ValueError, KeyError, AttributeError)
_UNFIT = frozenset(" \t\n'\"\\$`;&|<>()*?[]{}!#~")  # what a shell would read as its own


def equip(group: Any) -> None:
    """Give the parameters of a group's commands the values to offer."""
    for command in group.commands.values():
        if hasattr(command, "commands"):
            equip(command)
        for parameter in command.params:
            source = _SOURCES.get((command.name, parameter.name))
            if source is not None:
                parameter._custom_shell_complete = _completer(source)  # noqa: SLF001 set here only, when a shell asks


def _completer(source: Source) -> Callable[[Any, Any, str], list[Any]]:
    def complete(ctx: Any, parameter: Any, incomplete: str) -> list[Any]:
        from typer._click.shell_completion import CompletionItem  # noqa: PLC0415 loaded by then

        head, comma, begun = incomplete.rpartition(",") if _is_list(parameter) else ("", "", incomplete)
        try:
            offers = [each for each in source(ctx) if _fits(each[0], begun)]
        except _FAILURES:  # a shell shows a message in the middle of the line being typed
            return []
        return [CompletionItem(f"{head}{comma}{word}", help=title or None) for word, title in offers]

    return complete


def _is_list(parameter: Any) -> bool:
    return parameter.name in ("select", "ignore", "kind")


def _fits(word: str, begun: str) -> bool:
    return word.casefold().startswith(begun.casefold()) and _UNFIT.isdisjoint(word)


def _blocks(ctx: Any, *files: str) -> Any:
    """Return the blocks of the regulation that the command would judge by."""
    from zlxm.services.regulations import pack_folder, split_name  # noqa: PLC0415
    from zlxm.store.packs import read_pack  # noqa: PLC0415

    name, extra = split_name(_regulation(ctx))
    return read_pack(pack_folder(name, extra), ("regulation.yaml", *files)).blocks


def _regulation(ctx: Any) -> str:
    """Return the regulation of the flag, of the settings, or of the manifest."""
    from zlxm.services.settings import settings_for, settled  # noqa: PLC0415

    folders = folders_of(ctx.params)
    told = ctx.params.get("regulation") or settled("check", "regulation", settings_for(folders))
    return told or _of_manifest(folders[0])


def _of_manifest(folder: str) -> str:
    from zlxm.model.node import Scalar, Table  # noqa: PLC0415
    from zlxm.store.portfolio import MANIFEST, read_manifest_nodes  # noqa: PLC0415

    if not os.path.isfile(os.path.join(folder, MANIFEST)):
        return ""
    _, root, _ = read_manifest_nodes(folder)
    node = root.get("regulation") if isinstance(root, Table) else None
    return node.text if isinstance(node, Scalar) else ""


def _titled(parts: Any, key: str) -> Iterator[Offer]:
    for name, part in parts.items():
        node = getattr(part.node, "entries", {}).get(key)
        yield name, getattr(node.value, "text", "") if node else ""


def _rules(ctx: Any) -> Iterator[Offer]:
    from zlxm.services.regulations import house_source  # noqa: PLC0415

    yield from _titled(_blocks(ctx, "rules.yaml").get("rules", {}), "title")
    yield from _titled(house_source()[0].block("rules"), "title")


def _explained(ctx: Any) -> Iterator[Offer]:
    yield from _rules(ctx)
    yield from _documents(ctx)


def _submissions(ctx: Any) -> Iterator[Offer]:
    yield from _titled(_blocks(ctx).get("submissions", {}), "note")


def _documents(ctx: Any) -> Iterator[Offer]:
    yield from _titled(_blocks(ctx, "vocabulary.yaml").get("documents", {}), "from")


def _events(ctx: Any) -> Iterator[Offer]:
    yield from _titled(_blocks(ctx, "vocabulary.yaml").get("events", {}), "note")


def _papers(ctx: Any) -> Iterator[Offer]:
    from zlxm.services.regulations import pack_folder, split_name  # noqa: PLC0415
    from zlxm.services.settings import template_folders  # noqa: PLC0415
    from zlxm.store.packs import lineage  # noqa: PLC0415
    from zlxm.store.templates import paper_folders  # noqa: PLC0415

    own = template_folders(folders_of(ctx.params)[0])
    folders = paper_folders(lineage(pack_folder(*split_name(_regulation(ctx)))), own)
    yield from dict.fromkeys((name, "") for folder in folders for name in _named_in(folder))


def _named_in(folder: str) -> Iterator[str]:
    from zlxm.model.node import Scalar, Table  # noqa: PLC0415
    from zlxm.store.packs import read_data  # noqa: PLC0415
    from zlxm.store.templates import TEMPLATE_FILE  # noqa: PLC0415

    root, _ = read_data(os.path.join(folder, TEMPLATE_FILE))
    if isinstance(root, Table):
        name, editions = root.get("paper"), root.get("editions")
        yield name.text if isinstance(name, Scalar) else os.path.basename(folder)
        yield from editions.entries if isinstance(editions, Table) else ()


def _formats(ctx: Any) -> Iterator[Offer]:  # noqa: ARG001 the same everywhere
    from zlxm.output.formats import FORMATS  # noqa: PLC0415

    yield from ((name, "") for name in FORMATS.names())


def _stages(ctx: Any) -> Iterator[Offer]:
    yield from ((name, "") for name in _blocks(ctx).get("stages", {}))


def _regulations(ctx: Any) -> Iterator[Offer]:  # noqa: ARG001 the same everywhere
    from zlxm.store.packs import shipped_packs  # noqa: PLC0415

    yield from ((name, "") for name in shipped_packs())


_NAMED_OR_FOLDER = ("init", "explain", "rules", "schema", "list", "copy", "slots")
_SOURCES: dict[tuple[str, str], Source] = {
    ("check", "select"): _rules,
    ("check", "ignore"): _rules,
    ("check", "submission"): _submissions,
    ("check", "form"): _formats,
    ("status", "stage"): _stages,
    ("generate", "submission"): _submissions,
    ("generate", "paper"): _papers,
    ("submit-package", "submission"): _submissions,
    ("record", "event"): _events,
    ("attach", "kind"): _documents,
    ("copy", "paper"): _papers,
    ("slots", "paper"): _papers,
    ("show", "name"): _regulations,
    ("test", "name"): _regulations,
    ("explain", "code"): _explained,
    **{(command, "regulation"): _regulations for command in _NAMED_OR_FOLDER},
}


def install(ctx: Any, parameter: Any, value: Any) -> Any:
    """Install the completion for the shell named behind the option, or the one that runs this, and say so. For
    PowerShell it is only told how: Typer would loosen the execution policy for all scripts of the user."""
    if not value or ctx.resilient_parsing:
        return value
    from typer._completion_shared import install as write  # noqa: PLC0415 its words cannot be reached otherwise

    shell = _shell(ctx, parameter)
    if shell in _POWERSHELLS:
        print(f"请自己加到 PowerShell 的配置文件：zlxm --show-completion {shell} >> $PROFILE", file=sys.stderr)
        sys.exit(1)
    try:
        _, path = write(shell=shell)
    except OSError as error:
        raise ZlxmError("unwritable", {"path": error.filename or "~", "detail": error.strerror or ""}) from error
    print(f"已给 {shell} 安装自动补全：{path}\n重新打开终端后生效。")
    sys.exit(0)


def show(ctx: Any, parameter: Any, value: Any) -> Any:
    """Print the script for the shell named behind the option, or the one that runs this."""
    if not value or ctx.resilient_parsing:
        return value
    from typer._completion_shared import get_completion_script  # noqa: PLC0415

    name = ctx.find_root().info_name
    variable = f"_{name}_COMPLETE".replace("-", "_").upper()
    print(get_completion_script(prog_name=name, complete_var=variable, shell=_shell(ctx, parameter)))
    sys.exit(0)


def _shell(ctx: Any, parameter: Any) -> str:
    from typer._completion_shared import _get_shell_name  # noqa: PLC0415

    words = ctx.meta.get(WORDS, ())
    following = words[words.index(parameter.opts[0]) + 1 :][:1] if parameter.opts[0] in words else ()
    shell = following[0] if following else _get_shell_name()
    if shell in _SHELLS:
        return str(shell)
    print(f"不认识的命令行，请在后面写明：{parameter.opts[0]} {' | '.join(_SHELLS)}", file=sys.stderr)
    sys.exit(2)
