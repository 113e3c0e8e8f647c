"""Rules where the policy changes between the openings of two projects of one batch."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from unittest.mock import patch

from gaoji_batch.law.policy import PolicyFile, Value
from tests.rules import judge
from tests.rules.world import clean, edited

FROM_JUNE = Value(
    value={"出勤": 25, "学习态度": 15, "研讨交流": 20, "工作总结": 40},
    article=13,
    reading="各项满分",
    source="测试",
)


def test_full_marks_are_those_of_the_opening_of_each_class(tmp_path):
    overlay = PolicyFile(
        effective_from=date(2026, 6, 1), document="测试", parameters={"assessment.full_marks": FROM_JUNE}
    )
    of_june = {"项目编号": "GJ2026-002", "项目名称": "另一项目", "核定人数": 30, "立项日期": date(2026, 3, 3)}
    days = {"开班日期": date(2026, 6, 15), "结业日期": date(2026, 6, 26)}
    scored = {
        "form": "assessment",
        "keys": {"项目编号": "GJ2026-002", "填报日期": date(2026, 6, 29)},
        "like": [3, 3],
        "over": {"出勤": 28, "学习态度": 9, "研讨交流": 18, "工作总结": 35, "总分": 90},
    }
    world = edited(clean(), {"add": {"approved": [of_june | days]}, "files": [scored]})
    with patch.object(judge, "POLICY", replace(judge.POLICY, files=(*judge.POLICY.files, overlay))):
        findings = judge.findings(world, tmp_path, only={"P1304", "X001"})
    assert [(row.code, row.project, row.evidence) for row in findings.itertuples()] == [
        ("P1304", "GJ2026-002", "满分：出勤25分、学习态度15分、研讨交流20分、工作总结40分")
    ]
