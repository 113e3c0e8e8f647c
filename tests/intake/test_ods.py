"""ods: values, addresses under repeats, flags."""

from datetime import date, datetime, time, timedelta

import pytest

from tests.intake.books import codes, read, zipped

HEAD = (
    "<office:document-content "
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
)
STYLES = (
    '<office:automatic-styles><style:style style:name="ta2" style:family="table">'
    '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
)


def ods(tables: str, **parts: bytes) -> bytes:
    content = (
        f"{HEAD}{STYLES}<office:body><office:spreadsheet>{tables}</office:spreadsheet>"
        "</office:body></office:document-content>"
    )
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content.encode(),
            **parts,
        }
    )


def cell(kind: str, said: str = "", more: str = "", **values: str) -> str:
    stated = "".join(f' office:{name.replace("_", "-")}="{value}"' for name, value in values.items())
    return (
        f'<table:table-cell office:value-type="{kind}"{stated} {more}>'
        f"<text:p>{said}</text:p></table:table-cell>"
    )


def table(rows: str, more: str = "") -> str:
    return f'<table:table table:name="名单" {more}>{rows}</table:table>'


def row(cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{cells}</table:table-row>"


def test_values_by_their_types(tmp_path):
    cells = [
        cell("string", "张<text:s text:c='2'/>三<text:line-break/>x"),
        cell("float", "5", value="5"),
        cell("percentage", "85%", value="0.85"),
        cell("date", "x", date_value="2026-05-11"),
        cell("date", "x", date_value="2026-05-11T09:30:00"),
        cell("time", "x", time_value="PT12H00M00S"),
        cell("time", "x", time_value="PT36H00M00S"),
        cell("boolean", "x", boolean_value="true"),
    ]
    (grid,) = read(tmp_path, ods(table(row("".join(cells)))), "a.ods").grids
    assert grid.sheet == "名单"
    assert grid.rows == [
        [
            "张  三\nx",
            5,
            0.85,
            date(2026, 5, 11),
            datetime(2026, 5, 11, 9, 30),
            time(12),
            timedelta(hours=36),
            True,
        ]
    ]


def test_repeats_keep_addresses(tmp_path):
    empty = '<table:table-cell table:number-columns-repeated="{}"/>'
    rows = row(
        empty.format(2)
        + cell("float", value="1", more='table:number-columns-repeated="2"')
        + empty.format(16380)
    )
    rows += row(empty.format(16384), 'table:number-rows-repeated="3"') + row(
        cell("string", "底"), 'table:number-rows-repeated="2" table:visibility="filter"'
    )
    rows += row(empty.format(16384), 'table:number-rows-repeated="1048570"')
    columns = (
        '<table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
    )
    (grid,) = read(tmp_path, ods(table(columns + rows)), "a.ods").grids
    assert grid.rows == [[None, None, 1, 1], [], [], [], ["底"], ["底"]]
    assert (grid.hidden_rows, grid.hidden_columns) == ([(5, 6)], [(3, 4)])


def test_merges_errors_formulas_and_hidden_sheets(tmp_path):
    first = row(
        cell("string", "题", 'table:number-columns-spanned="2" table:number-rows-spanned="1"')
        + "<table:covered-table-cell/>"
    )
    second = row(
        cell("string", "#N/A", 'table:formula="of:=NA()" calcext:value-type="error"', string_value="")
        + '<table:table-cell table:formula="of:=1+1"/>'
    )
    shown, hidden = read(
        tmp_path,
        ods(table(first + second) + table(row(cell("string", "x")), 'table:style-name="ta2"')),
        "a.ods",
    ).grids
    assert (shown.merges, shown.errors, shown.unvalued) == ([(1, 1, 1, 2)], {(2, 1): "#N/A"}, {(2, 2)})
    assert [shown.hidden, hidden.hidden] == [False, True]


@pytest.mark.parametrize(
    "times", ['table:number-columns-repeated="16384"', 'table:number-columns-repeated="99999999"']
)
def test_a_repeated_value_is_counted_before_it_is_laid_out(tmp_path, times):
    assert codes(read(tmp_path, ods(table(row(cell("float", value="1", more=times)))), "a.ods")) == ["F003"]
    assert codes(
        read(
            tmp_path,
            ods(table(row(cell("float", value="1"), 'table:number-rows-repeated="1048576"'))),
            "b.ods",
        )
    ) == ["F003"]


def test_encrypted_macros_entities_and_damage(tmp_path):
    good = table(row(cell("string", "x")))
    assert codes(
        read(tmp_path, ods(good, **{"META-INF/manifest.xml": b"<manifest:encryption-data/>"}), "a.ods")
    ) == ["F002"]
    assert codes(read(tmp_path, ods(good, **{"Basic/x.xml": b"<a/>"}), "b.ods")) == ["F010"]
    bad = zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a/>',
        }
    )
    assert codes(read(tmp_path, bad, "c.ods")) == ["F003"]
    wide = zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": '<?xml version="1.0"?><!DOCTYPE a><a/>'.encode("utf-16"),
        }
    )
    assert codes(read(tmp_path, wide, "e.ods")) == ["F003"]
    assert codes(
        read(
            tmp_path,
            zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<a>"}),
            "d.ods",
        )
    ) == ["F001"]


def test_what_links_to_other_files_gave_is_no_sheet_of_the_unit(tmp_path):
    own = table(row(cell("string", "姓名")))
    linked = (
        "<table:table table:name=\"'file:///C:/成绩.ods'#Sheet1\">"
        f"{row(cell('string', '别处'))}</table:table>"
    )
    assert [grid.sheet for grid in read(tmp_path, ods(own + linked), "名单.ods").grids] == ["名单"]
