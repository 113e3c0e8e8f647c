"""银行支付明细: every format and code page, amounts
as banks write them, and transfers that are known again."""

from __future__ import annotations

import gzip

import pandas as pd
import pytest
import xlsxwriter
import xlwt

from gaoji_batch.evidence.bank import COLUMNS, read_statements
from gaoji_batch.evidence.bank_rows import amount_of, state_of
from gaoji_batch.settlement.identity import Recorded, transfers_of
from tests.rules.judge import FORMS

HEAD = ["交易日期", "户名", "账号", "金额", "状态", "附言"]
ROWS = [
    ["2026-07-15", "北京甲测试技术有限公司", "0200 0001", "105,000.00", "成功", "2026Q3-0001"],
    ["2026/7/16", "北京甲测试技术有限公司", "02000001", "-105000", "成功", "账号户名不符"],
    ["2026年7月17日", "北京乙", "02000002", "5000.50", "失败", ""],
]


def _csv(rows=ROWS, head=HEAD) -> str:
    return "\n".join(",".join(f'"{cell}"' for cell in line) for line in [head, *rows]) + "\n"


def _xlsx(path):
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "支付明细")
        for at, line in enumerate([HEAD, *ROWS], 1):
            sheet.write_row(at, 0, line)


def _xls(path):
    book = xlwt.Workbook()
    sheet = book.add_sheet("明细")
    for at, line in enumerate([HEAD, *ROWS]):
        for column, cell in enumerate(line):
            sheet.write(at, column, cell)
    book.save(str(path))


WRITERS = {
    "utf8.csv": lambda path: path.write_text(_csv(), encoding="utf-8"),
    "bom.csv": lambda path: path.write_text(_csv(), encoding="utf-8-sig"),
    "gb.csv": lambda path: path.write_text(_csv(), encoding="gb18030"),
    "utf16.csv": lambda path: path.write_text(_csv(), encoding="utf-16"),
    "packed.csv.gz": lambda path: path.write_bytes(gzip.compress(_csv().encode())),
    "book.xlsx": _xlsx,
    "old.xls": _xls,
    "table.parquet": lambda path: pd.DataFrame(ROWS, columns=HEAD).to_parquet(path),
}


def read(folder):
    return read_statements([(path, f"extracts/{path.name}") for path in sorted(folder.iterdir())], FORMS)


@pytest.mark.parametrize("name", WRITERS)
def test_every_format_gives_the_same_transfers(name, tmp_path):
    WRITERS[name](tmp_path / name)
    found = read(tmp_path)
    assert found.remarks == []
    assert found.rows[["day", "account", "state", "memo"]].to_numpy().tolist() == [
        ["2026-07-15", "02000001", "成功", "2026Q3-0001"],
        ["2026-07-16", "02000001", "成功", "账号户名不符"],
        ["2026-07-17", "02000002", "失败", ""],
    ]
    assert list(found.rows.columns) == COLUMNS
    assert found.rows["amount"].fillna(0).tolist() == [105000, -105000, 0]
    assert found.rows["file"].unique().tolist() == [f"extracts/{name}"] and found.read[0]["rows"] == 3


def test_rows_of_a_statement_read_before_are_the_same_and_equal_rows_of_one_are_several(tmp_path):
    (tmp_path / "july.csv").write_text(_csv([ROWS[0], ROWS[0], ROWS[1]]), encoding="utf-8")
    first = transfers_of(read(tmp_path).rows, Recorded())
    assert len(first) == 3 and first["mark"].is_unique
    (tmp_path / "quarter.csv").write_text(
        _csv([["2026-07-02", *ROWS[0][1:]], ROWS[0], ROWS[0], ROWS[1]]), encoding="gb18030"
    )
    both = transfers_of(read(tmp_path).rows, Recorded())
    assert len(both) == 4 and set(first["mark"]) < set(both["mark"])
    assert both["day"].tolist() == ["2026-07-02", "2026-07-15", "2026-07-15", "2026-07-16"]


def test_a_statement_printed_newest_first_is_turned_round(tmp_path):
    back = [
        ["2026-07-15", "甲", "1", "10000", "成功", "c"],
        ["2026-07-14", "甲", "1", "10000", "退汇", "b"],
        ["2026-07-14", "甲", "1", "10000", "成功", "a"],
    ]
    (tmp_path / "back.csv").write_text(_csv(back), encoding="utf-8")
    assert read(tmp_path).rows["memo"].tolist() == ["a", "b", "c"]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_a_long_statement_is_read_to_its_end(encoding, tmp_path):
    (tmp_path / "long.csv").write_text(
        _csv([[*ROWS[0][:5], f"2026Q3-{at:04d}"] for at in range(3000)]), encoding=encoding
    )
    assert len(read(tmp_path).rows) == 3000


