"""What `zlxm attach` says of every file: what it was taken for, how sure that is and why, and where it goes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from zlxm.model.attachment import FileFacts
from zlxm.model.recognition import Certainty, Kinds, Recognition
from zlxm.output.safe import safe
from zlxm.services.arrivals import Arrival
from zlxm.services.attach import Batch, Placed
from zlxm.wording.sentences import show

_CERTAINTIES = {Certainty.SURE: "有把握", Certainty.LIKELY: "没有把握", Certainty.NONE: "认不出"}
_REASONS = {
    "exact": "名称相符",
    "ends": "名称以“{text}”结尾",
    "guess": "“{text}”可能另有所指",
    "doubtful": "名称里有“{text}”",
    "several": "“{text}”不止一种可能",
    "tail": "名称后面还有“{text}”",
    "beside": "名称里还有“{text}”",
    "resembles": "与材料名只差一两个字",
    "folder": "看所在目录“{text}”",
    "foreign": "像是别的文件",
    "": "名称里看不出来",
}
_MOST_CHOICES = 5
_MOST_KNOWN = 3


def shown(text: str) -> str:
    """Return a text of others, harmless for a terminal."""
    return safe(text)


def named(kinds: Kinds) -> str:
    """Return kinds that one file serves as."""
    return " 兼 ".join(kinds)


def reason(found: Recognition) -> str:
    """Return how sure the name is and why."""
    why = _REASONS.get(found.why, "").format(text=safe(found.text))
    return f"{_CERTAINTIES[found.certainty]}：{why}"


def describe(arrivals: Iterable[Arrival], batch: Batch) -> str:
    """Return the files that are taken, then those already listed, then those in doubt, last those that are refused or
    say nothing."""
    placed = {each.arrival.path: each for each in batch.placed}
    twins = dict(batch.twins)
    parts: tuple[list[str], list[str], list[str], list[str]] = ([], [], [], [])
    known: list[str] = []
    for arrival in arrivals:
        if arrival.path in placed:
            parts[0].extend(_taken(placed[arrival.path]))
        elif arrival.listed and arrival.listed == arrival.inside:
            known.append(arrival.path)
        elif arrival.listed or arrival.path in twins:
            parts[1].extend(_already(arrival, twins.get(arrival.path, "")))
        else:
            parts[2 if arrival.found.candidates else 3].extend(_left(arrival))
    parts[1].extend(_known(known))
    return "".join(f"{line}\n" for part in parts for line in part)


def _taken(placed: Placed) -> Iterator[str]:
    arrival = placed.arrival
    kinds = arrival.kinds
    is_own_guess = kinds in arrival.found.candidates and arrival.found.certainty is Certainty.SURE
    why = reason(arrival.found) if is_own_guess else "由你指定"
    day = f"日期 {placed.date}" if placed.date else "没有日期（--date 可以写）"
    yield f"√ {safe(arrival.path)}"
    yield f"    {named(kinds)}（{why}），{day}"
    yield f"    {'→' if placed.is_copied else '就地登记'} {safe(placed.target)}"
    yield from (f"    注意：{each}" for each in _remarks(arrival.facts))


def _remarks(facts: FileFacts) -> Iterator[str]:
    """Yield what a check will find fault with."""
    if facts.damage:
        yield f"是{show(facts.damage)}"
    if facts.is_protected:
        yield "有密码或限制了权限，受理部门打不开"
    if facts.placeholders:
        yield "还有没填的内容"


def _already(arrival: Arrival, twin: str) -> Iterator[str]:
    yield f"= {safe(arrival.path)}"
    if twin:
        yield f"    与 {safe(twin)} 内容相同，只登记一次"
    else:
        yield f"    内容与已登记的 {safe(arrival.listed)} 相同，不再登记"


def _known(paths: list[str]) -> Iterator[str]:
    """Yield the files that lie where they are listed: each by name, or their number when a whole dossier was given."""
    if len(paths) > _MOST_KNOWN:
        yield f"= 另有 {len(paths)} 个文件已经登记"
    else:
        yield from (f"= {safe(path)} 已经登记" for path in paths)


def _left(arrival: Arrival) -> Iterator[str]:
    yield f"{'×' if arrival.fault else '?'} {safe(arrival.path)}"
    if arrival.fault:
        yield f"    不能登记：{show(arrival.fault)}"
        return
    yield f"    {reason(arrival.found)}"
    candidates = arrival.found.candidates[:_MOST_CHOICES]
    if candidates:
        options = "、".join(named(kinds) for kinds in candidates)
        yield f"    可能是 {options}；是的话加 --kind {','.join(candidates[0])}"
    else:
        yield "    要登记的话加 --kind 材料名，如 --kind 其他"


def commit_message(batch: Batch) -> str:
    """Return the message of the commit: what was attached, then every file."""
    kinds = dict.fromkeys(kind for each in batch.placed for kind in each.arrival.kinds)
    name = batch.edit.before.name if batch.edit else ""
    files = "\n".join(each.target for each in batch.placed)
    return f"{name}：登记{'、'.join(kinds)}\n\n{files}\n"
