"""One copy that goes back to a unit: its own file with the findings marked in it."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path, PurePosixPath

from gaoji_batch.findings import NOTE
from gaoji_batch.intake.archive import Budget
from gaoji_batch.intake.contents import member_name, read_bytes
from gaoji_batch.outputs.marking.annotate import marked
from gaoji_batch.outputs.marking.issue import Cause, Issue
from gaoji_batch.outputs.marking.package import copy_entry, write_new
from gaoji_batch.outputs.marking.rebuilt import bare, rebuilt
from gaoji_batch.outputs.marking.returned_names import XLSX_FORMATS, safe_path
from gaoji_batch.outputs.marking.review_sheet import Cover
from gaoji_batch.values.rule_names import NOTHING_READ
from gaoji_batch.workspace.limits import Limits

_EDITABLE_KINDS = ("xlsx", "xlsm")
_BESIDE = "审核意见.xlsx"
"""Within a zip: what was found on the zip as a whole."""
_KIND_NAMES = {
    "xls": "xls（或et）",
    "xlsb": "xlsb",
    "ods": "ods",
    "csv": "csv（或tsv）",
    "text": "文本",
    "html": "网页表格",
    "mht": "网页档案",
    "xml": "XML表格",
    "docx": "Word文档",
}
_REBUILT = (
    "原文件为{kind}格式，本工作簿按其中的数据重新生成，不含原有的格式、图片和公式；"
    "请在原文件上改正后报送，也可在本工作簿上改正后报送。"
)
_UNEDITABLE = "原文件的内部结构不规范，无法直接加注，本工作簿按其中的数据重新生成；请在原文件上改正后报送。"
_NOTICE = "未能在原文件上加注，只列出审核意见，原文件未退回；请按修改办法处理后重新报送。"


Returned = tuple[str, bytes]
"""The ending put behind a file's name, and the bytes of its copy."""


@dataclass(frozen=True, slots=True)
class ReturnItem:
    """One file to return, on disk or within a zip.

    name: its path from the workspace, or its name within the zip.
    kind: what it is ('xlsx', 'csv', 'zip', 'unreadable' …).
    issues: what was found in it.
    causes: the causes of these.
    cover: what stands above the table of 审核意见.
    day: the day of the run, for comments in threads.
    limits: how much of it may be read.
    """

    name: str
    kind: str
    issues: list[Issue]
    causes: list[Cause]
    cover: Cover
    day: date
    limits: Limits = field(default_factory=Limits)


def returned_copy(item: ReturnItem, path: Path | None) -> Returned:
    """What comes back for a file: the ending put behind its name ('' or '.xlsx'), and the bytes."""
    return _returned(item, _read(path) if path else b"")


def to_return(kind: str, issues: list[Issue]) -> bool:
    """Whether a file goes back: an attachment only with more than notes."""
    return any(issue.severity != NOTE for issue in issues) if kind == "attachment" else bool(issues)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def ended(name: str, suffix: str, others: set[str]) -> str:
    """The name with `suffix` in the place of its ending; behind it if another file bears that name."""
    if not suffix:
        return name
    replaced = PurePosixPath(name).with_suffix(suffix).as_posix()
    return name + suffix if replaced.casefold() in others else replaced


def free(path: PurePosixPath, taken: set[str]) -> PurePosixPath:
    """The path, told apart from those that are taken, and taken itself."""
    while _folded(path) in taken:
        path = path.with_name(f"{path.stem}_{path.suffix}")
    taken.add(_folded(path))
    return path


def _folded(path: PurePosixPath) -> str:
    """Equal for names that some system takes for one: letter case, and accents written in one character or
    two."""
    return unicodedata.normalize("NFC", str(path)).casefold()


def _returned(item: ReturnItem, data: bytes) -> Returned:
    # of what is made anew: Excel opens no workbook without macros under .xlsm
    suffix = _ending(item.name, XLSX_FORMATS[:1])
    try:
        if item.kind == "zip":
            return "", _zip(item, data)
        if item.kind == "7z":
            return ".zip", _zip(item, _as_zip(data, item.limits))
        if item.kind in _EDITABLE_KINDS:
            return _annotated(item, data, suffix)
        if item.kind in _KIND_NAMES:
            return suffix, _from_values(item, data, _REBUILT.format(kind=_KIND_NAMES[item.kind]))
    # a file that changed or vanished since it was read; whatever happens, the unit gets its findings
    except Exception:
        return suffix, _notice(item)
    return suffix, _notice(item)


