"""The audit pack of a project (article 15): what was submitted, what it was held against, what was found,
decided, recorded and paid."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

import pandas as pd

from gaoji_batch.casework import ledgers
from gaoji_batch.casework.audit_history import PAYMENTS, STATES, History, day_of, history_of, history_table
from gaoji_batch.casework.judging import judge_all
from gaoji_batch.casework.loading import load
from gaoji_batch.errors import GaojiError
from gaoji_batch.findings import FIELD_NAMES, SEVERITY_NAMES, STATUS_NAMES
from gaoji_batch.outputs import audit_pack
from gaoji_batch.outputs.audit_pack import (
    CENTER,
    EVIDENCE,
    ISSUED,
    KEPT,
    LEDGER,
    REVIEWED,
    SUBMITTED,
    Source,
    placed,
)
from gaoji_batch.values import text
from gaoji_batch.values.date_columns import month_name
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress

if TYPE_CHECKING:
    from gaoji_batch.evidence.insurance import Insurance
    from gaoji_batch.judgement.judge import Judged
    from gaoji_batch.rules.facts import Facts

FINDINGS = [
    "code",
    "title",
    "severity",
    "file",
    "sheet",
    "cell",
    "subject",
    "value",
    "message",
    "evidence",
    "amount",
    "status",
    "finding_id",
]
CENTERS = ("approved", "decisions", "inspections", "audits", "materials", "objections")
"""The center's registers of which the project's rows go into the pack."""


@dataclass(frozen=True, slots=True)
class PackResult:
    """The pack's folder, how many files its catalogue lists, and what should be known."""

    folder: Path
    files: int
    remarks: list[str]


def run(workspace: Workspace, project: str, *, on: date, progress: Progress = SILENT) -> PackResult:
    """Writes the pack of one project; GaojiError where neither a register, a file nor the ledger knows its
    number."""
    with workspace.new_run("inspect", on=on, progress=progress) as this_run:
        loaded = load(workspace, progress)
        judged = judge_all(workspace, loaded, on, progress)

        key = text.fold(project)
        history = history_of(workspace, key, progress)
        if key not in judged.facts.plan.projects.index and not history.events:
            raise GaojiError(f"没有编号为{project}的项目", "用gaoji validate查看全部项目的编号")
        prefill = _prefill(judged.facts, key, project)
        sources, missing = _sources(workspace, judged.facts, key, prefill["unit"], history)
        pack = audit_pack.Pack(
            on=on,
            run=this_run.id,
            workspace=workspace.path,
            sources=sources,
            tables=_tables(judged, key, history),
            events=history.events,
            ledger=history.state,
            overrides=loaded.policy.overrides_said,
            **prefill,
        )
        files = audit_pack.write(pack, this_run.folder / pack.folder)
        this_run.personal(pack.folder)
        this_run.note(pack=prefill["project"], files=files, remarks=missing)
    return PackResult(this_run.final / pack.folder, files, missing)


def _prefill(facts: Facts, key: str, project: str) -> dict[str, str]:
    """project, name and unit as written."""
    if key not in facts.plan.projects.index:
        return {"project": project, "name": "", "unit": ""}
    row = facts.plan.projects.loc[key].astype("object").fillna("")
    return {"project": str(row["written"]), "name": str(row["project_name"]), "unit": str(row["unit"])}


def _sources(
    workspace: Workspace, facts: Facts, key: str, unit: str, history: History
) -> tuple[list[Source], list[str]]:
    """The project's files of inbox/, and the accepted originals of kept/ that are no longer there; and what
    kept/ lacks."""
    submitted = _submitted(workspace, facts, key, unit)
    originals, missing = _originals(
        workspace, history, unit, {hashlib.sha256(submission.content).hexdigest() for submission in submitted}
    )
    return submitted + originals, missing


def _submitted(workspace: Workspace, facts: Facts, key: str, unit: str) -> list[Source]:
    """The files of inbox/ with a sheet of this project, and the attachments beside them."""
    sheets = facts.batch.sheets
    applied = facts.units.applications.loc[facts.units.applications["scheme_project"].eq(key), "sheet"]
    filed = facts.filings.parts.loc[facts.filings.parts["project"].eq(key), "sheet"]
    named = sheets.index.isin([*filed, *applied]) | sheets["project"].eq(key)
    rows = sheets[sheets["source"].eq("unit") & named]
    days = rows.dropna(subset=["filed_on"]).groupby("file")["filed_on"].min()
    others = set(
        facts.filings.parts.loc[
            facts.filings.parts["project"].ne("") & facts.filings.parts["project"].ne(key), "sheet"
        ]
    )
    shared = set(sheets.loc[sheets.index.isin(others - set(applied)), "file"])
    titles = rows.groupby("file")["form"].agg(
        lambda forms: "、".join(dict.fromkeys(facts.filings.form_titles[form] for form in forms))
    )
    submissions = []
    for file in [*titles.index, *_attachments(facts, set(titles.index))]:
        title = titles.get(file, "附件") + ("（兼含其他项目）" if file in shared else "")
        path_in_inbox = PurePosixPath(file.removeprefix("inbox/"))
        place = placed(SUBMITTED, path_in_inbox)
        if place != f"{SUBMITTED}/{path_in_inbox}":
            title += f"（原为{path_in_inbox}）"
        submissions.append(
            Source((workspace.path / file).read_bytes(), place, title, unit, day_of(days.get(file)))
        )
    return submissions


