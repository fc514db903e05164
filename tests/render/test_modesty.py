"""What a template may not do to time and memory, and that real ones are far from it."""

from __future__ import annotations

import pytest
from jinja2 import TemplateSyntaxError
from jinja2.exceptions import SecurityError

from zlxm.render.environment import text_environment, word_environment
from zlxm.render.modesty import LONGEST_TEXT, MOST_NESTED, MOST_TURNS, rendered

NEVER = [
    "{% set 甲 = 名 %}",
    "{% set 甲 %}{{ 名 }}{{ 名 }}{% endset %}",
    "{% macro 甲(乙) %}{{ 乙 }}{{ 乙 }}{% endmacro %}",
    "{% call 名() %}x{% endcall %}",
    "{% with 甲 = 名 %}{% endwith %}",
    "{% block 甲 %}{% endblock %}",
    "{% include '/etc/passwd' %}",
    "{% import 'x' as y %}",
    "{% from 'x' import y %}",
    "{% extends 'x' %}",
    "{% for 甲 in [1, 2] %}{% endfor %}",
    "{% for 甲 in [名 ~ 名] %}{% endfor %}",
    "{% for 甲 in 名|default([名, 名]) %}{% endfor %}",
    "{% for 甲 in 表 recursive %}{{ loop(表) }}{% endfor %}",
    "{% for 甲 in 表 %}" * (MOST_NESTED + 1) + "{% endfor %}" * (MOST_NESTED + 1),
]
TOO_MUCH = [
    "{% for a in 表 %}{% for b in 表 %}{% endfor %}{% endfor %}",
    "{% for a in 表 if true %}{% for b in 长 %}{% endfor %}{% endfor %}",
    "{% for a in 表 %}{{ 长 }}{% endfor %}",
    "{{ 长|join(长) }}",
    "{{ 表|join(长) }}",
    "{% for a in (长 ~ 长 ~ 长 ~ 长 ~ 长 ~ 长 ~ 长 ~ 长 ~ 长 ~ 长 ~ 长)|lines %}{% endfor %}",
]
VIEW = {"名": "甲", "表": tuple({"名": str(number)} for number in range(1000)), "长": "x" * 100_000}


@pytest.mark.parametrize("source", NEVER)
def test_what_could_grow_is_refused_before_it_runs(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        word_environment().parse(source)
    with pytest.raises(TemplateSyntaxError):
        text_environment({}).from_string(source)


@pytest.mark.parametrize("source", TOO_MUCH)
def test_what_grows_is_stopped(source: str) -> None:
    with pytest.raises(SecurityError):
        rendered(word_environment().from_string(source), VIEW)


def test_loops_keep_what_they_can_do() -> None:
    shown = "{{ loop.index }}/{{ loop.length }}{{ ',' if not loop.last else '' }}"
    source = f"{{% for a in 表 if a.名 in ['1', '2'] %}}{shown}{{% endfor %}}"
    assert rendered(word_environment().from_string(source), VIEW) == "1/2,2/2"
    chosen = "{% for a in 表|selectattr('名', 'in', ['7']) %}{{ a.名 }}{% else %}无{% endfor %}"
    assert rendered(word_environment().from_string(chosen), VIEW) == "7"


def test_turns_are_counted_for_each_rendering_alone() -> None:
    made = word_environment().from_string("{% for a in 表 %}{% for b in 短 %}{% endfor %}{% endfor %}")
    short = {**VIEW, "短": range(MOST_TURNS // 1000 - 1)}
    assert [rendered(made, short) for _ in range(3)] == [""] * 3


def test_a_text_as_long_as_allowed_is_joined() -> None:
    view = {"长": ["x"] * LONGEST_TEXT}
    assert len(rendered(word_environment().from_string("{{ 长|join }}"), view)) == LONGEST_TEXT
