"""Makes what a machine without a network needs: a folder of wheels, and one file that runs by itself.

    python offline/build.py -o dist                                # for this machine
    python offline/build.py -o dist --platform win_amd64 --python 3.12     # for another one: wheels only

Run on a machine with a network. The single file is for the platform and Python it was made with, since lxml is
compiled; it is made by shiv, which unpacks it once into a folder of the user's. Everything gets SHA-256 and, where this
Python has it, SM3 checksums.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
GUIDE = Path(__file__).resolve().parent / "安装说明.txt"
SHIV = "shiv==1.0.8"
PROGRAM = "zlxm.pyz"
WHEELS = "wheels"


def main(given: Sequence[str] | None = None) -> int:
    """Make the parcel and say what it holds; the exit code is pip's or shiv's when one of them fails."""
    asked = _parser().parse_args(given)
    target = asked.output.resolve()
    target.mkdir(parents=True, exist_ok=True)
    wheels = target / WHEELS
    if wheels.exists():
        shutil.rmtree(wheels)
    try:
        _wheels(wheels, asked)
        if not asked.platform:
            _program(target / PROGRAM, wheels)
    except subprocess.CalledProcessError as failed:
        return int(failed.returncode)
    shutil.copyfile(GUIDE, target / GUIDE.name)
    _sums(target)
    _tell(target)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="制作离线安装包：wheels 目录和单文件程序")
    parser.add_argument("-o", "--output", type=Path, default=Path("dist"), help="放到哪里，默认 dist")
    parser.add_argument("--platform", action="append", default=[], help="给别的机器做，如 win_amd64，可重复")
    parser.add_argument("--python", default="", help="给哪个版本的 Python 做，如 3.12，默认本机的")
    return parser


def _wheels(folder: Path, asked: argparse.Namespace) -> None:
    """Build our own wheel, which runs anywhere, then fetch the others for the machine in question."""
    _pip("wheel", "--no-deps", "--wheel-dir", str(folder), str(ROOT))
    own = next(folder.glob("zlxm-*.whl"))
    if not asked.platform:
        _pip("wheel", "--wheel-dir", str(folder), "--find-links", str(folder), str(own))
        return
    machine = [word for each in asked.platform for word in ("--platform", each)]
    version = ["--python-version", asked.python] if asked.python else []
    _pip("download", "--only-binary=:all:", "--dest", str(folder), *machine, *version, str(own))


def _program(path: Path, wheels: Path) -> None:
    """Put everything into one file, from the wheels alone."""
    with tempfile.TemporaryDirectory() as folder:
        _pip("install", "--target", folder, SHIV)
        # the same wheels give the same bytes: shiv takes its time stamps from here
        env = {**os.environ, "PYTHONPATH": folder, "SOURCE_DATE_EPOCH": "315532800"}
        shiv = [sys.executable, "-m", "shiv", "--reproducible", "--compressed", "-p", "/usr/bin/env python3"]
        own = [str(each) for each in sorted(wheels.glob("*.whl"))]
        made = ["-c", "zlxm", "-o", str(path), "--no-index", "--no-deps", *own]
        subprocess.run([*shiv, *made], check=True, env=env, stdout=subprocess.DEVNULL)


def _pip(*words: str) -> None:
    subprocess.run([sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", *words], check=True)


def _sums(target: Path) -> None:
    files = sorted(each for each in target.rglob("*") if each.is_file() and not each.name.endswith("SUMS"))
    for name in ("sha256", "sm3"):
        if name in hashlib.algorithms_available:
            lines = "".join(f"{_digest(each, name)}  {each.relative_to(target).as_posix()}\n" for each in files)
            (target / f"{name.upper()}SUMS").write_text(lines, encoding="utf-8", newline="\n")


def _digest(path: Path, name: str) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, name).hexdigest()


def _tell(target: Path) -> None:
    wheels = list((target / WHEELS).iterdir())
    print(f"{target / WHEELS}：{len(wheels)} 个文件，{_megabytes(wheels)} MB")
    program = target / PROGRAM
    if program.exists():
        print(f"{program}：{_megabytes([program])} MB，用 python3 {PROGRAM} 运行")


def _megabytes(files: Iterable[Path]) -> str:
    return f"{sum(each.stat().st_size for each in files) / 1_000_000:.1f}"


if __name__ == "__main__":
    sys.exit(main())
