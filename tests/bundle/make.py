"""Puts an offline bundle together: the locked wheels for a platform,
this package, the sample, the handbook, and scripts to start by hand.

For Windows Python itself lies inside, with every wheel unpacked beside it;
on Linux a script makes a venv from the wheels with the Python that is there.
"""

from __future__ import annotations

import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from gaoji_batch import __version__
from tests.bundle import embedded
from tests.bundle.locked import PLATFORMS, ROOT, Platform, fetch, run_python, wanted

FILES = Path(__file__).with_name("files")


def make(name: str, pythons: Sequence[str] = ()) -> Path:
    """dist/gaoji-<version>-<platform>.zip: the bundle,
    to be unpacked anywhere. pythons: for these versions of Python alone."""
    platform = replace(PLATFORMS[name], pythons=tuple(pythons) or PLATFORMS[name].pythons)
    folder = ROOT / "dist" / f"gaoji-{__version__}-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    for python in platform.pythons:
        fetch(platform, python, wheels)
    run_python("hatchling", "build", "-t", "wheel", "-d", wheels)
    texts = scripts(platform, name)
    if platform.windows:
        embedded.unpack(folder / "python", embedded.fetch())
        embedded.install(wheels, folder / "python" / "Lib" / "site-packages")
        texts["程序包.txt"] = _written(embedded.listed(wheels), platform)
        shutil.rmtree(wheels)
    else:
        (folder / "requirements.txt").write_text(_of_all_pythons(platform), encoding="utf-8")
    texts["手册.txt"] = _written((ROOT / "docs" / "handbook.md").read_text(encoding="utf-8"), platform)
    for file, content in texts.items():
        (folder / file).write_bytes(content)
    _sample(folder / "示例工作区")
    return _packed(folder)


def _of_all_pythons(platform: Platform) -> str:
    """What pip is given on the other computer: each line for the versions of Python that take it."""
    lines: dict[str, list[str]] = {}
    for python in platform.pythons:
        for line in wanted(platform, python).splitlines():
            lines.setdefault(line, []).append(python)
    return "".join(_for(pythons, line) + "\n" for line, pythons in lines.items())


def _for(pythons: list[str], line: str) -> str:
    name, hashes = line.split(" ", 1)
    either = " or ".join(f"python_version == '{python}'" for python in pythons)
    return f"{name} ; {either} {hashes}"


def _sample(place: Path) -> None:
    """The files of sample_data that are kept in the repository, without results of runs."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "sample_data"], cwd=ROOT, capture_output=True, check=True
    ).stdout.decode()
    for file in filter(None, listed.split("\0")):
        target = place / Path(file).relative_to("sample_data")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / file, target)


def scripts(platform: Platform, name: str) -> dict[str, bytes]:
    """What a person starts or reads, by file name: for Windows in GBK with CRLF, as its console reads it."""
    facts = {
        "platform": name,
        "version": __version__,
        "oldest": platform.pythons[0],
        "newest": platform.pythons[-1],
        "pythons": " ".join(platform.pythons),
        "python": embedded.VERSION,
        "embedded": embedded.SOURCE,
        "embedded_hash": embedded.SHA256,
    }
    made = {}
    for path in sorted((FILES / ("windows" if platform.windows else "linux")).iterdir()):
        text = path.read_text(encoding="utf-8")
        filled = text.format(**facts) if path.suffix == ".txt" or path.name == "安装.sh" else text
        made[path.name] = _written(filled, platform)
    return made


def _written(text: str, platform: Platform) -> bytes:
    return text.replace("\n", "\r\n").encode("gb18030") if platform.windows else text.encode()


def _packed(folder: Path) -> Path:
    """The folder as a zip; scripts for Linux may be run."""
    target = folder.with_name(f"{folder.name}.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            info = zipfile.ZipInfo.from_file(path, path.relative_to(folder.parent).as_posix())
            info.compress_type = zipfile.ZIP_STORED if path.suffix == ".whl" else zipfile.ZIP_DEFLATED
            info.external_attr = (0o100755 if path.suffix == ".sh" else 0o100644) << 16
            packed.writestr(info, path.read_bytes())
    return target.relative_to(ROOT)
