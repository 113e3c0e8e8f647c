"""待我处理: what waits for the analyst, a line each with its count and where on the page it is done."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from gaoji_batch.findings import OPEN, REJECT, REVIEW, SEVERITY_NAMES, STATUS_NAMES
from gaoji_batch.judgement.verdicts import NOTHING
from gaoji_batch.outputs.report import Report


@dataclass(frozen=True, slots=True)
class Item:
    """One line: how many, of what, why, and the address within the page."""

    count: int
    title: str
    note: str
    href: str


def of(report: Report, unread: int) -> list[Item]:
    """The lines that have something; unread: how many lines of 读取情况 are unread."""
    waiting = report.findings[report.findings["status"].eq(OPEN)]
    reviews, rejects = (waiting[waiting["severity"].eq(severity)] for severity in (REVIEW, REJECT))
    units = rejects.loc[rejects["unit"].ne(""), "unit"].nunique()
    nothing = int(report.projects["verdict"].eq(NOTHING).sum())
    lapsed = sum("已失效" in remark for remark in report.remarks)
    ruled = int(reviews["finding_id"].ne("").sum())
    items = [
        Item(ruled, "待核实的问题", "由中心作出处理意见", _address("desk", REVIEW)),
        Item(
            len(reviews) - ruled,
            "待补正后消除的待核实问题",
            "不能以处理意见放行",
            _address("findings", REVIEW),
        ),
        Item(len(rejects), "不通过的问题", f"退回补正，涉及{units}家单位", _address("findings", REJECT)),
        Item(unread, "没有读取的内容", "核对原件，或请单位改用规定的表样", "#readings"),
        Item(lapsed, "已失效的处理意见", "所依据的数据已经改变，须重新核实", "#remarks-head"),
        Item(nothing, "未报送材料的项目", "", "#projects"),
    ]
    return [item for item in items if item.count]


def _address(view: str, severity: str) -> str:
    query = urlencode({"severity": SEVERITY_NAMES[severity], "status": STATUS_NAMES[OPEN]})
    return f"#{view}?{query}"
