"""What an analyst looks at beside a finding: the row as it was sent, and of each trainee months, earlier
classes, certificate, money."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.places import Places
from gaoji_batch.rules.trainee.history import earlier_classes
from gaoji_batch.values import masking, text
from gaoji_batch.values.cells import missing, written
from gaoji_batch.values.date_columns import chinese_dates, month_name
from gaoji_batch.workspace.settings import Privacy

Sent = dict[tuple[int, int], list[tuple[str, str]]]
"""(sheet key, row) → the row's columns and what was written in each, masked; empty cells are left out."""
DETAILS = [
    "person",
    "project_key",
    "opening",
    "post",
    "certificate",
    "months",
    "needed",
    "until",
    "strip",
    "strip_from",
    "insured_by",
    "earlier",
    "money",
]
NUMBERS = ("months", "needed", "strip_from")
PAID, LATE, DOUBTFUL, UNPAID, NO_RECORD, NOT_COVERED = "缴", "补", "疑", "欠", "无", "未"
STATES = {
    PAID: "按月缴费",
    LATE: "补缴",
    DOUBTFUL: "记录存疑",
    UNPAID: "有记录，未缴费",
    NO_RECORD: "没有记录",
    NOT_COVERED: "明细没有覆盖",
}
"""A month of the strip → what it says."""


def rows_sent(facts: Facts, findings: pd.DataFrame, privacy: Privacy) -> Sent:
    """The submitted rows that findings speak of."""
    places = Places(facts, privacy)
    wanted = findings.loc[
        findings["row"].notna() & findings["sheet_key"].notna(), ["form", "sheet_key", "row"]
    ]
    sent: Sent = {}
    for form, of_form in wanted.drop_duplicates().groupby("form"):
        # what an extract's rows looked like is not kept
        if form not in facts.batch.raw:
            continue
        raw, columns = facts.batch.raw[str(form)], places.columns[str(form)]
        keys = pd.MultiIndex.from_frame(of_form[["sheet_key", "row"]].astype("int64"))
        rows = raw[pd.MultiIndex.from_frame(raw[["sheet", "row"]].astype("int64")).isin(keys)]
        for record in rows.to_dict("records"):
            sent[int(record["sheet"]), int(record["row"])] = [
                (name, places.mask(kind, written(record[field])))
                for field, (name, kind) in columns.items()
                if kind != "serial" and not missing(record.get(field))
            ]
    return sent


def of_trainees(
    facts: Facts, findings: pd.DataFrame, trainees: pd.DataFrame, privacy: Privacy
) -> pd.DataFrame:
    """The trainees (as `verdicts.of_trainees` has them) with DETAILS beside them: texts, '' where nothing is
    known.

    strip: a letter of STATES for each of the months asked for, the first of which is strip_from (month
    number, missing for none). person and project_key tell whose findings are meant, and are not shown.
    """
    rows, places = facts.people.trainees, Places(facts, privacy)
    joined = facts.insurance.runs.reindex(rows.index)
    certificates = rows["certificate"].fillna("").astype("str")
    out = pd.DataFrame(
        {
            "sheet_key": rows["sheet"],
            "row": rows["row"],
            "person": rows["id_number"].fillna(""),
            "project_key": rows["project"],
            "opening": chinese_dates(rows["opening"]),
            "post": rows["post"].map(masking.mask_free_text, na_action="ignore"),
            "certificate": certificates.map(lambda number: places.mask("certificate", number)),
            "months": joined["months"],
            "needed": joined["needed"],
            "until": joined["used"],
        }
    )
    out = out.join(_strips(facts)).join(_earlier(facts)).join(_money(facts, findings))
    texts = [name for name in DETAILS if name not in NUMBERS]
    out[texts] = out[texts].astype("object").fillna("")
    out = out.astype(dict.fromkeys(NUMBERS, "Int64"))
    return trainees.merge(out[["sheet_key", "row", *DETAILS]], on=["sheet_key", "row"], how="left")


def _strips(facts: Facts) -> pd.DataFrame:
    """strip, strip_from and insured_by of the trainees whose class has an opening day, where there is an
    extract."""
    source = facts.evidence.insurance
    people = facts.people.joinable.dropna(subset=["opening"])
    if source is None or people.empty:
        return pd.DataFrame(columns=["strip", "strip_from", "insured_by"])
    last = facts.insurance.reference_month(people["opening"]).astype("int64")
    needed = facts.policy.of("insurance.months", on=people["opening"]).astype("int64")
    windows = pd.DataFrame({"id_number": people["id_number"], "last": last, "needed": needed})
    windows = windows.assign(at=windows.index, until=source.reach_of(people["id_number"])["until"])
    grid = windows.loc[windows.index.repeat(windows["needed"])]
    grid = grid.assign(month=grid["last"] - grid["needed"] + 1 + grid.groupby("at").cumcount().to_numpy())
    joined = grid.merge(_best(source.months), on=["id_number", "month"], how="left")
    # behind the reach of the extract, no record says nothing
    lacking = pd.Series(NO_RECORD, index=joined.index).mask(joined["month"].gt(joined["until"]), NOT_COVERED)
    joined["state"] = joined["state"].fillna(lacking)
    months = joined.sort_values(["at", "month"])
    # one text for all, cut by each one's count: joining a person at a time took far longer
    letters, needed = "".join(months["state"].to_numpy(dtype="object")), windows["needed"].sort_index()
    ends = needed.cumsum()
    strips = pd.Series(
        [letters[first:last] for first, last in zip(ends - needed, ends, strict=True)],
        index=ends.index,
        dtype="str",
    )
    return pd.DataFrame(
        {
            "strip": strips,
            "strip_from": (windows["last"] - windows["needed"] + 1).astype("Int64"),
            "insured_by": _employers(months).reindex(windows.index),
        }
    )


