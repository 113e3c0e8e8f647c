"""A made-up Report for the tests of outputs: people,
units and numbers are invented, with valid check digits."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from gaoji_batch import findings
from gaoji_batch.outputs.report import Report, RuleInfo

ARTICLE_4 = "参加研修培训的人员，应连续在京缴纳城镇职工社会保险12个月及以上。"
ARTICLE_6 = "每班规模为20—30人，每年培训人数不超过800人。"
ARTICLE_16 = "按照每人5000元的标准给予承办单位资金补助。"
RULES = {
    "D102": RuleInfo("身份证件号码错误", "reject", "", "", "身份证件号码须通过校验。", "改正号码。"),
    "D109": RuleInfo("电话号码有误", "review", "", "", "联系电话须能拨通。", "改正号码。"),
    "D114": RuleInfo("文本会被当作公式", "note", "", "", "文本不得以等号开头。", "删去开头的符号。"),
    "E0403": RuleInfo(
        "社保连续缴费不足", "reject", "第四条", ARTICLE_4, "须连续缴费12个月。", "推迟开班或更换学员。"
    ),
    "E0408": RuleInfo(
        "岗位非生产服务一线", "review", "第四条", ARTICLE_4, "学员须在一线岗位。", "由中心核实认定。"
    ),
    "Q0601": RuleInfo("班额不足", "reject", "第六条", ARTICLE_6, "每班不少于20人。", "补足学员后重新报送。"),
    "Q0607": RuleInfo(
        "剔除后班额不足", "review", "第六条", ARTICLE_6, "剔除后每班不少于20人。", "补足学员后重新报送。"
    ),
    "S1602": RuleInfo(
        "申领金额不符", "reject", "第十六条", ARTICLE_16, "金额为人数乘以标准。", "改正申请金额。"
    ),
}
UNITS = ["北京华兴机电技术有限公司", "首都轨道装备研究院", "京北技师学院"]
_WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]


def id_number(seq: int) -> str:
    """A made-up resident number with a valid check digit."""
    body = f"11010519{70 + seq % 25:02d}{1 + seq % 12:02d}{1 + seq % 28:02d}{seq % 1000:03d}"
    return body + "10X98765432"[sum(int(a) * w for a, w in zip(body, _WEIGHTS, strict=True)) % 11]


def finding(code: str, at: int = 0, **more: object) -> dict[str, object]:
    """One finding of a rule of RULES on made-up person number `at`; `more` overrides any field."""
    info, number = RULES[code], id_number(at)
    masked = number[:6] + "*" * 8 + number[-4:]
    project = f"GY2026-{at % len(UNITS) + 1:03d}"
    base: dict[str, object] = {
        "code": code,
        "severity": info.severity,
        "article": info.article,
        "project": project,
        "unit": UNITS[at % len(UNITS)],
        "file": f"inbox/{UNITS[at % len(UNITS)]}/学员名单.xlsx",
        "sheet": "学员名单",
        "cell": f"C{at + 6}",
        "row": at + 6,
        "column": "身份证件号码",
        "subject": f"学员{at} {masked}",
        "value": masked,
        "message": "开班前连续缴纳城镇职工社会保险不足12个月",
        "hint": "如2026年7月1日（含）以后开班，连续缴费可满12个月",
        "evidence": "缴费明细截至2026年3月，连续缴费9个月，2025年6月中断",
        "amount": 5000,
        "group": "",
        "status": "open",
        "title": info.title,
        "scope": "trainee",
        "stage": "filing",
        "finding_id": f"{code}-{at:06d}",
        "decidable": info.severity != "note" and code != "D102",
        "reducible": code in ("S1601", "S1602"),
        "person": number,
        "project_key": project,
        "form": "roster",
        "position": 3,
    }
    return base | more


def made_up(found: list[dict[str, object]] | None = None, workspace: Path = Path(), **more: object) -> Report:
    """A report of three projects and six trainees around
    the findings given (a dozen of all kinds where none are)."""
    rows = _default_findings() if found is None else found
    frame = findings.collect([pd.DataFrame(rows)]) if rows else findings.empty()
    values: dict[str, object] = {
        "findings": frame,
        "projects": projects(frame),
        "trainees": trainees(),
        "files": _files(frame),
        "sheets": pd.DataFrame(),
        "causes": causes(),
        "changes": changes(frame),
        "workspace": workspace,
        "run": "20261124-101500-validate",
        "on": date(2026, 11, 24),
        "overrides": {},
        "rules": RULES,
    }
    return Report(**(values | more))  # type: ignore[arg-type]


def _default_findings() -> list[dict[str, object]]:
    people = [
        finding(code, at)
        for at, code in enumerate(["E0403", "E0403", "E0408", "D102", "D109", "E0403", "D114", "E0403"])
    ]
    people[4] |= {
        "message": "联系电话应为11位手机号码",
        "hint": "请核对后改正",
        "evidence": "",
        "amount": 0,
        "column": "联系电话",
    }
    whole = {
        "cell": "",
        "row": None,
        "column": "",
        "subject": "",
        "value": "19",
        "amount": 95000,
        "person": "",
        "scope": "project",
    }
    class_of_19 = finding(
        "Q0601",
        0,
        message="第1期学员19人，少于20人",
        hint="再补充1名符合条件的学员，即达到20人下限",
        evidence="",
        **whole,
    )
    money = {
        "value": "110000",
        "message": "申请金额110000元，应为105000元",
        "hint": "申请金额应为105000元",
        "evidence": "21人×5000元",
    }
    claim = finding(
        "S1602",
        1,
        sheet="补助资金申请表",
        cell="F5",
        column="申请金额",
        subject="",
        person="",
        scope="claim",
        **money,
    )
    ruled = finding("E0408", 9, status="waived", message="岗位“班组长”须核实", hint="请提供岗位证明")
    return [*people, class_of_19, claim, ruled]


def projects(frame: pd.DataFrame) -> pd.DataFrame:
    """Three projects, each of a unit of its own, with the counts of the findings given."""
    counts = [
        "approved_heads",
        "roster_heads",
        "completed_heads",
        "eligible_heads",
        "claimed_heads",
        "claimed_amount",
    ]
    rows = [_project(frame, at, unit) for at, unit in enumerate(UNITS)]
    return pd.DataFrame(rows).astype(dict.fromkeys(counts, "Int64"))


def _project(frame: pd.DataFrame, at: int, unit: str) -> dict[str, object]:
    key, unclaimed = f"GY2026-{at + 1:03d}", at == 2
    mine = frame[frame["project"].eq(key) & frame["status"].isin(findings.STANDING)][
        "severity"
    ].value_counts()
    rejects, reviews, notes = (int(mine.get(name, 0)) for name in ("reject", "review", "note"))
    return {
        "project": key,
        "name": f"数控技术高级研修班（{at + 1}）",
        "unit": unit,
        "uscc": "91110000600037341L",
        "industry": "高精尖产业",
        "occupations": "车工、铣工",
        "opening": pd.Timestamp(2026, 5, 11),
        "ending": pd.NaT if unclaimed else pd.Timestamp(2026, 6, 5),
        "total_hours": 80.0,
        "discussion_hours": 16.5,
        "approved_heads": 25,
        "roster_heads": 19 + at,
        "completed_heads": pd.NA if unclaimed else 19,
        "eligible_heads": 18,
        "claimed_heads": pd.NA if unclaimed else 19,
        "claimed_amount": pd.NA if unclaimed else 95000,
        "rejects": rejects,
        "reviews": reviews,
        "notes": notes,
        "verdict": "不通过" if rejects else "待核实" if reviews else "可通过",
        "amount_at_stake": 95000 if rejects else 0,
        "filed": {"学员名单": "2026年5月4日", "培训计划": "2026年5月4日"},
    }


def trainees() -> pd.DataFrame:
    """Six made-up trainees, two a project, of whom the insurance extract says nothing."""
    nothing = dict.fromkeys(("post", "certificate", "until", "strip", "insured_by", "earlier", "money"), "")
    unknown = dict.fromkeys(("months", "needed", "strip_from"), pd.NA)
    rows = [
        nothing
        | unknown
        | {
            "sheet_key": at % 3,
            "row": at + 6,
            "person": id_number(at),
            "project_key": f"GY2026-{at % 3 + 1:03d}",
            "opening": "2026年5月11日",
            "project": f"GY2026-{at % 3 + 1:03d}",
            "unit": UNITS[at % 3],
            "name": f"学员{at}",
            "id_masked": finding("E0403", at)["value"],
            "employer": UNITS[at % 3],
            "occupation": "车工",
            "level": "技师",
            "verdict": ["不通过", "待核实", "可通过"][at % 3],
            "reasons": ["社保连续缴费不足", "岗位非生产服务一线", ""][at % 3],
        }
        for at in range(6)
    ]
    return pd.DataFrame(rows)


def causes() -> pd.DataFrame:
    """One cause: a column of ID numbers stored as numbers."""
    cause = {
        "group": "G01",
        "code": "D103",
        "title": "身份证件号码被存为数字",
        "file": f"inbox/{UNITS[0]}/学员名单.xlsx",
        "sheet": "学员名单",
        "column": "身份证件号码",
        "count": 19,
        "cause": "整列身份证件号码被存为数字，末三位已丢失",
        "remedy": "将该列设为文本格式，重新录入号码",
    }
    return pd.DataFrame([cause])


def changes(frame: pd.DataFrame) -> pd.DataFrame:
    """The findings given, called in turn new, unchanged and cleared."""
    names = [("new", "unchanged", "cleared")[at % 3] for at in range(len(frame))]
    return frame[findings.FIELDS].assign(change=names)


def _files(frame: pd.DataFrame) -> list[dict]:
    counted = frame["file"].value_counts()
    return [
        {
            "file": str(name),
            "size": 12345,
            "sha256": "0" * 64,
            "kind": "xlsx",
            "forms": ["roster"],
            "findings": int(number),
        }
        for name, number in sorted(counted.items())
    ]
