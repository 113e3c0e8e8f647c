"""资金预算: rows that add up, years and their quarters, and claims that do not fit."""

from __future__ import annotations

import pandas as pd
import pytest

from gaoji_batch.settlement.budgets import Limit, budgets, limits, past, remarks

WHOLE, NONE = pd.NA, pd.NA


def rows(*written):
    """(year, quarter, yuan) of each row; no quarter stands for the whole year."""
    return pd.DataFrame(written, columns=["year", "quarter", "budget_amount"]).astype("Int64")


TWO_YEARS = rows(
    (2026, WHOLE, 900000), (2026, 1, 100000), (2026, 1, 50000), (2027, 1, 300000), (2027, 2, 200000)
)


def test_a_year_has_the_amount_of_its_own_row_else_that_of_its_quarters():
    assert budgets(TWO_YEARS) == {2026: 900000, 2027: 500000}


def test_later_rows_of_a_year_are_added_and_rows_without_an_amount_are_passed_over():
    assert budgets(rows((2026, WHOLE, 900000), (2026, WHOLE, 100000), (2026, WHOLE, NONE))) == {2026: 1000000}


@pytest.mark.parametrize(
    ("written", "wanted"),
    [
        ([(2026, WHOLE, 300000), (2026, 1, 100000), (2026, 2, 200000)], []),
        ([(2026, WHOLE, 300000), (2026, 1, 100000), (2026, 2, 200001)],
            ["资金预算：2026年各季度合计300001元，超过年度预算300000元"]),
        ([(2026, WHOLE, 300000), (2027, 1, 400000)], []),
        ([(2026, 1, 100000), (2026, 2, 200000)], []),
    ],
)  # fmt: skip
def test_quarters_above_the_amount_of_their_year_are_remarked_on(written, wanted):
    assert remarks(rows(*written)) == wanted


def test_each_budget_is_named_by_its_period_and_asked_for_what_is_arranged_of_it():
    arranged = {(2026, None): 700000, (2026, 1): 60000, (2027, 1): 0, (2027, 2): 0}
    claims = {(2026, None): [True, True], (2026, 1): [True, False], (2027, 1): [], (2027, 2): []}
    of_periods = limits(
        TWO_YEARS, lambda year, quarter: arranged[year, quarter], lambda year, quarter: claims[year, quarter]
    )
    assert of_periods[:3] == [
        Limit("2026年度", 900000, 700000, [True, True]),
        Limit("2026年第一季度", 150000, 60000, [True, False]),
        Limit("2027年第一季度", 300000, 0, []),
    ]


CLAIMS = pd.DataFrame({"project": ["YX-1", "YX-2", "YX-3"]}, index=[7, 8, 9])
AMOUNTS = pd.Series([105000, 110000, 85000], index=[7, 8, 9])


def over(*of_periods):
    columns = ["project", "period", "before", "claimed", "total", "budget"]
    return past(CLAIMS, AMOUNTS, of_periods)[columns].to_numpy().tolist()


def test_a_claim_that_does_not_fit_leaves_the_budget_to_a_smaller_one_that_uses_it_to_the_yuan():
    assert over(Limit("2026年度", 290000, 100000, [True] * 3)) == [
        ["YX-2", "2026年度", 205000, 110000, 315000, 290000]
    ]
    assert over(Limit("2026年度", 289999, 100000, [True] * 3)) == [
        ["YX-2", "2026年度", 205000, 110000, 315000, 289999],
        ["YX-3", "2026年度", 205000, 85000, 290000, 289999],
    ]


def test_a_claim_must_fit_into_every_budget_that_it_is_paid_from():
    quarter = Limit("2026年第三季度", 150000, 0, [True, True, False])
    assert over(Limit("2026年度", 200000, 0, [True] * 3), quarter) == [
        ["YX-2", "2026年度", 105000, 110000, 215000, 200000]
    ]
    assert over(Limit("2026年度", 900000, 0, [True] * 3), quarter) == [
        ["YX-2", "2026年第三季度", 105000, 110000, 215000, 150000]
    ]
