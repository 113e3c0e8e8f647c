"""Samples: the same seed draws the same, another seed another, and risk weighs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd

from gaoji_batch.analysis import sampling
from gaoji_batch.values.rule_names import CRASHED
from tests.spot_checks import ON, PROJECT, SECOND, judged

CLASSES = pd.DataFrame(
    {
        "project": [f"GJ2026-{at:03d}" for at in range(1, 41)],
        "class_no": 1,
        "name": "",
        "written": "",
        "unit": "",
    }
)
RISKY = pd.DataFrame({"project": ["GJ2026-007"], "points": [40]})
NONE = RISKY.head(0)


def drawn(
    seed: int, points: pd.DataFrame = NONE, classes: pd.DataFrame = CLASSES, count: int = 8
) -> list[str]:
    made = sampling.draw(classes, points, 10, seed, count)
    return list(made.loc[made["drawn"], "project"])


def test_the_same_seed_draws_the_same_classes_and_another_seed_others() -> None:
    assert drawn(7) == drawn(7, classes=CLASSES.sample(frac=1, random_state=1))
    assert len(drawn(7)) == 8
    assert set(drawn(7)) != set(drawn(8))


def test_a_class_that_leaves_changes_nobody_elses_lot() -> None:
    gone = drawn(7)[0]
    fewer = CLASSES[CLASSES["project"].ne(gone)]
    assert drawn(7, classes=fewer, count=7) == drawn(7)[1:]


def test_risk_makes_a_class_likelier_in_the_measure_of_its_weight() -> None:
    plain = sum("GJ2026-007" in drawn(seed) for seed in range(400))
    risky = sum("GJ2026-007" in drawn(seed, RISKY) for seed in range(400))
    assert 50 <= plain <= 110  # 8 of 40 classes: 80 of 400 seeds
    assert 220 <= risky <= 320  # five times the weight: about 1 - 0.8 ** 5 = 0.67, 269 of 400


def test_only_classes_that_run_in_the_quarter_stand_for_the_draw(tmp_path: Path) -> None:
    def edit(first, second) -> None:
        first.rows["approved"][0] |= {"开班日期": date(2026, 6, 29), "结业日期": date(2026, 7, 10)}
        second.rows["approved"][0]["项目状态"] = "终止"

    facts = judged(tmp_path, edit, only={CRASHED}).facts
    assert list(sampling.classes(facts, 2026, 2)["project"]) == [PROJECT]
    assert list(sampling.classes(facts, 2026, 3)["project"]) == [PROJECT]
    assert list(sampling.classes(facts, 2026, 4)["project"]) == []


def test_a_tenth_of_a_class_and_at_least_one_person_is_called(tmp_path: Path) -> None:
    def edit(first, second) -> None:
        for form in ("roster", "assessment", "completion"):
            first.rows[form] = first.rows[form][:9]
            second.rows[form] = second.rows[form][:20]

    facts = judged(tmp_path, edit, only={CRASHED}).facts
    all_drawn = sampling.draw(sampling.classes(facts, 2026, 2), NONE, 10, 1, 2)
    called = sampling.callees(facts, all_drawn, 1, ON)
    assert called["project"].value_counts().to_dict() == {PROJECT: 1, SECOND: 2}
    assert list(called["id_number"]) == list(sampling.callees(facts, all_drawn, 1, ON)["id_number"])
    assert list(called["id_number"]) != list(sampling.callees(facts, all_drawn, 2, ON)["id_number"])
