"""Signs that a class may exist on paper alone (article 15): what stands out between its own lists, or between
its and another's.

A signal is a pure function from the facts to its cases: `project` (folded number), `evidence` (Chinese,
saying where it stands) and, where a row speaks of several cases, their `count`. Names of people are shown,
their numbers masked.
"""

from __future__ import annotations

from gaoji_batch.rules.signals.two_places import teachers_twice, trainees_twice
from gaoji_batch.rules.signals.two_units import shared_authors
from gaoji_batch.rules.signals.within_class import (
    equal_scores,
    numbers_in_sequence,
    same_summaries,
    shared_phones,
)

SIGNALS = {
    "证件号码连号": numbers_in_sequence,
    "联系电话相同": shared_phones,
    "考核成绩相同": equal_scores,
    "工作总结雷同": same_summaries,
    "表格作者相同": shared_authors,
    "教师同日两地": teachers_twice,
    "学员同日两地": trainees_twice,
}
"""The signals that speak of a class on paper alone, by their names in inspect.risk and risk.signals."""
