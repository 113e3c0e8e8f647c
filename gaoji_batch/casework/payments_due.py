"""Which accepted claims a batch pays, and why the others wait: frames of the ledger in, frames out."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from gaoji_batch.findings import OPEN, REJECT, collect
from gaoji_batch.law import choices
from gaoji_batch.ledger import frames
from gaoji_batch.ledger.models import publications, standing_persons
from gaoji_batch.ledger.repeats import too_soon
from gaoji_batch.ledger.view import STANDING
from gaoji_batch.rules.registry import all_rules
from gaoji_batch.values.dates import chinese_date, quarter_days, quarter_name


@dataclass(slots=True)
class Held:
    """What the ledger holds for a quarter's payment: claims in force, all payments, schemes, eligible persons, who is paid already, 公示."""

    claims: pd.DataFrame
    payments: pd.DataFrame
    projects: pd.DataFrame
    persons: pd.DataFrame
    standing: pd.DataFrame
    published: pd.DataFrame

    @classmethod
    def of(cls, connection: Connection) -> Held:
        return cls(
            frames.claims_of(connection),
            frames.payments_of(connection),
            frames.projects_of(connection),
            frames.persons_of(connection, "completion"),
            frames.frame(connection, standing_persons),
            frames.frame(connection, publications),
        )

    def described(self, rows: pd.DataFrame) -> pd.DataFrame:
        """The rows of claims or payments with the scheme beside them: written, name, opening, ending, approved_heads, state."""
        known = self.projects.rename(columns={"heads": "approved_heads"}).set_index("project")
        joined = rows.join(
            known[["written", "name", "opening", "ending", "approved_heads", "state"]], on="project"
        )
        return joined.assign(written=joined["written"].fillna(joined["project"]))


@dataclass(slots=True)
class Due:
    """claims: what is ordered, by filing day and project, with `replaces`; findings: S1603 and S1606; waiting: why others wait, a sentence each;
    reasons: the same by project as written."""

    claims: pd.DataFrame
    findings: pd.DataFrame
    waiting: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)


def due(
    held: Held,
    quarter: tuple[int, int],
    on: date,
    budgets: pd.DataFrame,
    objections: pd.DataFrame,
    publicity: bool,
) -> Due:
    """The accepted claims filed by the quarter's last day that no payment stands for.

    budgets, objections: rows of 资金预算 and 公示异议登记; publicity: whether a 公示 must have ended before `on`.
    """
    claims = open_claims(held, quarter)
    waiting = []
    reasons = (
        _ended(claims)
        if not publicity
        else _ended(claims) | _unpublished(held, claims, on) | _objected(claims, objections)
    )
    for project, why in sorted(reasons.items()):
        waiting.append(f"{project}暂不拨付：{why}")
    claims = claims[~claims["written"].isin(reasons)]
    twice = _paid_elsewhere(held, claims)
    claims = claims[~claims["project"].isin(twice["project"])]
    past = past_budget(held, claims, on, budgets)
    claims = claims[~claims["project"].isin(past["project"])]
    return Due(
        claims.reset_index(drop=True),
        collect([_findings("S1603", twice), _findings("S1606", past)]),
        waiting,
        reasons,
    )


def open_claims(held: Held, quarter: tuple[int, int]) -> pd.DataFrame:
    """Claims in force above 0 yuan, with `replaces`, by filing day: never ordered and filed by the quarter's last day, or returned by the bank from a
    payment of the quarter or an earlier one, however late the claim was mended since."""
    last = quarter_days(*quarter)[1].isoformat()
    newest = (
        held.payments[held.payments["status"].ne("cancelled")]
        .drop_duplicates("project", keep="last")
        .set_index("project")
    )
    claims = held.described(held.claims)
    status = claims["project"].map(newest["status"])
    again = status.eq("returned")
    claims = claims.assign(replaces=claims["project"].map(newest["payment"]).where(again, "").fillna(""))
    paid_in = claims["project"].map(newest["quarter"]).astype("object").fillna("")
    in_time = claims["filed_on"].le(last).where(~again, paid_in.le(f"{quarter[0]}Q{quarter[1]}"))
    claims = claims[(status.isna() | again) & in_time & claims["amount"].gt(0)]
    return claims.sort_values(["filed_on", "project"], ignore_index=True)


def _ended(claims: pd.DataFrame) -> dict[str, str]:
    """Projects that were ended or revoked since their claim was accepted: written number → reason."""
    gone = claims[claims["state"].isin(choices.ENDED)]
    return {row["written"]: f"项目已{row['state']}" for row in gone.to_dict("records")}


def shown_as_is(held: Held, claims: pd.DataFrame) -> dict[str, str]:
    """Claims whose last 公示 named the heads and the amount that they have now: project → its last day."""
    newest = held.published.sort_values("seq").drop_duplicates("project", keep="last")
    met = claims.merge(newest[["project", "heads", "amount", "last_day"]], on=["project", "heads", "amount"])
    return dict(zip(met["project"], met["last_day"], strict=True))


def _unpublished(held: Held, claims: pd.DataFrame, on: date) -> dict[str, str]:
    shown = shown_as_is(held, claims)
    found = {}
    for project, written in zip(claims["project"], claims["written"], strict=True):
        if project not in shown:
            found[written] = "尚未公示，或公示后人数、金额有变，先执行gaoji publicity"
        elif on.isoformat() <= shown[project]:
            found[written] = f"公示期到{chinese_date(date.fromisoformat(shown[project]))}，尚未届满"
    return found


