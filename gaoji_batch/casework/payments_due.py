"""Which accepted claims a batch pays, and why the others wait: frames of the ledger in, frames out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pandas as pd
from sqlalchemy import Connection

from gaoji_batch.casework.halts import PUBLICITY, Halt, merged, objected
from gaoji_batch.findings import OPEN, REJECT, collect
from gaoji_batch.law import choices
from gaoji_batch.ledger import frames
from gaoji_batch.ledger.models import publications, standing_persons
from gaoji_batch.ledger.repeats import too_soon
from gaoji_batch.ledger.view import STANDING
from gaoji_batch.rules.registry import all_rules
from gaoji_batch.settlement.budgets import Limit, added_up, past, period
from gaoji_batch.settlement.budgets import remarks as budget_remarks
from gaoji_batch.values.dates import chinese_date, quarter_days

_ACCOUNT = r"[0-9]{8,32}"
SUSPECTED = "S1609"
"""The rule of claims that the bank may have paid."""


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
    """claims: what is ordered, by filing day and project, with `replaces`; findings: S1603, S1606 and S1608; waiting: why others wait, a sentence each;
    reasons: the same by project as written; held: the lines of held.json, of all that is due and not ordered; remarks: on the budget."""

    claims: pd.DataFrame
    findings: pd.DataFrame
    waiting: list[str] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    held: list[dict[str, Any]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def due(
    held: Held,
    quarter: tuple[int, int],
    on: date,
    budgets: pd.DataFrame,
    objections: pd.DataFrame,
    publicity: bool,
    halts: Mapping[str, Halt] | None = None,
) -> Due:
    """The accepted claims filed by the quarter's last day that no payment stands for.

    budgets, objections: rows of 资金预算 and 公示异议登记; publicity: whether a 公示 must have ended before `on`; halts: what else holds a
    project back (`holding.held_back`, `bank_first.halted`).
    """
    claims = open_claims(held, quarter)
    parts: list[Mapping[str, Halt]] = [
        _ended(claims),
        objected(objections, claims["project"]),
        _no_account(claims),
    ]
    parts += [halts or {}, _unpublished(held, claims, on) if publicity else {}]
    stopped = {key: one for key, one in merged(parts).items() if key in set(claims["project"])}
    halted = claims[claims["project"].isin(stopped)]
    claims = claims[~claims["project"].isin(stopped)]
    twice = _paid_elsewhere(held, claims)
    claims = claims[~claims["project"].isin(twice["project"])]
    over = past_budget(held, claims, quarter, budgets)
    claims = claims[~claims["project"].isin(over["project"])]
    coded = [
        as_findings("S1603", twice),
        as_findings("S1606", over),
        as_findings("S1608", _halted(halted, stopped)),
    ]
    found = collect(coded)
    reasons = {row["written"]: stopped[row["project"]].reason for row in halted.to_dict("records")}
    return Due(
        claims.reset_index(drop=True),
        found,
        [f"{written}暂不拨付：{why}" for written, why in sorted(reasons.items())],
        reasons,
        _lines(halted, stopped, found),
        budget_remarks(budgets),
    )


def _halted(claims: pd.DataFrame, stopped: Mapping[str, Halt]) -> pd.DataFrame:
    """Claims with something against them but that a 公示 is still to end, or what S1609 says: as rows of S1608."""
    codes = {
        project: "、".join(code for code in halt.codes if code not in (PUBLICITY, SUSPECTED))
        for project, halt in stopped.items()
    }
    rows = claims[claims["project"].map(codes).ne("")]
    held = [stopped[project] for project in rows["project"]]
    return rows.assign(why=[one.reason for one in held], codes=rows["project"].map(codes))


def _lines(halted: pd.DataFrame, stopped: Mapping[str, Halt], findings: pd.DataFrame) -> list[dict[str, Any]]:
    """held.json: {project, class, codes, reason}, by project."""
    lines = [
        (row["written"], list(stopped[row["project"]].codes), stopped[row["project"]].reason)
        for row in halted.to_dict("records")
    ]
    own = findings[findings["code"].ne("S1608")]
    lines += [(row["project"], [row["code"]], row["message"]) for row in own.to_dict("records")]
    return [
        {"project": project, "class": 1, "codes": codes, "reason": reason}
        for project, codes, reason in sorted(lines)
    ]


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
    on_record = claims["project"].map(held.projects.set_index("project")["uscc"]).fillna("")
    claims = claims.assign(uscc=on_record.where(on_record.ne(""), claims["uscc"]))
    claims = claims.assign(replaces=claims["project"].map(newest["payment"]).where(again, "").fillna(""))
    paid_in = claims["project"].map(newest["quarter"]).astype("object").fillna("")
    in_time = claims["filed_on"].le(last).where(~again, paid_in.le(f"{quarter[0]}Q{quarter[1]}"))
    claims = claims[(status.isna() | again) & in_time & claims["amount"].gt(0)]
    return claims.sort_values(["filed_on", "project"], ignore_index=True)


def _ended(claims: pd.DataFrame) -> dict[str, Halt]:
    """Projects that were ended or revoked since their claim was accepted."""
    gone = claims[claims["state"].isin(choices.ENDED)]
    return {
        row["project"]: Halt(("P1101",), f"项目已{row['state']}（P1101）") for row in gone.to_dict("records")
    }


def payable(accounts: pd.Series) -> pd.Series:
    """Whether a bank could pay to each account: 8 to 32 digits."""
    return accounts.astype("str").str.fullmatch(_ACCOUNT)


def _no_account(claims: pd.DataFrame) -> dict[str, Halt]:
    bad = claims.loc[~payable(claims["account"]), "project"]
    return {project: Halt(("D117",), "收款账号不是8至32位数字（D117）") for project in bad}


def shown_as_is(held: Held, claims: pd.DataFrame) -> dict[str, str]:
    """Claims whose last 公示 named the heads and the amount that they have now: project → its last day."""
    newest = held.published.sort_values("seq").drop_duplicates("project", keep="last")
    met = claims.merge(newest[["project", "heads", "amount", "last_day"]], on=["project", "heads", "amount"])
    return dict(zip(met["project"], met["last_day"], strict=True))


def _unpublished(held: Held, claims: pd.DataFrame, on: date) -> dict[str, Halt]:
    shown = shown_as_is(held, claims)
    found = {}
    for project in claims["project"]:
        if project not in shown:
            found[project] = Halt((PUBLICITY,), "尚未公示，或公示后人数、金额有变，先执行gaoji publicity")
        elif on.isoformat() <= shown[project]:
            last = chinese_date(date.fromisoformat(shown[project]))
            found[project] = Halt((PUBLICITY,), f"公示期到{last}，尚未届满")
    return found


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


def past_budget(
    held: Held, claims: pd.DataFrame, quarter: tuple[int, int], budgets: pd.DataFrame
) -> pd.DataFrame:
    """Claims that would bring the quarter that is paid, or its year, past its budget, counted in the order of filing."""
    year, number = quarter
    standing = held.payments[held.payments["status"].isin(STANDING)]
    limits = []
    for (of_year, of_quarter), budget in added_up(budgets).items():
        if of_year == year and of_quarter in (0, number):
            own = standing["quarter"].str.startswith(f"{year}Q{of_quarter or ''}")
            used = int(standing.loc[own, "amount"].sum())
            limits.append(Limit(period(year, of_quarter), budget, used, [True] * len(claims)))
    return past(claims, claims["amount"], limits)


def as_findings(code: str, rows: pd.DataFrame) -> pd.DataFrame:
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
                "value": row.get("value", ""),
                "amount": row["amount"],
                "form": "claim",
                "decidable": rule.decidable,
            }
        )
    return pd.DataFrame(made)


def ordered(claims: pd.DataFrame, held: Held, quarter: str) -> list[dict[str, Any]]:
    """The payments of the event `ordered`, numbered on from the quarter's last. claims: with per_head (yuan)."""
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
        "per_head",
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