def _originals(
    workspace: Workspace, history: History, unit: str, digests: set[str]
) -> tuple[list[Source], list[str]]:
    """The files of kept/ that the project's events name, accepted or issued, but for those known by their
    hash; and a line for each that kept/ lacks."""
    files: dict[str, tuple[dict[str, str], str]] = {}
    for event in history.events:
        for file in event["payload"].get("files", []):
            files.setdefault(file["sha256"], (file, day_of(date.fromisoformat(str(event["at"])[:10]))))
    originals, missing = [], []
    for digest, (file, day) in files.items():
        if digest in digests:
            continue
        folder, title, by = (
            (KEPT, "台账受理的原件", unit) if "file" in file else (ISSUED, "签发的文书", CENTER)
        )
        name = PurePosixPath(file.get("file") or file["name"]).name
        try:
            content = ledgers.kept(workspace, digest)
        except OSError:
            missing.append(f"kept中缺少台账所记的文件{name}（{digest[:12]}）")
        else:
            originals.append(
                Source(
                    content,
                    placed(folder, PurePosixPath(f"{digest[:12]}-{name}")),
                    f"{title}（{name}）",
                    by,
                    day,
                )
            )
    return originals, missing


def _attachments(facts: Facts, files: set[str]) -> list[str]:
    """Attachments that lie in a folder with files of this project and of no other."""
    sheets = facts.batch.sheets
    ours = {file.rsplit("/", 1)[0] for file in files}
    others = {file.rsplit("/", 1)[0] for file in set(sheets["file"]) - files}
    return sorted(
        submission.file
        for submission in facts.batch.submissions
        if submission.kind == "attachment" and submission.file.rsplit("/", 1)[0] in ours - others
    )


def _tables(judged: Judged, key: str, history: History) -> dict[str, dict[str, pd.DataFrame]]:
    facts = judged.facts
    findings = judged.findings[judged.findings["project_key"].eq(key)]
    findings = findings.assign(
        severity=findings["severity"].map(SEVERITY_NAMES), status=findings["status"].map(STATUS_NAMES)
    )
    reviewed = {
        "审核问题": findings[FINDINGS].rename(
            columns=FIELD_NAMES | {"title": "规则", "finding_id": "问题编号"}
        )
    }
    reviewed |= {facts.filings.form_titles[form]: _centers_rows(facts, form, key) for form in CENTERS}
    payments = history.payments.assign(status=history.payments["status"].map(STATES))
    booked = {"台账事项": history_table(history), "支付": payments[list(PAYMENTS)].rename(columns=PAYMENTS)}
    return {
        f"{REVIEWED}/审核情况.xlsx": reviewed,
        f"{EVIDENCE}/核对依据.xlsx": _evidence(facts, key),
        f"{LEDGER}/台账和支付.xlsx": booked,
    }


def _centers_rows(facts: Facts, form: str, key: str) -> pd.DataFrame:
    """The project's rows of a register of the center, under the form's own headings."""
    rows = facts.batch.frames[form]
    names = facts.filings.column_names(form)
    of_project = rows[rows["project"].eq(key)]
    of_project = of_project[
        [
            field
            for field in names
            if of_project[field].notna().any() or facts.batch.forms[form].by_field[field].required
        ]
    ]
    return of_project.rename(columns=names)


def _months_paid(insurance: Insurance, people: pd.Series) -> pd.DataFrame:
    """The months of these people, by person and month. people: id_number → name."""
    rows = insurance.months[insurance.months["id_number"].isin(people.index)].sort_values(
        ["id_number", "month"], kind="stable"
    )
    return pd.DataFrame(
        {
            "姓名": rows["id_number"].map(people),
            "身份证件号码": rows["id_number"],
            "费款所属期": month_name(rows["month"]),
            "缴费单位": rows["insured_by"],
            "是否已缴": rows["paid"].map({True: "是", False: "否"}),
            "是否补缴": rows["late"].map({True: "是", False: "否"}),
            "到账日期": rows["arrived"],
            "数据来源": insurance.file,
        }
    )


def _evidence(facts: Facts, key: str) -> dict[str, pd.DataFrame]:
    """What the extracts say of the project's people, each with the extract's name."""
    people = pd.concat([facts.people.trainees, facts.people.register])
    people = (
        people[people["project"].eq(key) & people["id_ok"]]
        .drop_duplicates("id_number")
        .set_index("id_number")["name"]
    )
    evidence = facts.evidence
    tables = {}
    if evidence.insurance is not None:
        tables["社保缴费记录"] = _months_paid(evidence.insurance, people)
    if evidence.prior is not None:
        rows = evidence.prior.classes[evidence.prior.classes["id_number"].isin(people.index)]
        columns = {
            "身份证件号码": rows["id_number"],
            "项目编号": rows["project"],
            "结业日期": rows["completed"],
            "数据来源": rows["file"],
        }
        tables["往期参训"] = pd.DataFrame({"姓名": rows["id_number"].map(people)} | columns)
    if evidence.retired is not None:
        rows = evidence.retired.people[evidence.retired.people["id_number"].isin(people.index)]
        columns = {
            "身份证件号码": rows["id_number"],
            "待遇开始年月": month_name(rows["pension_from"]),
            "数据来源": rows["file"],
        }
        tables["养老待遇领取"] = pd.DataFrame({"姓名": rows["id_number"].map(people)} | columns)
    return tables or {"说明": pd.DataFrame({"说明": ["没有社保缴费明细、往期参训等外部数据"]})}