def _ending(name: str, formats: tuple[str, ...]) -> str:
    return "" if PurePosixPath(name).suffix.lower() in formats else ".xlsx"


def _annotated(item: ReturnItem, data: bytes, suffix: str) -> Returned:
    """The unit's own workbook, marked; where its insides are too odd to be edited, its values, as xlsx."""
    try:
        book = marked(data, item.issues, item.causes, item.cover, item.day)
    except Exception:  # odd XML makes lxml and zipfile raise whatever they like
        return suffix, _from_values(item, data, _UNEDITABLE)
    return _ending(item.name, XLSX_FORMATS), book


def _from_values(item: ReturnItem, data: bytes, remark: str) -> bytes:
    """A new workbook of the file's values, marked."""
    grids = read_bytes(data, item.name, item.limits).grids
    if not grids:
        return _notice(item)
    book, titles = rebuilt(grids, item.name)
    return marked(book, item.issues, item.causes, _with(item.cover, remark), item.day, titles)


def _notice(item: ReturnItem) -> bytes:
    return marked(bare(), item.issues, item.causes, _with(item.cover, _NOTICE), item.day)


def _with(cover: Cover, remark: str) -> Cover:
    return replace(cover, remarks=(remark, *cover.remarks))


def _zip(item: ReturnItem, data: bytes) -> bytes:
    """The zip with its members marked; those without findings as they are, findings on the zip itself in a
    workbook beside them. Whoever unpacks it gets them under names that any system takes, and nowhere else."""
    out, used, taken = io.BytesIO(), set[int](), {_BESIDE}
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        members = {member_name(entry.filename, entry.flag_bits).casefold() for entry in source.infolist()}
        for info in source.infolist():
            name = member_name(info.filename, info.flag_bits)
            inner = _member(item, name, info, source)
            used |= {id(issue) for issue in item.issues if _belongs(issue, name)}
            if inner is not None:
                # what the intake refused, for its size too, is not inflated here
                suffix, content = _returned(inner, b"" if inner.kind == "unreadable" else source.read(info))
                write_new(target, str(free(safe_path(ended(name, suffix, members)), taken)), content)
            elif name != _BESIDE:  # that one is from an earlier return
                # PurePosixPath drops the slash by which the entry of a folder is one
                copy_entry(data, info, target, str(free(safe_path(name), taken)) + "/" * name.endswith("/"))
        unplaced = [issue for issue in item.issues if id(issue) not in used]
        if unplaced:
            write_new(target, _BESIDE, _notice(replace(item, issues=unplaced, causes=[])))
    return out.getvalue()


def _as_zip(data: bytes, limits: Limits) -> bytes:
    """The members of a .7z as a zip."""
    from gaoji_batch.intake.seven import read_members  # its library is loaded for such a file alone

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, content in read_members(data, Budget(limits)).items():
            write_new(target, name, content)
    return out.getvalue()


def _belongs(issue: Issue, member: str) -> bool:
    return issue.sheet == member or issue.sheet.startswith(member + "!")


def _member(item: ReturnItem, name: str, info: zipfile.ZipInfo, source: zipfile.ZipFile) -> ReturnItem | None:
    """A member of a zip that has findings to be returned, its sheets named as within it."""
    issues_within = [issue for issue in item.issues if _belongs(issue, name)]
    if not issues_within:
        return None
    unread = any(issue.code in NOTHING_READ and not issue.cell for issue in issues_within)
    kind = "unreadable" if unread else read_bytes(source.read(info), name, item.limits).kind
    if not to_return(kind, issues_within):
        return None
    issues = [replace(issue, sheet=issue.sheet[len(name) + 1 :]) for issue in issues_within]
    causes = [
        replace(cause, sheet=cause.sheet[len(name) + 1 :])
        for cause in item.causes
        if cause.sheet.startswith(name + "!")
    ]
    return replace(
        item,
        name=name,
        kind=kind,
        issues=issues,
        causes=causes,
        cover=replace(item.cover, file=f"{item.cover.file}中的{name}"),
    )
