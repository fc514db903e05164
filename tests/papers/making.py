"""Which sample each paper is shown with, and the papers made from them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from zlxm.model.paper import Paper
from zlxm.render.papers import Finished, make_paper
from zlxm.services.generate import Asked, Job, ask, plan_job
from zlxm.services.papers import load_papers
from zlxm.services.regulations import DEFAULT

ROOT = Path(__file__).parent.parent.parent
SAMPLES = ROOT / "sample-dossiers"
AS_OF = date(2026, 11, 23)
USUAL = "minzheng-yanglao"
SHOWN_WITH = {
    "变更申请表": "shenpi-biangeng",
    "停用情况说明": "nandajie-tingyong",
    "计划任务书": "weijian-shiyunxing",
    "试运行报告": "weijian-shiyunxing",
    "自查表": "weijian-shiyunxing",
    "初验申请": "renshe-chuyan",
    "初验报告": "renshe-chuyan",
    "终验申请书": "shichang-zhongyan",
    "建设总结报告": "shichang-zhongyan",
    "绩效自评报告": "sifa-touyong",
    "绩效评分": "sifa-touyong",
    "数据共享清单": "weijian-shiyunxing",
    "数据共享信息表": "weijian-shiyunxing",
    "材料目录": "shichang-zhongyan",
    "审查回执": "deficient-wenlv",
    "补正告知书": "deficient-wenlv",
}


@cache
def papers() -> Mapping[str, Paper]:
    """Return the papers of the built-in regulation."""
    return load_papers(DEFAULT)


@cache
def asked(sample: str) -> Asked:
    """Return a sample dossier ready for its papers."""
    return ask(str(SAMPLES / sample), AS_OF)


def job(name: str, sample: str = "") -> Job:
    """Return what making a paper for a sample means."""
    chosen = asked(sample or SHOWN_WITH.get(name, USUAL))
    return plan_job(papers()[name], chosen)


@cache
def made(name: str, sample: str = "") -> tuple[str, Finished]:
    """Return the extension of a paper and the paper."""
    planned = job(name, sample)
    return Path(planned.template).suffix, make_paper(planned)


def made_as(name: str) -> str:
    """Return the extension that a paper has."""
    return Path(job(name).template).suffix
