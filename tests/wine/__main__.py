"""python -m tests.wine BUNDLE FOLDER [PART…]:
the Windows bundle under Wine, each command beside the same one here.

WINE names the command that starts Wine (10 or newer). FOLDER is made anew; afterwards it holds the workspaces
of both systems. PART: one of PARTS; without any, all.
"""

from __future__ import annotations

import io
import os
import pty
import re
import select
import shlex
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

from tests.sample.numbers import KEY
from tests.wine import quarter, year
from tests.wine.year import ON, Step

INSIDE = Path(__file__).with_name("inside")
WINE = shlex.split(os.environ.get("WINE", "wine"))
SAMPLE, QUARTER = "示例工作区", "季度工作区"
OWN = ("run.json", ".db", ".jsonl")
"""Files that name the moment, the account or the machine, each of its own."""
CLICKED = {"安装.cmd": [], "校验.cmd": [], "菜单.cmd": ["1", "3", "4", "王敏", "6", "0"]}
"""Script → what a person types; a bare return ends its pause."""
PROMPTS = ("请输入数字后回车：", "经办人姓名：", "请按任意键继续...")


def wine(*words: str, cwd: Path, typed: Iterable[str] = ()) -> tuple[int, str, float]:
    """Exit status, what was said (of both streams), and seconds. typed: an answer to each prompt."""
    began = time.monotonic()
    both = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    running = subprocess.Popen([*WINE, *words], cwd=cwd, env=_env(cwd), stdin=subprocess.PIPE, **both)
    said, answers, shown = b"", iter(typed), 0
    while part := os.read(running.stdout.fileno(), 65536):
        said += part
        if said[shown:].rstrip().endswith(tuple(prompt.encode("gbk") for prompt in PROMPTS)):
            shown = len(said)
            running.stdin.write(next(answers, "").encode("gbk") + b"\r\n")
            running.stdin.flush()
    status = running.wait()
    text = said.decode("utf-8" if "--json" in words else "gbk", "replace").replace("\r\n", "\n")
    return status, text, time.monotonic() - began


def _env(bundle: Path) -> dict[str, str]:
    return {"WINEDEBUG": "-all", "WINEPREFIX": str(bundle.parent / "prefix")} | os.environ


