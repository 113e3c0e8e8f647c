"""Puts an offline bundle together: wheels of the locked requirements for Python 3.11 on a platform, this package's own wheel, and scripts to start by hand."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker

from gaoji_batch import __version__

ROOT = Path(__file__).parents[2]
FILES = Path(__file__).with_name("files")
LOCK = ROOT / "requirements" / "runtime.txt"
PYTHON = "3.11"


@dataclass(frozen=True)
class Platform:
    """tags: of the wheels that it takes; markers: as its Python answers them; windows: how scripts are written."""

    tags: tuple[str, ...]
    markers: dict[str, str]
    windows: bool = False


def _linux(machine: str) -> Platform:
    """glibc 2.28 is what Kylin V10 and UOS 20 have."""
    tags = tuple(f"manylinux_2_{minor}_{machine}" for minor in range(28, 16, -1))
    return Platform(
        (*tags, f"manylinux2014_{machine}"),
        {
            "sys_platform": "linux",
            "platform_system": "Linux",
            "platform_machine": machine,
            "os_name": "posix",
        },
    )


PLATFORMS = {
    "win_amd64": Platform(
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64", "os_name": "nt"},
        windows=True,
    ),
    "linux_x86_64": _linux("x86_64"),
    "linux_aarch64": _linux("aarch64"),
}


def make(name: str) -> Path:
    """dist/gaoji-<version>-<platform>.zip: the bundle, to be unpacked anywhere."""
    platform, folder = PLATFORMS[name], ROOT / "dist" / f"gaoji-{__version__}-{name}"
    shutil.rmtree(folder, ignore_errors=True)
    wheels = folder / "wheels"
    wheels.mkdir(parents=True)
    wanted = folder / "wanted.txt"
    wanted.write_text(required(LOCK.read_text(encoding="utf-8"), platform), encoding="utf-8")
    tags = [word for tag in platform.tags for word in ("--platform", tag)]
    _python(
        "pip",
        "download",
        "--quiet",
        "--disable-pip-version-check",
        "--dest",
        wheels,
        "--no-deps",
        "--only-binary=:all:",
        "--implementation",
        "cp",
        "--python-version",
        PYTHON,
        *tags,
        "--require-hashes",
        "-r",
        wanted,
    )
    wanted.unlink()
    _python("hatchling", "build", "-t", "wheel", "-d", wheels)
    shutil.copy(LOCK, folder / "requirements.txt")
    for file, content in scripts(name).items():
        (folder / file).write_bytes(content)
    return _packed(folder)


def required(lock: str, platform: Platform) -> str:
    """The lines of a lock that a platform needs, without their markers: pip would answer those for the computer it runs on."""
    answers = {"python_full_version": f"{PYTHON}.9", "python_version": PYTHON, **platform.markers}
    kept = []
    for entry in lock.replace("\\\n", " ").splitlines():
        words, _, rest = entry.partition(" --hash")
        name, _, marker = words.partition(";")
        if (
            "==" in name
            and not name.lstrip().startswith("#")
            and (not marker or Marker(marker).evaluate(answers))
        ):
            kept.append(f"{name.strip()} --hash{rest}")
    return "\n".join(kept) + "\n"


def scripts(name: str) -> dict[str, bytes]:
    """What a person starts or reads, by file name: for Windows in GB18030 with CRLF, as its console reads it."""
    platform = PLATFORMS[name]
    ending = "cmd" if platform.windows else "sh"
    facts = {"platform": name, "version": __version__, "install": f"安装.{ending}", "check": f"校验.{ending}"}
    facts |= (
        {
            "needs": "Windows 10以上、64位的Python 3.11（python.org）",
            "place": "D:\\gaoji",
            "command": "venv\\Scripts\\gaoji",
        }
        if platform.windows
        else {
            "needs": "glibc 2.28以上的Linux（麒麟V10、UOS 20、Debian 10以后）、Python 3.11及其venv",
            "place": "/opt/gaoji",
            "command": "venv/bin/gaoji",
        }
    )
    texts = {
        f"{what}.{ending}": (FILES / f"{what}.{ending}").read_text(encoding="utf-8")
        for what in ("安装", "校验")
    }
    texts["说明.txt"] = (FILES / "说明.txt").read_text(encoding="utf-8").format(**facts)
    return {
        file: text.replace("\n", "\r\n").encode("gbk") if platform.windows else text.encode()
        for file, text in texts.items()
    }


def _packed(folder: Path) -> Path:
    """The folder as a zip; scripts for Linux may be run."""
    target = folder.with_name(f"{folder.name}.zip")
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as packed:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            info = zipfile.ZipInfo.from_file(path, path.relative_to(folder.parent).as_posix())
            info.external_attr = (0o100755 if path.suffix == ".sh" else 0o100644) << 16
            packed.writestr(info, path.read_bytes())
    return target.relative_to(ROOT)


def _python(*words: str | Path) -> None:
    subprocess.run([sys.executable, "-m", *map(str, words)], cwd=ROOT, check=True)
