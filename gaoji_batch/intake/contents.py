"""The bytes of one file, or of a member of an archive → Content: which reader they need, by what they are."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from gaoji_batch.intake import delimited, sniff
from gaoji_batch.intake.archive import Archive, Budget
from gaoji_batch.intake.grid import Fault, Grid
from gaoji_batch.intake.refused import Refused, damaged
from gaoji_batch.intake.workbook import Workbook
from gaoji_batch.values.cells import a1
from gaoji_batch.values.rule_names import (
    ATTACHMENT,
    ENCRYPTED,
    MACROS,
    OVER_LIMIT,
    UNREAD_CONTENT,
    UNREADABLE,
)
from gaoji_batch.workspace.limits import Limits

_JUNK = re.compile(
    r"""^(?:
        __macosx/.*
      | (?:.*/)?(?: ~\$.* | \.~lock.* | \.ds_store | thumbs\.db | desktop\.ini )
    )$""",
    re.IGNORECASE | re.VERBOSE,
)
"""What macOS, Windows, Excel, WPS and LibreOffice leave in a folder beside the files: nobody submitted it."""
_SAVE = "用Excel或WPS打开，另存为xlsx后重新报送"
_NAMES = {
    "html": "html网页",
    "mht": "mht网页",
    "xml": "xml表格",
    "markup": "xml文档",
    "docx": "Word文档",
    "ole": "其他程序的文件",
    "exe": "程序",
    "text": "文本",
}


@dataclass(slots=True)
class Content:
    """What a file, or a member of a zip, holds."""

    kind: str
    grids: list[Grid] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    creator: str = ""


def read_bytes(data: bytes, name: str, limits: Limits) -> Content:
    """What a file's bytes hold; `name` is what it is called, as a member of a zip too."""
    return _guarded(data, name, Budget(limits))


def _guarded(data: bytes, name: str, budget: Budget, nested: bool = False) -> Content:
    """The content, or why there is none: readers of old and broken formats raise whatever they like."""
    try:
        return _content(data, name, budget, nested)
    except Refused as refused:
        if (
            refused.code == UNREADABLE
            and data
            and (suffix := PurePosixPath(name).suffix)
            and not sniff.is_spreadsheet_name(name)
        ):
            # nobody said that it is a spreadsheet: whether it is whole is not looked into
            refused = Refused(ATTACHMENT, kind=suffix[1:].lower())
        kind = "attachment" if refused.code == ATTACHMENT else "unreadable"
        return Content(kind, faults=[refused.fault()])
    except MemoryError:
        return Content("unreadable", faults=[out_of_memory(budget.limits).fault()])
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # a panic of calamine is no Exception
        return Content("unreadable", faults=[damaged(why=f"读取时出错：{type(error).__name__}").fault()])


def out_of_memory(limits: Limits) -> Refused:
    return Refused(OVER_LIMIT, limit=f"读取时需要超过{limits.memory_bytes >> 20}MB内存")


def _content(data: bytes, name: str, budget: Budget, nested: bool = False) -> Content:
    if not data:
        raise damaged("是空文件")
    kind = sniff.kind_of_bytes(data)
    if kind == "zip":
        return _of_zip(data, name, budget, nested)
    if kind == "ole":
        kind = sniff.kind_of_ole(data)
        # Word and PowerPoint encrypt into the same container: without such a name it stays an attachment
        if kind == "encrypted" and sniff.is_spreadsheet_name(name):
            from gaoji_batch.intake.unlocked import unlocked

            inside = unlocked(data, budget.limits)
            if sniff.kind_of_bytes(inside) != "zip":
                raise Refused(ENCRYPTED)
            return _of_zip(inside, name, budget, nested)
    if kind == "xls":
        from gaoji_batch.intake.xls import read_xls

        book = read_xls(data, budget.limits)
        return _of_workbook("xls", book)
    if kind == "7z":
        if nested:
            raise _archive_within()
        from gaoji_batch.intake.seven import read_members

        return _members("7z", read_members(data, budget).items(), budget)
    page = _of_markup(kind, data, budget.limits)
    if page:
        return _of_workbook(kind, page)
    if kind:
        raise _no_spreadsheet(kind, name)
    return _of_text(data, name, budget.limits)


def _of_markup(kind: str, data: bytes, limits: Limits) -> Workbook | None:
    """The tables of a page, a web archive or SpreadsheetML; None if there are none, or it is none of
    these."""
    if kind not in ("html", "mht", "xml"):
        return None
    from gaoji_batch.intake import markup, spreadsheet_xml

    readers = {"html": markup.read_html, "mht": markup.read_mht, "xml": spreadsheet_xml.read_spreadsheet_xml}
    return readers[kind](data, limits)