def here(*words: str, cwd: Path) -> tuple[int, str]:
    run = subprocess.run(
        [sys.executable, "-m", "gaoji_batch", *words],
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    return run.returncode, run.stdout.decode()


def unpack(bundle: Path, folder: Path) -> tuple[Path, Path]:
    """The bundle as Windows will have it, with Wine's gap filled, and a folder beside it for this system."""
    shutil.rmtree(folder, ignore_errors=True)
    with zipfile.ZipFile(bundle) as packed:
        packed.extractall(folder)
    windows, linux = next(folder.iterdir()), folder / "linux"
    quarter.workspace(windows / QUARTER)
    for workspace in (SAMPLE, QUARTER):
        key = windows / workspace / ".gaoji" / "privacy.key"
        key.parent.mkdir()
        key.write_text(KEY + "\n", encoding="ascii")
        key.chmod(0o600)
        shutil.copytree(windows / workspace, linux / workspace)
    with (windows / "python" / "python311._pth").open("a", newline="") as paths:
        paths.write("import site\r\n")
    shutil.copy(INSIDE / "sitecustomize.py", windows / "python" / "Lib" / "site-packages")
    return windows, linux


def same_steps(windows: Path, linux: Path, workspace: str, steps: list[Step]) -> bool:
    """Runs the commands on both systems, and says which lines differ."""
    different = 0
    for words in steps:
        if callable(words):
            words(windows / workspace)
            words(linux / workspace)
            continue
        status, said, seconds = wine(
            "python\\python.exe", "-m", "gaoji_batch", "-C", workspace, *words, cwd=windows
        )
        expected, lines = here("-C", workspace, *words, cwd=linux)
        ours, theirs = _comparable(lines, linux), _comparable(said, windows)
        same = status == expected and ours == theirs
        different += not same
        print(f"{'same' if same else 'DIFFERENT'} {seconds:5.0f}s {status} {' '.join(words)}", flush=True)
        for fault in (line for line in said.splitlines() if line.startswith("wine: ")):
            print(f"    {fault}")
        if not same:
            print(f"    here ({expected}):", *ours[-6:], f"    Wine ({status}):", *theirs[-6:], sep="\n    ")
    return not different and same_files(windows / workspace / "out", linux / workspace / "out")


def _comparable(said: str, place: Path) -> list[str]:
    """The lines, with this system's separators, whatever folder, ledger and moment they speak of; not what
    Wine and Arrow say of each other (Wine's own faults as a process ends are printed below)."""
    said = said.replace("\\\\", "/").replace("\\", "/").replace(f"Z:{place}", "").replace(str(place), "")
    lines = re.sub(r"[0-9a-f]{64}|\b\d{14}\b", "…", said).splitlines()
    return [line for line in lines if line and not line.startswith(("C:/arrow/", "wine: "))]


def same_files(windows: Path, linux: Path) -> bool:
    """Holds every result against its twin: to the byte, workbooks and letters by their parts."""
    ours, theirs = _results(linux), _results(windows)
    both = ours.keys() & theirs.keys()
    differing = sorted(name for name in both if _content(ours[name]) != _content(theirs[name]))
    lone = sorted(ours.keys() ^ theirs.keys())
    findings = [name for name in ours if name.endswith("findings.json")]
    print(f"files: {len(ours)}; of these differ {len(differing)}; on one side alone {len(lone)}")
    print(f"findings.json: {len(findings)}, differing {sum(name in differing for name in findings)}")
    print(*differing, *lone, sep="\n    ")
    return not lone and not any(name in differing for name in findings)


def _content(path: Path) -> object:
    data = path.read_bytes()
    return _parts(data) if data.startswith(b"PK") else data


def _parts(data: bytes) -> list[tuple[str, object]]:
    """The parts of a zip; XlsxWriter ends the first line of each with CR LF on Windows."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    return [
        (name, _parts(part) if part.startswith(b"PK") else part.replace(b"\r\n", b"\n"))
        for name, part in parts.items()
    ]


def _results(out: Path) -> dict[str, Path]:
    runs = [path for path in out.iterdir() if path.name[0].isdigit()]
    return {
        path.relative_to(out).as_posix(): path
        for run in runs
        for path in run.rglob("*")
        if path.is_file() and not path.name.endswith(OWN)
    }


def inside(windows: Path) -> bool:
    """What no comparison shows: the reader's bound, who can read a file, a backup on a share, a workbook that
    another program holds open."""
    shutil.copy(INSIDE / "checks.py", windows)
    status, said, _ = wine("python\\python.exe", "checks.py", QUARTER, cwd=windows)
    print(said)
    return status == 0


def clicked(windows: Path) -> bool:
    """The three scripts that a clerk starts, on the workspace that the first one makes."""
    well = True
    for script, typed in CLICKED.items():
        status, said, seconds = wine("cmd", "/c", script, cwd=windows, typed=typed)
        print(
            f"{script}: {status}, {seconds:.0f}s", *_comparable(said, windows)[-12:], sep="\n    ", flush=True
        )
        well &= status == 0
    return well


def watched(windows: Path) -> bool:
    """The watch on a console: it hears of a saved file, and Ctrl-C ends it with nothing left behind."""
    ours, theirs = pty.openpty()
    words = [*WINE, "python\\python.exe", "-u", "-m", "gaoji_batch", "-C", "工作区", "watch", "--on", ON]
    running = subprocess.Popen(
        words,
        cwd=windows,
        env=_env(windows),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
    )
    os.close(theirs)
    saved = next((windows / SAMPLE / "inbox").rglob("*.xlsx"))
    said = _until(ours, "问题没有增减")
    shutil.copy(saved, windows / "工作区" / "inbox")
    said += _until(ours, "新增")
    os.write(ours, b"\x03")
    said += _until(ours, "已结束守候")
    running.wait(60)
    left = [path.name for path in (windows / "工作区" / "out").glob(".*")]
    print(said, *left, sep="\n")
    return "已结束守候" in said and not left


def _until(console: int, word: str, seconds: float = 240) -> str:
    """What the console shows until the word is there, without its orders."""
    said, end = b"", time.monotonic() + seconds
    while word not in said.decode("utf-8", "ignore") and time.monotonic() < end:
        if select.select([console], [], [], 1)[0]:
            said += os.read(console, 65536)
    return re.sub(r"\x1b\[[^a-zA-Z]*[a-zA-Z]", "", said.decode("utf-8", "replace"))


PARTS = {
    "quarter": lambda windows, linux: same_steps(windows, linux, QUARTER, quarter.STEPS),
    "inside": lambda windows, _: inside(windows),
    "year": lambda windows, linux: same_steps(windows, linux, SAMPLE, year.STEPS),
    "clicked": lambda windows, _: clicked(windows),
    "watched": lambda windows, _: watched(windows),
}
"""What is tried, in this order; `inside` needs the ledger
of the quarter, `watched` the workspace of `clicked`."""


def main() -> int:
    bundle, folder = (Path(word).resolve() for word in sys.argv[1:3])
    windows, linux = unpack(bundle, folder)
    share = folder / "prefix" / "dosdevices" / "unc" / "server"
    wine("wineboot", "-i", cwd=windows)
    share.mkdir(parents=True)
    (share / "share").symlink_to(folder, target_is_directory=True)
    asked = sys.argv[3:] or PARTS
    well = [tried(windows, linux) for part, tried in PARTS.items() if part in asked]
    return 0 if all(well) else 1


if __name__ == "__main__":
    sys.exit(main())
