"""Rulings on findings alone: which finding a row means, what it may not do, and what is said
(docs/contract/findings.md, `status`)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd
import pytest

from gaoji_batch.findings import INTERNAL, collect
from gaoji_batch.judgement import rulings
from gaoji_batch.judgement.memory import Memory


def findings_of(*rows: dict[str, Any]) -> pd.DataFrame:
    """Findings on a person's post, numbered N1, N2 …"""
    own = {"code": "E0408", "severity": "review", "status": "open", "decidable": True, "title": "岗位非一线"}
    own |= {"project": "GJ2026-001", "project_key": "GJ2026-001", "rests": "{}", "amount": 0}
    own |= dict.fromkeys(("row", "sheet_key", "position", "class_no"))
    numbered = [
        dict.fromkeys(INTERNAL, "") | own | {"finding_id": f"N{at}", "matter_id": f"M{at}"} | row
        for at, row in enumerate(rows, 1)
    ]
    return collect([pd.DataFrame(numbered)])


ZHANG = {"person": "11010519491231002X", "subject": "张三 110105********002X"}
LI = {"person": "440524188001010014", "subject": "李四 440524********0014"}


class Sheets:
    """What a batch knows of the one sheet of decisions: its file and its columns."""

    class _Table:
        file = "center/第1季度/处理意见.xlsx"

    def __init__(self) -> None:
        self.tables = [self._Table()]

    def column_of(self, sheet: int, name: str) -> int | None:
        return {"ruling": 4, "reason": 5, "checked_by": 6}.get(name)


def decisions(*rows: dict[str, Any]) -> pd.DataFrame:
    """Rows of 核实处理意见表, from row 6."""
    names = ("rule_code", "project", "id_number", "finding_id", "confirmed_by")
    own = {"ruling": "予以通过", "reason": "属实", "checked_by": "王敏", "checked_on": "2026-06-20"}
    lines = [dict.fromkeys(names) | own | {"sheet": 0, "row": at} | row for at, row in enumerate(rows, 6)]
    return pd.DataFrame(lines).assign(checked_on=lambda frame: pd.to_datetime(frame["checked_on"]))


def applied(
    findings: pd.DataFrame, *rows: dict[str, Any], bound: dict[str, Any] | None = None
) -> tuple[list[str], list[str], rulings.Ruled]:
    """The status of each finding, and what is said."""
    memory = Memory(bound or {}, b"k" * 32)
    ruled = rulings.apply(findings, decisions(*rows), Sheets(), memory, date(2026, 7, 1))
    return ruled.findings["status"].tolist(), ruled.remarks, ruled


def test_a_ruling_without_number_is_of_its_code_project_and_person_together() -> None:
    findings = findings_of(
        ZHANG, LI, ZHANG | {"code": "E0409"}, ZHANG | {"project_key": "GJ2026-002", "project": "GJ2026-002"}
    )
    of_zhang = {"rule_code": "E0408", "project": "GJ2026-001", "id_number": ZHANG["person"]}
    by_number = findings.set_index("finding_id")
    ruled = applied(findings, of_zhang)[2].findings.set_index("finding_id")["status"]
    assert ruled.to_dict() == dict.fromkeys(by_number.index, "open") | {"N1": "waived"}


def test_a_ruling_by_number_is_of_that_finding_alone() -> None:
    findings = findings_of(ZHANG, LI)
    named = {"finding_id": "n2", "rule_code": None}
    ruled = applied(findings, named)[2].findings.set_index("finding_id")["status"]
    assert ruled.to_dict() == {"N1": "open", "N2": "waived"}
    ruled = applied(findings, named | {"rule_code": "E0408"})[2].findings.set_index("finding_id")["status"]
    assert ruled.to_dict() == {"N1": "open", "N2": "waived"}