def _objected(claims: pd.DataFrame, objections: pd.DataFrame) -> dict[str, str]:
    """Projects with an objection that is not settled: no 核实结果 or no 处理日期."""
    unsettled = objections[objections["verification"].isna() | objections["settled_on"].isna()]
    open_ones = set(unsettled["project"])
    return {
        row["written"]: "公示异议尚未办结" for row in claims.to_dict("records") if row["project"] in open_ones
    }


def _paid_elsewhere(held: Held, claims: pd.DataFrame) -> pd.DataFrame:
    """Claims with a person for whom a payment of another project stands within two years; also two of these claims with a person in common, the later one."""
    days = ["opening", "ending"]
    people = held.persons[held.persons["project"].isin(claims["project"])][["project", "person_key", *days]]
    named = {"project": "paid_project"} | {day: f"paid_{day}" for day in days}
    paid = held.standing.rename(columns=named)[["person_key", *named.values()]]
    order = dict(zip(claims["project"], range(len(claims)), strict=True))
    first = (
        people.assign(at=people["project"].map(order))
        .sort_values("at")
        .drop_duplicates("person_key")
        .rename(columns=named)
    )
    both = people.merge(pd.concat([paid, first[["person_key", *named.values()]]]), on="person_key")
    met = both[both["paid_project"].ne(both["project"])]
    met = met[too_soon(met)]
    counts = met.groupby("project").agg(
        people=("person_key", "nunique"), paid_project=("paid_project", "first")
    )
    written = held.projects.set_index("project")["written"]
    found = claims.join(counts, on="project", how="inner")
    paid_by = found["paid_project"].map(written).fillna(found["paid_project"]).astype("str")
    why = "名册中" + found["people"].astype("str") + "名学员的补助已随项目" + paid_by + "安排支付"
    fix = "从名册中去掉这些学员，或由中心核减后支付其他学员的补助"
    return found.assign(why=why, paid="项目" + paid_by + "的补助已安排支付", fix=fix)


def past_budget(held: Held, claims: pd.DataFrame, on: date, budgets: pd.DataFrame) -> pd.DataFrame:
    """Claims that would bring the quarter or the year of the batch's day past its budget, counted in the order of filing."""
    years = pd.to_datetime(held.payments["made_on"])
    used_up = held.payments[held.payments["status"].isin(STANDING) & years.dt.year.eq(on.year)]
    quarter = (on.month + 2) // 3
    found = []
    for budget in budgets.dropna(subset=["year", "budget_amount"]).to_dict("records"):
        whole = pd.isna(budget["quarter"])
        if int(budget["year"]) != on.year or not (whole or int(budget["quarter"]) == quarter):
            continue
        used = int(
            (used_up if whole else used_up[pd.to_datetime(used_up["made_on"]).dt.quarter.eq(quarter)])[
                "amount"
            ].sum()
        )
        total = claims["amount"].cumsum() + used
        period = f"{on.year}年" + ("度" if whole else quarter_name(quarter))
        told = claims.assign(
            period=period,
            total=total,
            before=total - claims["amount"],
            budget=int(budget["budget_amount"]),
            claimed=claims["amount"],
        )
        found.append(told[total.gt(int(budget["budget_amount"]))])
    both = pd.concat(found) if found else claims.iloc[:0]
    return both.drop_duplicates("project")


def _findings(code: str, rows: pd.DataFrame) -> pd.DataFrame:
    """Claims that may not be ordered, as findings at the claim that was accepted."""
    rule = all_rules()[code]
    made = []
    for row in rows.to_dict("records"):
        made.append(
            {
                "code": code,
                "severity": REJECT,
                "article": rule.article,
                "title": rule.title,
                "scope": rule.scope,
                "stage": rule.stage,
                "status": OPEN,
                "project": row["written"],
                "project_key": row["project"],
                "unit": row["unit"],
                "file": row["file"],
                "sheet": row["sheet"],
                "row": row["row"],
                "message": rule.message.format(**row),
                "hint": rule.hint.format(**row),
                "evidence": rule.evidence.format(**row),
                "amount": row["amount"],
                "form": "claim",
                "decidable": False,
            }
        )
    return pd.DataFrame(made)


def ordered(claims: pd.DataFrame, held: Held, quarter: str) -> list[dict[str, Any]]:
    """The payments of the event `ordered`, numbered on from the quarter's last."""
    last = last_serial(held.payments.loc[held.payments["quarter"].eq(quarter), "payment"])
    people = held.persons.groupby("project")["person_key"].agg(list)
    same = (
        "project",
        "unit",
        "uscc",
        "claimed_amount",
        "reduced",
        "reason",
        "amount",
        "payee",
        "bank",
        "account",
        "replaces",
    )
    return [
        {name: row[name] for name in same}
        | {
            "payment": f"{quarter}-{last + at:04d}",
            "headcount": row["heads"],
            "claim": row["seq"],
            "persons": list(people.get(row["project"], [])),
        }
        for at, row in enumerate(claims.to_dict("records"), 1)
    ]


def last_serial(names: pd.Series) -> int:
    """The highest number behind the hyphen: 7 of 2026Q3-0007; 0 where there is none."""
    return max((int(name.rsplit("-", 1)[1]) for name in names), default=0)
