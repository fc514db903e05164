"""Makes the dossiers that the benchmarks read: the same seed and sizes give the same bytes.

    python -m benchmarks.corpus FOLDER --count 1000 --mean-size 12000

Dossiers lie in groups of a hundred. Each has a manifest of 146 lines without faults and 28 attachments: 17 pdf, 7 docx
of a few pages, 3 xlsx, 1 jpg. What a small file lacks to its size is an incompressible picture, as in life. Once a
corpus holds 600 MB, further dossiers link to the attachments of earlier ones, so that 10,000 fit anywhere.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import re
import shutil
import string
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

HERE = os.path.dirname(os.path.abspath(__file__))
AS_OF = "2026-10-30"
GROUP = 100
ATTACHMENTS = 28
_MOST_BYTES = 600_000_000
_RECORD = "corpus.json"
_WEEKS = (-2, -1, 0)  # the whole course of a project moves by so much and stays in time
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_PATH = re.compile(r"path: ([^,]+),")
_LONG_AGO = (2024, 1, 1, 0, 0, 0)
_PLACES = ("示例局", "示例中心", "示例街道", "示例园区", "示例委")
_SYSTEMS = ("智慧校园平台", "养老服务平台", "档案管理系统", "网格治理平台", "应急指挥系统", "企业服务平台")
_SURNAMES = "赵钱孙李周吴郑王冯陈"
_PHRASES = (
    "本项目按照统一规划分步实施", "建设单位负责组织协调工作", "数据应当依法共享并保证安全", "系统部署在政务云平台",
    "承建单位提交阶段成果", "监理单位每周检查进度", "经费纳入年度预算管理", "验收前完成测评和整改",
)  # fmt: skip
_RUN = (
    '<w:p w:rsidR="00A1" w:rsidRDefault="00A1"><w:pPr><w:spacing w:line="560" w:lineRule="exact"/></w:pPr><w:r><w:rPr>'
    '<w:rFonts w:ascii="FangSong" w:eastAsia="FangSong" w:hint="eastAsia"/><w:sz w:val="32"/></w:rPr><w:t>'
)
_TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_RELATIONS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"/>'
_WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
_SIDE_PART = '<style name="normal" size="21"/>'.join(("<part>", *[""] * 79, "</part>"))
_SIDE_PARTS = {  # what a word processor writes beside the text, in about its size
    "docx": ("docProps/core.xml", "docProps/app.xml", "word/_rels/document.xml.rels", "word/styles.xml",
             "word/settings.xml", "word/webSettings.xml", "word/fontTable.xml", "word/theme/theme1.xml"),
    "xlsx": ("docProps/core.xml", "docProps/app.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
             "xl/theme/theme1.xml", "xl/worksheets/sheet1.xml"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Plan:
    """What a corpus is made of; `mean_size`: bytes of an attachment."""

    mean_size: int
    seed: int = 1

    @property
    def own(self) -> int:
        """How many dossiers have attachments of their own."""
        return max(1, _MOST_BYTES // (ATTACHMENTS * self.mean_size))


def dossier_folder(corpus: str, index: int) -> str:
    """Return the folder of one dossier."""
    return os.path.join(group_folder(corpus, index // GROUP), f"dossier-{index:05d}")


def group_folder(corpus: str, group: int) -> str:
    """Return the folder of a hundred dossiers."""
    return os.path.join(corpus, f"group-{group:03d}")


def make(corpus: str, count: int, plan: Plan) -> int:
    """Return how many dossiers were added to make up `count`. Raises SystemExit when the folder is something else."""
    os.makedirs(corpus, exist_ok=True)
    there = _count_there(corpus, plan)
    for index in range(there, count):
        _make_dossier(corpus, index, plan)
    _record(corpus, plan, max(there, count))
    return max(0, count - there)


def _count_there(corpus: str, plan: Plan) -> int:
    record = os.path.join(corpus, _RECORD)
    if not os.path.exists(record):
        if os.listdir(corpus):
            sys.exit("the corpus folder holds other things")
        return 0
    with open(record, encoding="utf-8") as file:
        found = json.load(file)
    if (found["mean_size"], found["seed"]) != (plan.mean_size, plan.seed):
        sys.exit("the corpus was made with other sizes or another seed")
    return int(found["count"])


def _record(corpus: str, plan: Plan, count: int) -> None:
    with open(os.path.join(corpus, _RECORD), "w", encoding="utf-8") as file:
        json.dump({"mean_size": plan.mean_size, "seed": plan.seed, "count": count}, file)


def _make_dossier(corpus: str, index: int, plan: Plan) -> None:
    chance = random.Random(f"{plan.seed}/{index}")  # noqa: S311 the same every time is the point
    folder = dossier_folder(corpus, index)
    shutil.rmtree(folder, ignore_errors=True)  # half of one, from a run that was stopped
    manifest = _manifest(index, chance)
    for name in _PATH.findall(manifest):
        target = os.path.join(folder, name)
        os.makedirs(os.path.dirname(target), exist_ok=True)
        if index < plan.own:
            _write(target, _attachment(name, plan.mean_size, chance))
        else:
            os.link(os.path.join(dossier_folder(corpus, index % plan.own), name), target)
    _write(os.path.join(folder, "manifest.yaml"), manifest.encode())


def _write(path: str, data: bytes) -> None:
    with open(path, "wb") as file:
        file.write(data)


def _manifest(index: int, chance: random.Random) -> str:
    with open(os.path.join(HERE, "manifest.yaml.in"), encoding="utf-8") as file:
        template = string.Template(file.read())
    months = chance.randrange(40, 60)
    total = months * 2.4 + 160
    words = {
        "place": f"{chance.choice(_PLACES)}{index % 97:02d}",
        "system": f"{chance.choice(_SYSTEMS)}{index % 89:02d}",
        "number": f"{index:05d}",
        "surname": chance.choice(_SURNAMES),
        "phone": f"{index % 10000:04d}",
        "months": str(months),
        "software": f"{months * 2.4:.2f}",
        "total": f"{total:.2f}",
        "rest": f"{total - 200:.2f}",
        "build": f"{months * 2.4 + 10:.2f}",
    }
    shift = timedelta(weeks=chance.choice(_WEEKS))
    return _DATE.sub(lambda found: str(date.fromisoformat(found[0]) + shift), template.substitute(words))


def _attachment(name: str, mean_size: int, chance: random.Random) -> bytes:
    size = int(mean_size * 5 * chance.betavariate(1, 4))  # many small, some five times the mean
    extension = name.rpartition(".")[2]
    if extension == "pdf":
        return _pdf(chance.randbytes(max(1000, size - 500)))
    if extension == "jpg":
        return b"\xff\xd8\xff\xe0" + chance.randbytes(max(1000, size)) + b"\xff\xd9"
    return _office(extension, size, chance)


def _pdf(content: bytes) -> bytes:
    bodies = (
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
    )
    data, starts = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        starts.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % start for start in starts)
    table = b"xref\n0 5\n0000000000 65535 f \n%strailer\n<< /Size 5 /Root 1 0 R >>\n" % rows
    return data + table + b"startxref\n%d\n%%%%EOF\n" % len(data)


def _office(extension: str, size: int, chance: random.Random) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _parts(extension, chance):
            archive.writestr(zipfile.ZipInfo(name, _LONG_AGO), text, zipfile.ZIP_DEFLATED)
        lacking = size - buffer.tell()
        if lacking > 0:
            folder = "word" if extension == "docx" else "xl"
            picture = zipfile.ZipInfo(f"{folder}/media/image1.jpg", _LONG_AGO)
            archive.writestr(picture, chance.randbytes(lacking), zipfile.ZIP_STORED)
    return buffer.getvalue()


def _parts(extension: str, chance: random.Random) -> Iterator[tuple[str, str]]:
    yield "[Content_Types].xml", _TYPES
    yield "_rels/.rels", _RELATIONS
    if extension == "docx":
        yield "word/document.xml", _document(chance)
    else:
        yield "xl/workbook.xml", "<workbook/>"
    for name in _SIDE_PARTS[extension]:
        yield name, _SIDE_PART


def _document(chance: random.Random) -> str:
    pages = chance.randrange(2, 7)
    paragraphs = (_RUN + " ".join(chance.choices(_PHRASES, k=4)) + "</w:t></w:r></w:p>" for _ in range(pages * 15))
    return f"{_WORD}{''.join(paragraphs)}</w:body></w:document>"


def main() -> None:
    """Make a corpus as the command line asks."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--mean-size", type=int, default=12_000)
    options = parser.parse_args()
    print(f"{make(options.folder, options.count, Plan(options.mean_size))} dossiers made")


if __name__ == "__main__":
    main()
