"""The page for leaders, as text; a browser looks at it in `.ci/run` (look.mjs)."""

from __future__ import annotations

import re
import shutil
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.hostile.inputs import HEAD, lay
from tests.status.surveys import SAMPLES, surveyed
from zlxm.output.page import page_of, percent

ATTACKS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover=alert(1) x='",
    "{{ 7*7 }}{% raw %}",
    "]]><!--",
    "</style><style>*{display:none}",
    "\u202e\u200b\u0007",
    "https://example.invalid/",
]


class Seen(HTMLParser):
    """What a browser would make of it: elements, attributes and texts."""

    def __init__(self) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes += attrs

    def handle_data(self, data: str) -> None:
        self.text += data


def seen(text: str) -> Seen:
    parser = Seen()
    parser.feed(text)
    return parser


def test_the_page_tells_all_of_the_samples() -> None:
    page = seen(page_of(surveyed()))
    for told in (
        "政务信息化项目情况",
        "1420.50",
        "逾期 358 天",
        "8.35%",
        "第28条",
        "条文以外",
        "基准日 2026-11-23",
    ):
        assert told in page.text
    assert page.elements.count("article") == 15
    assert page.elements.count("h1") == 1


def test_it_asks_nothing_of_anybody() -> None:
    page = seen(page_of(surveyed()))
    links = {value for name, value in page.attributes if name in ("href", "src", "action")}
    assert all(link and link.startswith("#") for link in links)
    assert not {"link", "img", "iframe", "object", "base"} & set(page.elements)
    assert "@import" not in page_of(surveyed())
    assert "url(" not in page_of(surveyed())
    targets = {value for name, value in page.attributes if name == "id"}
    assert {link[1:] for link in links if link} <= targets


def test_the_same_survey_gives_the_same_page() -> None:
    assert page_of(surveyed()) == page_of(surveyed())


@pytest.mark.parametrize("attack", ATTACKS)
def test_whatever_a_manifest_says_is_text(attack: str, tmp_path: Path) -> None:
    quoted = attack.replace("\\", "\\\\").replace('"', '\\"').encode("unicode_escape").decode()
    hostile = HEAD.replace("name: 示例平台建设项目", f'name: "{quoted}", code: "{quoted}"')
    lay(tmp_path / "甲", hostile.replace("name: 示例局", f'name: "{quoted}"'))
    lay(tmp_path / "乙", HEAD)
    plain, text = seen(page_of(surveyed(tmp_path / "乙", tmp_path / "乙"))), page_of(surveyed(tmp_path))
    page = seen(text)
    assert page.elements.count("script") == 1
    assert set(page.elements) == set(plain.elements)
    assert {name for name, _ in page.attributes} <= {name for name, _ in plain.attributes} | {"class"}
    assert not re.search("[\u202a-\u202e\u200b\u0007]", text)


def test_what_cannot_be_judged_or_shown(tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / "minzheng-yanglao", tmp_path / "甲")
    lay(tmp_path / "坏", "project: {name: 坏的\n")
    lay(tmp_path / "密", HEAD.replace("name: 示例平台建设项目", "name: 密项目, classified: true"))
    page = seen(page_of(surveyed(tmp_path)))
    assert "未能判断" in page.text
    assert page.elements.count("article") == 1
    assert "涉密，不列" in page.text


def test_nothing_at_all_is_a_page_too(tmp_path: Path) -> None:
    lay(tmp_path / "甲", HEAD)
    page = seen(page_of(surveyed(tmp_path, unit="没有")))
    assert "没有逾期的事项" in page.text
    assert "没有变更申请" in page.text


@pytest.mark.parametrize(("part", "whole", "told"), [(1, 3, "33"), (0, 0, "0"), (5, 4, "100"), (4, 4, "100")])
def test_percent(part: int, whole: int, told: str) -> None:
    assert percent(part, whole) == told
