"""xls and et."""

from datetime import date, datetime, time

import xlwt

from tests.intake.books import codes, read


def made(tmp_path, fill):
    book = xlwt.Workbook()
    fill(book, book.add_sheet("学员名单"))
    book.save(str(tmp_path / "made.xls"))
    return (tmp_path / "made.xls").read_bytes()


def test_values_merges_and_hidden_parts(tmp_path):
    def fill(book, page):
        page.write_merge(0, 0, 0, 2, "学员名单")
        for at, value in enumerate(["张 三 ", 5, 1.5, True]):
            page.write(1, at, value)
        for at, (value, form) in enumerate(
            [
                (date(2026, 5, 11), "yyyy-mm-dd"),
                (datetime(2026, 5, 11, 9, 30), "yyyy-mm-dd hh:mm"),
                (time(12), "hh:mm"),
            ]
        ):
            page.write(2, at, value, xlwt.easyxf(num_format_str=form))
        page.row(2).hidden = True
        page.col(1).hidden = True
        hidden = book.add_sheet("藏")
        hidden.write(0, 0, "x")
        hidden.visibility = 1

    submission = read(tmp_path, made(tmp_path, fill), "名单.et")
    first, second = submission.grids
    assert (submission.kind, codes(submission)) == ("xls", [])
    assert first.rows == [
        ["学员名单"],
        ["张 三 ", 5, 1.5, True],
        [date(2026, 5, 11), datetime(2026, 5, 11, 9, 30), time(12)],
    ]
    assert (first.merges, first.hidden_rows, first.hidden_columns) == ([(1, 1, 1, 3)], [(3, 3)], [(2, 2)])
    assert [first.hidden, second.hidden] == [False, True]


def test_error_cells(tmp_path):
    def fill(_, page):
        page.write(0, 0, "姓名")
        page.row(1).set_cell_error(1, 42)

    (grid,) = read(tmp_path, made(tmp_path, fill), "a.xls").grids
    assert grid.errors == {(2, 2): "#N/A"}
    assert grid.rows == [["姓名"], []]


def test_limits_and_damage(tmp_path):
    data = made(tmp_path, lambda _, page: page.write(60_000, 1, "x"))
    assert codes(read(tmp_path, data, "a.xls", rows=50_000)) == ["F003"]
    assert codes(read(tmp_path, data[: len(data) // 3], "b.xls")) == ["F001"]


def test_the_last_bytes_lost_in_a_mail_are_told_as_damage(tmp_path):
    """The directory of the file stands at its end: calamine panics over a part of it."""
    data = made(tmp_path, lambda _, page: page.write(0, 0, "姓名"))
    for lost in (10, 40, 70, 100, 160, 220):
        submission = read(tmp_path, data[:-lost], "a.xls")
        assert codes(submission) == ["F001"]
        assert submission.faults[0].detail["what"] == "文件残缺或不是电子表格", lost
