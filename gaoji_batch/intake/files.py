"""One file → Submission. What is wrong with it is a fault of the submission; nothing is ever raised."""

from __future__ import annotations

import hashlib
import re
import stat
from dataclasses import replace
from pathlib import Path

from gaoji_batch.intake.contents import Content, read_bytes
from gaoji_batch.intake.grid import Fault, Submission
from gaoji_batch.intake.refused import Refused, damaged
from gaoji_batch.values.rule_names import ID_NUMBER_IN_FILE_NAME, OVER_LIMIT, UNREADABLE
from gaoji_batch.values.text import legible
from gaoji_batch.workspace.limits import Limits

_MONTH_AND_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
_ID_NUMBER = re.compile(
    rf"""(?<!\d) [1-9]\d{{5}}
    (?: (?:18|19|20)\d{{2}} {_MONTH_AND_DAY} \d{{3}}[\dXx]  # 18 characters
      | \d{{2}} {_MONTH_AND_DAY} \d{{3}}  # 15, before 1999
    ) (?!\d)""",
    re.VERBOSE,
)


def read_submission(path: Path, file: str, limits: Limits) -> Submission:
    """Reads one file, whatever it is. `file` is its name in findings; its content decides how it is read."""
    size, digest = 0, ""
    try:
        # what a unit sends may be a link to any file of this machine
        if file.startswith("inbox/") and path.is_symlink():
            raise Refused(UNREADABLE, what="是指向别处的链接，不是文件", fix="放入文件本身后再审核")
        if not named(path):
            raise Refused(UNREADABLE, what="文件名的编码无法识别", fix="改名后再审核")
        about = path.stat()
        size = about.st_size
        # the walk through inbox/ hands in a folder that it cannot open, lest its files be passed over
        if stat.S_ISDIR(about.st_mode):
            raise Refused(UNREADABLE, what="文件夹打不开", fix="更正文件夹的权限后再审核")
        # reading a pipe would never end
        if not stat.S_ISREG(about.st_mode):
            raise damaged("不是普通文件")
        if size > limits.file_bytes:
            # run.json names every file by its sha256 (docs/contract/commands.md), one that is not read too
            digest = fingerprint(path)
            raise Refused(
                OVER_LIMIT,
                limit=f"文件超过{limits.file_bytes >> 20}MB",
                fix="删去图片等无关内容，或分成几个文件后重新报送",
            )
        data = path.read_bytes()
        size, digest = len(data), hashlib.sha256(data).hexdigest()
        content = read_bytes(data, file, limits)
    except Refused as refused:
        content = Content("unreadable", faults=[refused.fault()])
    except OSError as error:
        content = Content("unreadable", faults=[unreachable(error).fault()])
    return renamed(
        Submission(file, size, digest, content.kind, content.grids, content.faults, content.creator), file
    )


def renamed(submission: Submission, file: str) -> Submission:
    """The submission under this name, with F017 where the name holds an ID number: what was kept by content
    may have had another name."""
    faults = [fault for fault in submission.faults if fault.code != ID_NUMBER_IN_FILE_NAME]
    return replace(
        submission, file=file, faults=faults + [Fault(ID_NUMBER_IN_FILE_NAME)] * bool(_ID_NUMBER.search(file))
    )


def named(path: Path) -> bool:
    """Whether a file's name is text: one that is not is found by nobody under the name that findings give."""
    return legible(str(path)) == str(path)


def unreachable(error: OSError) -> Refused:
    """Why a file that was there cannot be opened."""
    if isinstance(error, FileNotFoundError):
        return Refused(UNREADABLE, what="文件在读取时已不在原处", fix="重新放入后再审核")
    return Refused(
        UNREADABLE,
        what="文件打不开（正被其他程序占用，或没有读取权限）",
        fix="关闭正在打开它的程序，或更正权限后再审核",
    )


def fingerprint(path: Path) -> str:
    """The sha256 of a file of any size."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