def test_totals_are_passed_over_and_what_cannot_be_read_is_said(tmp_path):
    rows = [
        *ROWS,
        ["不详", "北京丙", "3", "5000", "成功", ""],
        ["2026-07-18", "北京丁", "4", "5000", "处理中", ""],
        ["", "", "", "110000", "", ""],
        ["合计", "合计", "", "", "", ""],
    ]
    (tmp_path / "a.csv").write_text(_csv(rows), encoding="utf-8")
    (tmp_path / "roster.csv").write_text("身份证件号码,项目编号,结业日期\n1,2,3\n", encoding="utf-8")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 no")
    found = read(tmp_path)
    assert len(found.rows) == 3
    assert found.remarks == [
        "extracts/a.csv：第5行的交易日期、金额或状态无法识别，未采用",
        "extracts/a.csv：1行尚无结果（处理中），未采用",
        "extracts/broken.xlsx：无法读取（F001）",
    ]


def test_a_statement_without_a_column_it_needs_is_said(tmp_path):
    (tmp_path / "a.csv").write_text(
        _csv([row[:4] + row[5:] for row in ROWS], HEAD[:4] + HEAD[5:]), encoding="utf-8"
    )
    found = read(tmp_path)
    assert not len(found.rows) and found.remarks == ["extracts/a.csv：缺少状态列，未采用"]


def test_a_small_gz_that_inflates_beyond_measure_is_refused(tmp_path):
    (tmp_path / "bomb.csv.gz").write_bytes(gzip.compress(_csv().encode() + b" " * (1 << 26)))
    found = read(tmp_path)
    assert not len(found.rows) and "bomb" in found.remarks[0]


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("105,000.00", 105000),
        ("￥105000元", 105000),
        ("－105，000", -105000),
        ("(105,000.00)", -105000),
        ("−5000", -5000),
        (105000.0, 105000),
        ("10.5万元", 105000),
        ("5000.50", 5000.5),
        ("", None),
        ("—", None),
        ("壹万", None),
    ],
)
def test_amounts_as_banks_write_them(said, amount):
    assert amount_of(said) == amount


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ("交易成功", "成功"),
        ("退汇", "退汇"),
        ("已退汇成功", "退汇"),
        ("支付失败", "失败"),
        ("未成功", "失败"),
        ("处理中", "处理中"),
    ],
)
def test_states_as_banks_write_them(said, state):
    assert state_of(said) == state


SIDED = ["交易日期", "对方户名", "对方账号", "借方金额", "贷方金额", "附言"]


def sided(tmp_path, head, *rows):
    (tmp_path / "流水.csv").write_text(_csv(rows, head), encoding="utf-8")
    return read(tmp_path)


@pytest.mark.parametrize("names", [("借方金额", "贷方金额"), ("支出", "收入"), ("借方发生额", "贷方发生额")])
def test_two_sides_stand_for_amount_and_state(names, tmp_path):
    rows = [
        ["2026-07-15", "甲", "1", "105,000.00", "", "2026Q3-0001"],
        ["2026-07-16", "甲", "1", "0.00", "105,000.00", "退汇"],
        ["2026-07-17", "甲", "1", "-5", "", "冲正"],
    ]
    found = sided(tmp_path, [*SIDED[:3], *names, "附言"], *rows)
    assert found.unread == [] and found.rows[["amount", "state"]].to_numpy().tolist() == [
        [105000, "成功"],
        [105000, "退汇"],
        [5, "退汇"],
    ]


def test_a_row_with_both_sides_or_neither_cannot_be_read(tmp_path):
    found = sided(
        tmp_path, SIDED, ["2026-07-15", "甲", "1", "5", "5", ""], ["2026-07-15", "甲", "1", "", "", ""]
    )
    assert not len(found.rows) and found.unread == ["extracts/流水.csv"]


TURNOVER = ["交易日期", "对方户名", "对方账号", "发生额", "附言"]


@pytest.mark.parametrize(
    ("amounts", "states"),
    [
        ([("105000", "2026Q3-0001")], ["成功"]),
        ([("-105000", "2026Q3-0001")], ["成功"]),
        ([("-105000", "退汇 2026Q3-0001")], ["退汇"]),
        ([("105000", "a"), ("-105000", "b")], ["成功", "退汇"]),
        ([("-105000", "a"), ("105000", "b")], ["成功", "退汇"]),
        ([("-105000", "2026Q3-0001"), ("9000000", "财政拨款")], ["成功", "退汇"]),
        ([("-105000", "a"), ("9000000", "b")], None),
    ],
)
def test_a_signed_turnover_is_read_by_what_must_come_first(amounts, states, tmp_path):
    rows = [[f"2026-07-{at:02d}", "甲", "1", amount, memo] for at, (amount, memo) in enumerate(amounts, 10)]
    found = sided(tmp_path, TURNOVER, *rows)
    assert (None if found.unread else found.rows["state"].tolist()) == states


