"""Which wheels of the locked requirements a computer needs:
platforms, versions of Python, and what is fetched for them."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker

ROOT = Path(__file__).parents[2]
LOCK = ROOT / "requirements" / "runtime.txt"
EXTRAS = ROOT / "requirements" / "engines.txt"
DRIVER = ("psycopg", "psycopg-binary")
"""Of the extras the driver of PostgreSQL, for a ledger that lies there."""


@dataclass(frozen=True)
class Platform:
    """tags: of the wheels that it takes; markers: as its Python answers them;
    pythons: its versions; windows: how scripts are written."""

    tags: tuple[str, ...]
    markers: dict[str, str]
    pythons: tuple[str, ...]
    windows: bool = False


def _linux(machine: str) -> Platform:
    """glibc 2.28 is what Kylin V10 and UOS 20 have."""
    tags = tuple(f"manylinux_2_{minor}_{machine}" for minor in range(28, 16, -1))
    markers = {
        "sys_platform": "linux",
        "platform_system": "Linux",
        "platform_machine": machine,
        "os_name": "posix",
    }
    return Platform((*tags, f"manylinux2014_{machine}"), markers, ("3.11", "3.12", "3.13", "3.14"))


PLATFORMS = {
    "win_amd64": Platform(
        ("win_amd64",),
        {"sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64", "os_name": "nt"},
        ("3.11",),
        windows=True,
    ),
    "linux_x86_64": _linux("x86_64"),
    "linux_aarch64": _linux("aarch64"),
}


def required(lock: str, platform: Platform, python: str, only: Sequence[str] = ()) -> str:
    """The lines of a lock that a platform needs, without their markers: pip would answer those for the
    computer it runs on. only: no others than these packages."""
    answers = {
        "python_full_version": f"{python}.9",
        "python_version": python,
        "implementation_name": "cpython",
        "platform_python_implementation": "CPython",
        "extra": "",
        **platform.markers,
    }
    kept = []
    for entry in lock.replace("\\\n", " ").splitlines():
        words, _, rest = entry.partition(" --hash")
        name, _, marker = words.partition(";")
        package = name.partition("==")[0].strip()
        if "==" not in name or package.startswith("#") or (only and package not in only):
            continue
        if not marker or Marker(marker).evaluate(answers):
            kept.append(f"{name.strip()} --hash{rest}")
    return "\n".join(kept) + "\n"


def wanted(platform: Platform, python: str) -> str:
    """The requirements of the package and of its PostgreSQL driver, each with its hashes."""
    return required(LOCK.read_text(encoding="utf-8"), platform, python) + required(
        EXTRAS.read_text(encoding="utf-8"), platform, python, DRIVER
    )


def fetch(platform: Platform, python: str, wheels: Path) -> None:
    """Downloads the wheels, each held against its hash."""
    listed = wheels / f"wanted-{python}.txt"
    listed.write_text(wanted(platform, python), encoding="utf-8")
    tags = [word for tag in platform.tags for word in ("--platform", tag)]
    run_python(
        *("pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"),
        *("--only-binary=:all:", "--implementation", "cp", "--python-version", python, *tags),
        *("--require-hashes", "--dest", wheels, "-r", listed),
    )
    listed.unlink()


def run_python(*words: str | Path) -> None:
    subprocess.run([sys.executable, "-m", *map(str, words)], cwd=ROOT, check=True)
