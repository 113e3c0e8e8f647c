"""What came and was not read: attachments (F018) and content of a workbook that is no form (F019;
docs/contract/reading.md 1)."""

from __future__ import annotations

from typing import Any

import pandas as pd

from gaoji_batch.batch import versions
from gaoji_batch.batch.sheets import workbook_of
from gaoji_batch.findings import NOTE, REVIEW
from gaoji_batch.rules.facts import Facts
from gaoji_batch.rules.fault_table import faults
from gaoji_batch.rules.rule import COMPLETION, FILE, FILING, STAGE_OF_FORM, rule
from gaoji_batch.rules.unused_rows import unknown_files
from gaoji_batch.rules.words import filled, in_words
from gaoji_batch.values import text
from gaoji_batch.values.cells import read_a1


@rule(
    "F018",
    NOTE,
    title="附件，未作数据校验",
    scope=FILE,
    waivable=False,
    message="附件（{kind}），保留但不作数据核对{lacking}",
    hint="{fix}",
    needs=("headers", "approved"),
)
def attachment(facts: Facts) -> pd.DataFrame:
    """数据以电子表格报送，其他附件只作保留。

    读法：pdf、doc、jpg、png、rar等，内容与名称相符的。单位的文件夹中没有到期应报的表格（开班前的名单和计划、
    结业后的名册），或者附件放在中心的资料和明细中的，须核实。
    例：只报送了压缩包“开班材料.rar”。
    消除：把其中应当报送的表格另存为xlsx报送；盖章件的扫描件无须处理。
    """
    rows = facts.faults.of_files("F018")
    if len(of_extracts := unknown_files(facts, attached=True)):
        rows = pd.concat([rows, of_extracts], ignore_index=True)
    if not len(rows):
        return rows
    judged = [_attached(facts, str(file)) for file in rows["file"]]
    lacking = [stage for stage, _, _ in judged]
    words = {FILING: "；没有收到学员名单和培训计划的表格", COMPLETION: "；没有收到结业登记备案名册的表格"}
    return rows.assign(
        kind=rows["kind"].fillna("非电子表格") if "kind" in rows else "非电子表格",
        lacking=[words.get(stage, "") for stage in lacking],
        fix=[
            "如其中有应当报送的表格，请改为xlsx报送"
            if not stage
            else "把其中的表格另存为xlsx后重新报送，附件可以保留"
            for stage in lacking
        ],
        of_severity=[REVIEW if stage else NOTE for stage in lacking],
        of_stage=[stage if stage in words else "" for stage in lacking],
        of_project=[project for _, project, _ in judged],
        of_unit=[unit for _, _, unit in judged],
    )


def _attached(facts: Facts, file: str) -> tuple[str, str | None, str | None]:
    """The stage of which the unit's folder gives no form though it is due ('' for none), and the project and
    unit where only one is possible."""
    if not file.startswith("inbox/"):
        # no unit's stage waits for what lies in center/ or extracts/, but somebody must look (reading.md 1)
        return "own", None, None
    sheets_there, schemes = _folder(facts, file)
    given = {STAGE_OF_FORM[form] for form in sheets_there["form"] if form in STAGE_OF_FORM}
    ended = schemes[schemes["ending"].lt(pd.Timestamp(facts.on))]
    lacking = [
        (stage, due)
        for stage, due in ((FILING, schemes), (COMPLETION, ended))
        if len(due) and stage not in given
    ]
    # where nothing at all was read and nothing is approved, the attachment may be the whole filing
    if not lacking and (len(sheets_there) or len(facts.plan.projects)):
        return "", None, None
    stage, due = lacking[0] if lacking else (FILING, schemes)
    units = due["unit"].dropna().unique()
    return stage, due.index[0] if len(due) == 1 else None, units[0] if len(units) == 1 else None