def test_a_turnover_with_a_direction(tmp_path):
    rows = [
        ["2026-07-15", "甲", "1", "5", "借", ""],
        ["2026-07-16", "甲", "1", "5", "贷", ""],
        ["2026-07-17", "甲", "1", "5", "?", ""],
    ]
    found = sided(tmp_path, [*TURNOVER[:4], "借贷标志", "附言"], *rows)
    assert found.rows["state"].tolist() == ["成功", "退汇"] and found.unread == ["extracts/流水.csv"]


@pytest.mark.parametrize("word", ["收入", "贷方", "贷方发生额", "转入"])
def test_a_first_row_that_holds_the_name_of_a_column_is_no_second_row_of_the_header(tmp_path, word):
    """Beside 收支标志 stood 收入: with it the first transfer
    of the statement was gone, and nothing said so."""
    rows = [["2026-07-15", "甲", "622200001111", "5", "成功", "补助", word]]
    found = sided(tmp_path, ["交易日期", "户名", "账号", "金额", "状态", "附言", "收支"], *rows)
    assert found.rows["amount"].tolist() == [5]


def test_what_may_hold_a_payment_and_cannot_be_read_is_named(tmp_path):
    (tmp_path / "银行回单.pdf").write_bytes(b"%PDF-1.4")
    (tmp_path / "银行流水.csv").write_text("甲,乙,丙\n2026-07-15,某公司,105000\n", encoding="utf-8")
    (tmp_path / "说明.txt").write_text("无\n", encoding="utf-8")
    (tmp_path / "unknown.csv").write_text(_csv([[*ROWS[0][:4], "待定", ""]]), encoding="utf-8")
    assert sorted(read(tmp_path).unread) == [
        "extracts/unknown.csv",
        "extracts/银行回单.pdf",
        "extracts/银行流水.csv",
    ]


def test_the_good_side_names_nothing(tmp_path):
    WRITERS["book.xlsx"](tmp_path / "银行.xlsx")
    (tmp_path / "社保.csv").write_text(
        "身份证件号码,费款所属期,险种,缴费单位,缴费状态\n1,2,3,4,5\n", encoding="utf-8"
    )
    assert read(tmp_path).unread == []


def test_an_account_that_was_stored_as_a_number_shows_what_is_sure(tmp_path):
    with xlsxwriter.Workbook(str(tmp_path / "a.xlsx")) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, HEAD)
        sheet.write_row(1, 0, ["2026-07-15", "甲", 1100474880072543216, 5000, "成功", ""])
    assert read(tmp_path).rows["account"].tolist() == ["110047488007254****"]


@pytest.mark.parametrize(
    ("column", "above", "written", "amount"),
    [
        ("金额（万元）", "", "11", 110000),
        ("金额（万元）", "", "-10.5", -105000),
        ("金额（万元）", "", "(10.5)", -105000),
        ("金额（万元）", "", "10.00005", None),
        ("金额（万元）", "", "110,000.00元", 110000),
        ("金额", "单位：万元", "11", 110000),
        ("金额（元）", "单位：万元", "110000", 110000),
        ("金额（元）", "", "11", 11),
    ],
)
def test_a_unit_in_the_header_or_above_it_holds_for_its_amounts(column, above, written, amount, tmp_path):
    head = [column if name == "金额" else name for name in HEAD]
    row = ["2026-07-15", "北京甲测试技术有限公司", "02000001", written, "成功", "2026Q3-0001"]
    lines = [*([[above] + [""] * 5] if above else []), head, row]
    (tmp_path / "bank.csv").write_text(_csv(lines[1:], lines[0]), encoding="utf-8")
    found = read(tmp_path)
    assert [None if pd.isna(one) else one for one in found.rows["amount"]] == [amount]


def test_an_amount_of_another_money_is_not_read_and_said(tmp_path):
    head = ["金额（美元）" if name == "金额" else name for name in HEAD]
    (tmp_path / "bank.csv").write_text(_csv(ROWS, head), encoding="utf-8")
    found = read(tmp_path)
    assert found.rows.empty and "美元" in "".join(found.remarks)
