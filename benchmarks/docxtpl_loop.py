"""The yardstick of P8: docxtpl alone, opening, filling and saving the same template for every dossier.

python benchmarks/docxtpl_loop.py PAPER DOSSIER TARGET COUNT
"""

from __future__ import annotations

import os
import sys
from datetime import date

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from docxtpl import DocxTemplate
from jinja2 import Environment

from benchmarks.corpus import AS_OF
from zlxm.render.papers import load_template, view_of
from zlxm.services.generate import ask, plan_job
from zlxm.services.papers import paper_called


def main(name: str, dossier: str, target: str, count: str) -> None:
    """Write COUNT papers."""
    asked = ask(dossier, date.fromisoformat(AS_OF))
    job = plan_job(paper_called(name, asked.papers), asked)
    view = view_of(job, load_template(job.template).used)
    environment = Environment(autoescape=True)
    environment.filters["cell"] = lambda found: found  # the one filter of ours that templates write themselves
    for number in range(int(count)):
        template = DocxTemplate(job.template)
        template.render(view, environment)
        template.save(os.path.join(target, f"{number}.docx"))


if __name__ == "__main__":
    main(*sys.argv[1:])