def _folder(facts: Facts, file: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The sheets of the unit's folder, and the approved projects that it may speak of: all of inbox/ where
    there is but one unit."""
    sheets = facts.batch.sheets
    sheets = sheets[sheets["source"].eq("unit")]
    schemes = facts.plan.projects[facts.plan.projects["approved"]]
    # of a project that the ledger holds already, the forms need not lie in inbox/ any more
    recorded = set(facts.ledger.states["project"]) if len(facts.ledger.states) else set()
    schemes = schemes[~schemes.index.isin(recorded)]
    if facts.plan.projects["unit"].dropna().nunique() <= 1:
        return sheets, schemes
    parts = file.split("/")
    # straight in inbox/: no folder tells whose it is
    if len(parts) < 3:
        return sheets[sheets["file"].eq(file)], schemes
    in_folder = sheets[sheets["file"].str.startswith("/".join(parts[:2]) + "/")]
    unit = set(text.fold_series(in_folder["unit"])) - {""} | set(
        text.fold_series(facts.plan.projects["unit"].reindex(in_folder["project"]).dropna())
    )
    names = text.fold_series(schemes["unit"].fillna(""))
    folder = text.fold(parts[1])
    here = (
        # folders are named by hand: 某公司 for 北京某公司有限公司, or 某公司材料
        names.isin(unit)
        if unit
        else names.map(lambda name: bool(name) and (name in folder or folder in name))
    )
    return in_folder, schemes[here.astype("bool")]


@rule(
    "F019",
    REVIEW,
    title="有未读取的内容",
    scope=FILE,
    rests_on=("content",),
    message="{range}没有读取：{why}",
    hint=(
        "与本项目的报送无关的，由中心核实后填写处理意见；应当报送的，按规定的表样单独成表、保留表头后重新报送"
    ),
    evidence="{sheet_said}",
    needs=("headers", "approved"),
)
def unread_content(facts: Facts) -> pd.DataFrame:
    """报送的内容都应能够读取，读不了的须由人核实。

    读法：不是规定表单的工作表，表格上方、旁边、下方不成表单的内容，没有表头的续表，文本框、页眉页脚里
    可能是数据的文字，说明、备注中写有学员退出、替换等变动的，以及候补、备选、退出等名单，一处报一次；中心的资料和外部数据也报，
    不影响审核；其他说明、标题、签章、下拉选项、空表和审核意见除外。
    例：工作簿里另有一张“住宿安排”。
    消除：由中心核实并填写处理意见，或改用规定的表样重新报送。
    """
    rows = pd.concat([faults(facts, "F019", content=""), _of_extracts(facts)], ignore_index=True)
    placed = []
    for record in rows.to_dict("records"):
        projects = _nearest(facts, record) if record["file"].startswith("inbox/") else [None]
        placed += [record | {"of_project": project} for project in projects]
    out = pd.DataFrame(placed, columns=[*rows.columns, "of_project"])
    # placed by file and address: with a sheet's key the cell would be sought in that sheet's table
    return in_words(out.assign(sheet=pd.NA), sheet_said=_sheet)


def _sheet(sheet_name: object) -> str:
    return f"工作表“{sheet_name}”" if filled(sheet_name) else ""


def _of_extracts(facts: Facts) -> pd.DataFrame:
    """What was not read of the extracts' workbooks (F020 counts it among the rows that were not used)."""
    names = ["file", "sheet_name", "row", "column_at", "range", "why", "content"]
    rows = [
        (
            *(f"extracts/{part.file}", part.sheet),
            *read_a1(part.unread.partition(":")[0]),
            *(part.unread, part.unread_why, part.unread_content),
        )
        for part in facts.evidence.parts
        if part.unread
    ]
    return pd.DataFrame(rows, columns=names)


def _nearest(facts: Facts, fault: dict[str, Any]) -> list[str | None]:
    """The projects that unread content may speak of: its own number, else those of the nearest table; none
    where that table does not count."""
    if isinstance(number_there := fault.get("project"), str) and number_there:
        return [facts.batch.numbers.of(number_there)]
    sheets = facts.batch.sheets
    book = workbook_of(fault["file"], fault["sheet_name"])
    near = sheets[sheets["workbook"].eq(book)]
    here = near[near["sheet_name"].eq(fault["sheet_name"])]
    if len(here):
        heads = pd.Series([facts.batch.tables[at].header_row for at in here.index], index=here.index)
        above = heads[heads.le(fault["row"])]
        nearest = above.index[-1] if len(above) else heads.index[0]
    else:
        before = near[near.index.map(facts.batch.places_of_sheets) < fault["place"]]
        if not len(near):
            return [None]
        nearest = before.index[-1] if len(before) else near.index[0]
    states = facts.filings.parts[facts.filings.parts["sheet"].eq(nearest)]
    # beside a table that no longer counts, unread content speaks of no project
    if len(states) and states["state"].isin([versions.REPLACED, versions.DUPLICATE]).all():
        return []
    projects = sorted(set(states["project"]) - {""}) or [near.at[nearest, "project"] or None]
    return list(projects)