def test_a_line_that_nobody_ruled_on_is_passed_over_and_one_half_filled_in_is_said() -> None:
    findings, number = findings_of(ZHANG), {"finding_id": "N1"}
    empty = number | {"ruling": None, "reason": None, "checked_by": None, "checked_on": None}
    assert applied(findings, empty)[:2] == (["open"], [])
    assert applied(findings, empty | {"checked_by": "王敏"})[:2] == (["open"], [])
    assert applied(findings, number | {"ruling": None})[1] == [
        "处理意见.xlsx第6行的处理意见没有填写或无法识别处理意见（D6），未采用"
    ]
    assert applied(findings, number | {"reason": None, "checked_on": None})[1] == [
        "处理意见.xlsx第6行的处理意见没有填写或无法识别理由（E6）、核实日期（没有“核实日期”列），未采用"
    ]
    assert applied(findings, {"finding_id": None})[1] == [
        "处理意见.xlsx第6行的处理意见没有填写规则代码和问题编号，未采用"
    ]


@pytest.mark.parametrize(
    ("second", "in_force", "why"),
    [
        ({"ruling": "不予通过"}, "upheld", "同日的意见以较严的为准"),
        ({"ruling": "不予通过", "checked_on": "2026-06-21"}, "upheld", "以核实日期较晚的为准"),
        ({"ruling": "不予通过", "checked_on": "2026-06-19"}, "waived", "以核实日期较晚的为准"),
        ({"ruling": "核减"}, "reduced", "同日的意见以较严的为准"),
        ({"ruling": "予以通过"}, "waived", None),
    ],
)
@pytest.mark.parametrize("later_first", [False, True])
def test_of_two_rulings_on_one_finding(
    second: dict[str, Any], in_force: str, why: str | None, later_first: bool
) -> None:
    findings = findings_of(ZHANG | {"reducible": True})
    rows = [
        {"finding_id": "N1", "confirmed_by": "李强"},
        {"finding_id": "N1", "confirmed_by": "李强"} | second,
    ]
    status, remarks, _ = applied(findings, *(reversed(rows) if later_first else rows))
    assert status == [in_force]
    assert [why in one and one.startswith("张三（GJ2026-001）岗位非一线（E0408）的") for one in remarks] == (
        [True] if why else []
    )


def test_a_reduction_is_stricter_than_a_pass_and_milder_than_a_refusal() -> None:
    findings, own = findings_of(ZHANG | {"reducible": True}), {"finding_id": "N1", "confirmed_by": "李强"}
    three = [own | {"ruling": said} for said in ("不予通过", "核减", "予以通过")]
    status, remarks, _ = applied(findings, *three)
    assert status == ["upheld"]
    assert len(remarks) == 1 and "第7行的处理意见为2026年6月20日核减" in remarks[0]
    assert applied(findings, *three[1:])[0] == ["reduced"]


def test_one_row_that_means_two_findings_is_said_once_and_needs_both_to_allow_it() -> None:
    both = {"rule_code": "E0408", "project": "GJ2026-001", "id_number": ZHANG["person"]}
    status, remarks, _ = applied(findings_of(ZHANG, ZHANG | {"decidable": False}), both)
    assert status == ["open", "open"] and len(remarks) == 1 and "须更正后重新报送" in remarks[0]
    status, remarks, _ = applied(findings_of(ZHANG, ZHANG | {"severity": "reject"}), both)
    assert status == ["open", "open"] and "复核人" in remarks[0]
    status, remarks, _ = applied(
        findings_of(ZHANG | {"reducible": True}, ZHANG), both | {"ruling": "核减", "confirmed_by": "李强"}
    )
    assert status == ["open", "open"] and "可以核减" in remarks[0]
    assert applied(findings_of(ZHANG, ZHANG), both)[0] == ["waived", "waived"]


def test_findings_of_one_number_are_told_once() -> None:
    twice = findings_of(ZHANG | {"finding_id": "N1"}, ZHANG | {"finding_id": "N1"})
    rows = [{"finding_id": "N1"}, {"finding_id": "N1", "ruling": "不予通过"}]
    assert len(applied(twice, *rows)[1]) == 1
    # findings without a number, as D102 has none, are each a matter of its own
    unnumbered = findings_of(*[one | {"finding_id": "", "decidable": False} for one in (ZHANG, LI)])
    of = [{"rule_code": "E0408", "project": "GJ2026-001", "id_number": one["person"]} for one in (ZHANG, LI)]
    refused = [row | {"ruling": "不予通过"} for row in of]
    assert applied(unnumbered, *refused)[:2] == (["upheld", "upheld"], [])


