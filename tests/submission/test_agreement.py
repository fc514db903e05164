"""Sender and receiver agree: what one may send, the other accepts; what one may only draft, the other finds whole."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.submission.making import SAMPLES
from zlxm.render.bag import write_bag
from zlxm.services.submission import plan_parcel
from zlxm.services.verify import VerifyRequest, verify

DAY = date(2026, 11, 23)
DOSSIERS = sorted(path.parent for path in SAMPLES.glob("*/manifest.yaml") if path.parent.name != "deficient-wenlv")


@pytest.mark.parametrize("folder", DOSSIERS, ids=lambda folder: folder.name)
def test_every_sample(folder: Path, tmp_path: Path) -> None:
    for submission in ("申报", "论证", "备案", "终验"):
        parcel = plan_parcel(str(folder), submission, DAY)
        package = tmp_path / f"{parcel.name}.zip"
        with package.open("wb+") as file:
            write_bag(parcel, {}, file)
        verdict = verify(str(package), VerifyRequest(DAY))
        may_send = not (parcel.errors or parcel.missing or parcel.unfit)
        assert verdict.is_intact, verdict.integrity.faults
        assert verdict.is_accepted == may_send, [each.rule for each in verdict.findings]