def _best(months: pd.DataFrame) -> pd.DataFrame:
    """One state and employer a person and month: what counts before what does not."""
    state = pd.Series(UNPAID, index=months.index).mask(months["doubt"].fillna("").ne(""), DOUBTFUL)
    state = state.mask(months["paid"], LATE).mask(months["paid"] & ~months["late"], PAID)
    ranked = months.assign(state=state, rank=state.map({name: at for at, name in enumerate(STATES)}))
    ranked = ranked.sort_values(["id_number", "month", "rank"], kind="stable")
    return ranked.drop_duplicates(["id_number", "month"])[
        ["id_number", "month", "state", "insured_by"]
    ].astype({"month": "int64"})


def _employers(months: pd.DataFrame) -> pd.Series:
    """The employers of the strip in turn: '2025年5月至2026年4月 某公司；…'."""
    insured = months[months["insured_by"].fillna("").ne("")]
    gone_on = insured["at"].eq(insured["at"].shift()) & insured["month"].eq(insured["month"].shift() + 1)
    fresh = ~gone_on | insured["insured_by"].ne(insured["insured_by"].shift())
    spans = (
        insured.assign(span=fresh.cumsum())
        .groupby(["at", "span", "insured_by"], sort=False)["month"]
        .agg(["min", "max"])
    )
    spans = spans.reset_index()
    first, last = month_name(spans["min"].astype("Int64")), month_name(spans["max"].astype("Int64"))
    spells = first.where(spans["min"].eq(spans["max"]), first + "至" + last) + "　" + spans["insured_by"]
    return spells.groupby(spans["at"]).agg("；".join)


def _earlier(facts: Facts) -> pd.Series:
    """The earlier classes of each trainee, in words, the latest first."""
    people = facts.people.joinable[["id_number", "project"]].assign(at=facts.people.joinable.index)
    classes = earlier_classes(facts).rename(columns={"project": "other"})
    attended = people.merge(classes, on="id_number")
    attended = attended[attended["other"].ne(attended["project"])].sort_values(
        ["at", "completed"], ascending=[True, False]
    )
    day = chinese_dates(attended["completed"]).fillna("日期不明")
    word = pd.Series("结业", index=attended.index).where(attended["finished"].eq(True), "参训")
    sentences = (
        day
        + word
        + "，项目"
        + attended["written"].fillna("不详").astype("str")
        + "（"
        + attended["source"]
        + "）"
    )
    return sentences.groupby(attended["at"]).agg("；".join).rename("earlier").reindex(people.index)


def _money(facts: Facts, findings: pd.DataFrame) -> pd.Series:
    """What each trainee is worth to the claim: paid already, or the subsidy a head where they passed and
    nothing stands against them."""
    people = facts.people.joinable[["id_number", "project"]]
    passed = facts.money.passed(findings)
    good = pd.MultiIndex.from_frame(passed.loc[~passed["out"], ["project", "id_number"]])
    mine = pd.MultiIndex.from_frame(people[["project", "id_number"]]).isin(good)
    heads = facts.money.per_head(people["project"])
    paid = facts.ledger.paid_persons
    paid_keys = pd.MultiIndex.from_arrays(
        [text.fold_series(paid["project"].astype("str")), paid["person_key"]]
    )
    keys = pd.MultiIndex.from_arrays([people["project"], facts.ledger.key_of(people["id_number"])])
    worth = pd.Series([f"可补助{head:,}元" for head in heads], index=people.index).where(mine, "")
    return worth.mask(keys.isin(paid_keys), "已支付").rename("money")


def reasons_used(decisions: pd.DataFrame) -> Mapping[str, list[str]]:
    """Rule code → the reasons that rulings of the center gave, most used first; ID numbers in them are
    masked."""
    rulings = decisions.dropna(subset=["reason", "rule_code"])
    rulings = rulings.assign(
        code=text.fold_series(rulings["rule_code"].astype("str")),
        reason=rulings["reason"].astype("str").map(masking.mask_free_text),
    )
    counts = rulings.groupby(["code", "reason"]).size().rename("times").reset_index()
    counts = counts.sort_values(["times", "reason"], ascending=[False, True], kind="stable")
    return {str(code): of_code["reason"].tolist() for code, of_code in counts.groupby("code")}
