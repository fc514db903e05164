"""The judgement of a case for papers: as the case is, or as if something were handed in today. Worked out once."""

from __future__ import annotations

from zlxm.model.finding import Judgement
from zlxm.rules.assembly import make_case
from zlxm.rules.case import Case
from zlxm.rules.judge import judge
from zlxm.rules.whatif import suppose


def judged(case: Case, submission: str = "") -> Judgement:
    """Return the judgement of the dossier, with a submission as if it were handed in on the as-of date."""
    if submission not in case.judgements:
        dossier = supposed(case, submission).dossier
        case.judgements[submission] = judge(case.pack, dossier, case.as_of, case.calendar)
    return case.judgements[submission]


def supposed(case: Case, submission: str) -> Case:
    """Return the case with the submission handed in on the as-of date, itself when there is none."""
    if not submission:
        return case
    dossier = suppose(case.pack, case.dossier, submission, case.as_of, case.calendar)
    made = make_case(case.pack, dossier, case.as_of, case.calendar)
    made.received = case.received
    return made