def _of_zip(data: bytes, name: str, budget: Budget, nested: bool) -> Content:
    archive = Archive(data, budget)
    kind = sniff.kind_of_zip(
        list(archive.entries), archive.read("mimetype")[:100] if "mimetype" in archive.entries else b""
    )
    if kind == "xlsx":
        from gaoji_batch.intake.xlsx import read_xlsx

        book = read_xlsx(archive, budget.limits)
        return _of_workbook("xlsm" if book.macros else "xlsx", book)
    if kind == "ods":
        from gaoji_batch.intake.ods import read_ods

        book = read_ods(archive, budget.limits)
        return _of_workbook("ods", book)
    if kind == "xlsb":
        from gaoji_batch.intake.xlsb import read_xlsb

        return _of_workbook("xlsb", read_xlsb(data, archive, budget.limits))
    if kind == "docx":
        from gaoji_batch.intake.word_tables import read_docx

        document = read_docx(data, archive, budget.limits)
        if document.grids:
            return _of_workbook("docx", document)
    if kind != "zip":
        raise _no_spreadsheet(kind, name)
    if nested:
        raise _archive_within()
    members = (
        (member_name(stored, info.flag_bits), archive.read(stored))
        for stored, info in archive.entries.items()
        if not _JUNK.match(member_name(stored, info.flag_bits))
    )
    return _members("zip", members, budget)


def _archive_within() -> Refused:
    return Refused(OVER_LIMIT, limit="压缩包里还有压缩包", fix="解开里层的压缩包后重新报送")


def _of_workbook(kind: str, book: Workbook) -> Content:
    if not book.grids:
        raise damaged("工作簿里没有工作表")
    doubts = [
        Fault(
            UNREAD_CONTENT,
            grid.sheet,
            1,
            1,
            # the content: by it a ruling knows the sheet, and holds for this one alone
            {"range": "部分内容可能", "why": book.doubt, "content": _digest(grid.rows)},
        )
        for grid in book.grids
        if book.doubt and grid.rows
    ]
    return Content(kind, book.grids, [Fault(MACROS)] * book.macros + doubts, book.creator)


def _digest(rows: list[list[object]]) -> str:
    return hashlib.sha256(repr(rows).encode("utf-8", "surrogatepass")).hexdigest()


def _members(kind: str, members: Iterable[tuple[str, bytes]], budget: Budget) -> Content:
    """The files of one archive, each on its own; a fault of a member stands at its name."""
    content_of_all = Content(kind)
    empty = True
    for written, data in members:
        name = written.replace("\\", "/").replace("!", "！")  # '!' parts member and sheet
        if _JUNK.match(name):
            continue
        empty = False
        content = _guarded(data, name, budget, nested=True)
        content_of_all.faults += [
            Fault(fault.code, name, fault.row, fault.column, fault.detail) for fault in content.faults
        ]
        for grid in content.grids:
            grid.sheet = f"{name}!{grid.sheet}"
        content_of_all.grids += content.grids
        content_of_all.creator = content_of_all.creator or content.creator
    if empty:
        raise damaged("压缩包是空的")
    return content_of_all


def member_name(stored: str, flags: int) -> str:
    """A member's path as its maker wrote it: UTF-8 by flag or by its bytes, else GB18030. '!' parts member
    and sheet, so it is made wide."""
    name = stored
    if not flags & 0x800:
        # without the flag zipfile takes the bytes for cp437, which Chinese names never are
        raw = stored.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("gb18030", "replace")
    return name.replace("\\", "/").replace("!", "！")


def _of_text(data: bytes, name: str, limits: Limits) -> Content:
    """csv and tsv; under the name of an attachment ('说明.txt'), text that is no table stays one."""
    content = delimited.decode(data)
    if not delimited.is_text(content):
        raise damaged("文件不是电子表格")
    promised = sniff.is_spreadsheet_name(name)
    if not promised and not delimited.is_table(content):
        raise _no_spreadsheet("text", name)
    if not content.strip():
        raise damaged("是空文件")
    grid = delimited.read_delimited(content, limits)
    return Content(
        "csv" if promised else "text", [grid], _unreadable(grid) if delimited.UNREADABLE in content else []
    )


def _unreadable(grid: Grid) -> list[Fault]:
    """F019 at each cell with bytes that belong to no character; the rest of the file is read."""
    why = "其中有无法识别的字符，可能在保存或传送时损坏"
    return [
        Fault(UNREAD_CONTENT, "", row, column, {"range": a1(row, column), "why": why})
        for row, cells in enumerate(grid.rows, 1)
        for column, cell in enumerate(cells, 1)
        if isinstance(cell, str) and delimited.UNREADABLE in cell
    ]


def _no_spreadsheet(kind: str, name: str) -> Refused:
    """F018 for an attachment, F001 where the name promises a spreadsheet."""
    label = _NAMES.get(kind, kind)
    if not sniff.is_spreadsheet_name(name):
        return Refused(ATTACHMENT, kind=label)
    if kind in ("html", "mht", "markup"):
        return Refused(UNREADABLE, what=f"文件名像电子表格，内容是{label}，其中没有表格", fix=_SAVE)
    return Refused(
        UNREADABLE,
        what=f"文件名像电子表格，内容是{label}",
        fix="核对文件，报送真正的电子表格；扫描件和文档请用原来的扩展名",
    )