@pytest.mark.parametrize(
    ("findings", "row", "remark"),
    [
        (
            LI,
            {"rule_code": "E0408", "project": "GJ2026-001", "id_number": ZHANG["person"]},
            "E0408，GJ2026-001，1",
        ),
        (ZHANG, {"rule_code": "E0409", "project": "GJ2026-001", "id_number": ZHANG["person"]}, "E0409"),
        (ZHANG, {"rule_code": "E0408", "project": "GJ2026-002", "id_number": ZHANG["person"]}, "E0408"),
        (ZHANG, {"finding_id": "ABCDEF012345"}, "（ABCDEF012345，"),
        (ZHANG, {"finding_id": "ABCDEF012345", "rule_code": "E0409"}, "（E0409"),
    ],
)
def test_a_ruling_that_fits_nothing_is_said_with_what_it_names(
    findings: dict[str, Any], row: dict[str, Any], remark: str
) -> None:
    status, remarks, ruled = applied(findings_of(findings), row)
    assert (status, ruled.lapses) == (["open"], [])
    assert len(remarks) == 1 and remarks[0].endswith(
        "未采用：没有与之相符的问题，问题可能已经消除，或填写有误"
    )
    assert remark.removesuffix("，") in remarks[0] and ZHANG["person"] not in remarks[0]


def test_an_unknown_number_beside_a_matter_that_stands_has_lapsed() -> None:
    """The number is of an older version; the row names code, project and the masked person."""
    masked = ZHANG["subject"].split(" ")[1]
    row = {"finding_id": "OLD", "rule_code": "E0408", "project": "GJ2026-001", "id_number": masked}
    findings = findings_of(LI, ZHANG | {"code": "E0409"}, ZHANG, ZHANG | {"project_key": "GJ2026-002"})
    _, remarks, ruled = applied(findings, row)
    assert [lapse.finding_id for lapse in ruled.lapses] == ["N3"]
    assert len(remarks) == 1 and "张三（GJ2026-001）" in remarks[0]
    settled = findings_of(ZHANG | {"status": "waived"})
    assert applied(settled, row)[1] == [] and applied(settled, row)[2].lapses == []
    without = findings_of(ZHANG | {"finding_id": ""})
    assert applied(without, row)[2].lapses == []


def test_a_lapse_names_the_values_that_changed() -> None:
    bound = {"asked": {"OLD": ["M1", {"岗位": "财务主管", "单位": "甲", "证书": "", "旧列": "乙"}]}}
    now = '{"岗位": "人事主管", "单位": "甲", "证书": "1"}'
    _, _, ruled = applied(findings_of(ZHANG | {"rests": now}), {"finding_id": "OLD"}, bound=bound)
    assert [lapse.sentence for lapse in ruled.lapses] == [
        "2026年6月20日予以通过（王敏）已失效：岗位由“财务主管”变为“人事主管”、证书由“空”变为“1”，请重新核实"
    ]
    _, _, ruled = applied(findings_of(ZHANG | {"rests": "{}"}), {"finding_id": "OLD"}, bound=bound)
    assert "岗位、单位、证书、旧列已经改变" in ruled.lapses[0].sentence


def test_a_note_may_be_neither_confirmed_nor_waived_where_no_ruling_may() -> None:
    findings = findings_of(ZHANG | {"severity": "note", "decidable": False})
    for said in ("予以通过", "不予通过"):
        status, remarks, _ = applied(findings, {"finding_id": "N1", "ruling": said})
        assert status == ["open"] and "须更正后重新报送" in remarks[0]


def test_findings_are_counted_by_their_status() -> None:
    findings = findings_of(ZHANG, LI | {"status": "waived"}, LI)
    assert rulings.summary(findings) == {"open": 2, "upheld": 0, "waived": 1, "reduced": 0}
