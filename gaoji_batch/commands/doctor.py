"""What is wrong with a workspace or an installation, and the remedy."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from gaoji_batch.batch.unopened import closed_by
from gaoji_batch.casework import ledgers
from gaoji_batch.casework.bank_first import older
from gaoji_batch.casework.bank_transfers import bank_transfers, read
from gaoji_batch.casework.batches import edited
from gaoji_batch.casework.judging import judge_all
from gaoji_batch.casework.loading import Loaded, load
from gaoji_batch.errors import GaojiError
from gaoji_batch.evidence.usability import lacks
from gaoji_batch.forms.proposals import likely_column
from gaoji_batch.forms.schema import load_forms
from gaoji_batch.law import resources
from gaoji_batch.values.rule_names import (
    COLUMN_MISSING,
    NO_APPROVED_LIST,
    NO_PRIOR_EXTRACT,
    NOT_COVERED,
    UNKNOWN_COLUMN,
)
from gaoji_batch.workspace import access
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.progress import SILENT, Progress
from gaoji_batch.workspace.runs import HIDDEN, record

if TYPE_CHECKING:
    from gaoji_batch.judgement.judge import Judged

WRONG, ADVICE = "问题", "建议"
LEAST_SPACE = 2**30
WANTED = {
    "approved": f"不能核对项目是否立项、学时、日期和人数（{NO_APPROVED_LIST}）",
    "units": "不能核对单位类型和收款账户",
    "receipts": "报送日期只能取表上的填报日期",
}


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """level: WRONG or ADVICE; what is wrong; what mends it."""

    level: str
    what: str
    remedy: str


def run(workspace: Workspace, *, on: date, progress: Progress = SILENT) -> list[Shortcoming]:
    """Everything found, the installation first; an examination that breaks off is an ailment of its own."""
    checks = list(_guarded(lambda: installation()))
    checks += _guarded(lambda: folders(workspace))
    checks += _guarded(lambda: ledger(workspace))
    checks += _guarded(lambda: issued(workspace))
    try:
        loaded = load(workspace, progress)
        judged = judge_all(workspace, loaded, on, progress)
    except GaojiError as error:
        return [*checks, Shortcoming(WRONG, error.what, error.remedy)]
    return [
        *checks,
        *unopened(judged),
        *center(loaded),
        *extracts(workspace, judged),
        *_guarded(lambda: bank(workspace, loaded)),
        *unknown_headers(loaded),
        *audits(judged),
        *remarks(loaded, judged),
        *freshness(workspace, loaded),
    ]


def _guarded(examine: Callable[[], Iterator[Shortcoming]]) -> Iterator[Shortcoming]:
    try:
        yield from examine()
    except GaojiError as error:
        yield Shortcoming(WRONG, error.what, error.remedy)


def installation() -> Iterator[Shortcoming]:
    """The data files, and the programs that are used where they are there."""
    load_forms(resources.schemas() / "forms")
    resources.templates()
    if shutil.which("soffice") is None and os.name == "posix":
        yield Shortcoming(ADVICE, "没有安装LibreOffice", "不影响审核；如需把信函转为PDF，安装LibreOffice")


def folders(workspace: Workspace) -> Iterator[Shortcoming]:
    """Folders that are not there, too little room, unfinished runs, a key or ledger that others can read."""
    for name in ("inbox", "center", "extracts"):
        if not (workspace.path / name).is_dir():
            yield Shortcoming(WRONG, f"没有文件夹{name}", f"在{workspace.path}下新建{name}")
    free = shutil.disk_usage(workspace.path).free
    if free < LEAST_SPACE:
        yield Shortcoming(WRONG, f"磁盘只剩{free // 2**20}MB", "清理磁盘，或用gaoji tidy删除旧的运行结果")
    if workspace.out.is_dir():
        left = [path.name.removeprefix(HIDDEN) for path in workspace.out.glob(f"{HIDDEN}*")]
        if left:
            yield Shortcoming(
                ADVICE, f"有{len(left)}次运行没有完成（{left[0]}）", "下一次写入台账的命令会自动补齐或清除"
            )
    for path in (workspace.path / workspace.settings.privacy.key_file, ledgers.file(workspace)):
        if path.is_file() and (who := access.others(path)):
            yield Shortcoming(
                WRONG, f"{path}可被他人读取（{'、'.join(who)}）", f"执行 {access.closing(path)}"
            )
    if workspace.settings.policy:
        yield Shortcoming(
            ADVICE,
            (
                f"gaoji.toml改用了{len(workspace.settings.policy)}个政策参数："
                f"{'、'.join(workspace.settings.policy)}"
            ),
            "如非有意，从[policy]中删去",
        )


def ledger(workspace: Workspace) -> Iterator[Shortcoming]:
    """A ledger whose chain does not hold, or whose newest events are gone."""
    if workspace.settings.ledger.url or ledgers.file(workspace).exists():
        with ledgers.opened(workspace) as books:
            for fault in books.verify():
                yield Shortcoming(
                    WRONG,
                    f"台账核验不符：{fault}",
                    "停止使用台账，从最近的备份恢复（gaoji ledger restore），并查明原因",
                )


def issued(workspace: Workspace) -> Iterator[Shortcoming]:
    """Sheets of payments in out/ that are not as they were issued."""
    if not ledgers.exists(workspace):
        return
    with ledgers.opened(workspace) as books, books.reading() as connection:
        for path in edited(workspace, connection):
            yield Shortcoming(
                WRONG,
                f"{workspace.relative(path)}与出具时的内容不同，已被改动",
                "不要使用；用gaoji disburse --quarter 季度 重新取得原样的拨付表和银行文件，并查明原因",
            )


def unopened(judged: Judged) -> Iterator[Shortcoming]:
    """Workbooks of the center and extracts that cannot be opened."""
    for entry in judged.unopened:
        yield Shortcoming(WRONG, f"{entry.file}不能读取（{entry.why}），其中的内容没有核对", entry.fix)


def audits(judged: Judged) -> Iterator[Shortcoming]:
    """Paid projects that no third party audited (article 15)."""
    lacking = list(judged.facts.money.unaudited["written"])
    if lacking:
        yield Shortcoming(
            ADVICE,
            (
                f"已拨付的{len(lacking)}个项目没有第三方审计结果（第十五条）："
                f"{'、'.join(lacking[:10])}{'等' * (len(lacking) > 10)}"
            ),
            "委托审计后，把结果登记到center/审计结果",
        )


def center(loaded: Loaded) -> Iterator[Shortcoming]:
    """The center's own forms that are not there, and receipts of files that are not there."""
    batch = loaded.batch
    closed = closed_by(loaded.unopened, batch.forms)
    for form, without in WANTED.items():
        if not len(batch.frames[form]) and form not in closed:
            yield Shortcoming(
                WRONG if form == "approved" else ADVICE,
                f"center中没有{batch.forms[form].title}：{without}",
                f"把{batch.forms[form].title}放入center",
            )
    named = batch.frames["receipts"]["file_name"].dropna()
    files = {submission.file for submission in batch.submissions} | {
        submission.file.rsplit("/", 1)[-1] for submission in batch.submissions
    }
    files |= {file.removeprefix("inbox/") for file in files}
    lost = [name for name in named if str(name).replace("\\", "/").removeprefix("./") not in files]
    if lost:
        yield Shortcoming(
            WRONG,
            f"收件登记中有{len(lost)}个文件不在inbox中（如{lost[0]}）",
            "把文件放回inbox，或更正收件登记中的文件名",
        )


def extracts(workspace: Workspace, judged: Judged) -> Iterator[Shortcoming]:
    """Extracts that are not there, lack a column, or end too early."""
    evidence = judged.facts.evidence
    if evidence.insurance is None:
        yield Shortcoming(
            WRONG,
            f"extracts中没有可用的社保缴费明细：社保各条规则没有核对（{NOT_COVERED}）",
            "从社保系统导出后放入extracts",
        )
    for account in evidence.accounts:
        part = account.part
        if part.missing:
            names = "、".join(f"“{name}”" for name in part.missing)
            sheet = f"的工作表“{part.sheet}”" if part.sheet else ""
            yield Shortcoming(
                WRONG,
                f"extracts/{part.file}{sheet}缺少{names}列，整张表未采用",
                (
                    "重新导出，带上所缺的列；有这一列而表头不同的，在center的表头对照（表单、表头、"
                    "标准列名三列）中写明"
                ),
            )
    early = judged.findings["code"].eq(NOT_COVERED).sum()
    if evidence.insurance is not None and early:
        yield Shortcoming(
            WRONG, f"社保缴费明细没有覆盖到{early}个项目开班前一个月", "取得更新的社保缴费明细后重新审核"
        )
    if evidence.prior is None:
        yield Shortcoming(
            WRONG,
            f"extracts中没有往期参训：两年内参训没有核对（{NO_PRIOR_EXTRACT}）",
            "导出往期参训名单后放入extracts",
        )
    if evidence.retired is None:
        yield Shortcoming(
            ADVICE, "extracts中没有养老待遇领取名单：不能核对是否已领取养老待遇", "如能取得，放入extracts"
        )


def bank(workspace: Workspace, loaded: Loaded) -> Iterator[Shortcoming]:
    """Statements of the bank that cannot be read, and payments in them that the ledger does not know."""
    statements = read(workspace, loaded.batch.forms)
    for lacking in statements.lacking:
        yield Shortcoming(WRONG, lacking, "取得可以识别的银行支付明细；在此之前不能编制拨付和放行")
    if ledgers.exists(workspace):
        with ledgers.opened(workspace) as books, books.reading() as connection:
            two_person = workspace.settings.control.two_person
            fault, remedy = older(connection, bank_transfers(connection, statements), two_person)
        if fault:
            yield Shortcoming(WRONG, fault, remedy)


def unknown_headers(loaded: Loaded) -> Iterator[Shortcoming]:
    """Headers of units that no form knows, with the line of 表头对照 that would teach each."""
    batch = loaded.batch
    places: dict[tuple[str, str, str], set[str]] = {}
    for fault in batch.faults[batch.faults["code"].isin([COLUMN_MISSING, UNKNOWN_COLUMN])].to_dict("records"):
        form = batch.forms[batch.tables[int(fault["sheet"])].form]
        proposed = fault["code"] == COLUMN_MISSING
        header = str(fault["detail"].get("other" if proposed else "name", ""))
        column = form.by_field[fault["detail"]["field"]] if proposed else likely_column(form.columns, header)
        if header:
            name = column.name if column else ""
            places.setdefault((form.title, header, name), set()).add(fault["file"])
    for (title, header, name), files in sorted(places.items()):
        line = f"{title}，{header}，{name or '（标准列名）'}"
        yield Shortcoming(
            ADVICE,
            f"{title}有不认识的表头“{header}”（{len(files)}个文件，如{Path(min(files)).name}）"
            + (f"，可能是“{name}”" if name else ""),
            f"如是规定的列，在center的表头对照（表单、表头、标准列名三列）中加一行：{line}",
        )


def remarks(loaded: Loaded, judged: Judged) -> Iterator[Shortcoming]:
    """What the run says of extracts, decisions and 表头对照, without what `extracts` says with its remedy."""
    lacking = {lacks(part) for part in judged.facts.evidence.parts if part.missing}
    for remark in [
        *loaded.remarks,
        *(remark_text for remark_text in judged.remarks if remark_text not in lacking),
    ]:
        yield Shortcoming(WRONG, remark, "核对所指的文件和行；更正后重新审核")


def freshness(workspace: Workspace, loaded: Loaded) -> Iterator[Shortcoming]:
    """Files that came, or changed, after the newest validate run."""
    latest = workspace.latest("validate")
    if latest is None:
        yield Shortcoming(ADVICE, "还没有审核过", "运行gaoji validate")
        return
    digests = {file["file"]: file.get("sha256") for file in record(latest).get("files", [])}
    fresh = [
        submission.file
        for submission in loaded.batch.submissions
        if digests.get(submission.file) != submission.sha256
    ]
    if fresh:
        day = datetime.fromtimestamp((latest / "run.json").stat().st_mtime)
        yield Shortcoming(
            ADVICE,
            f"{day:%m月%d日%H:%M}的审核之后，有{len(fresh)}个文件新增或改动（如{Path(fresh[0]).name}）",
            "运行gaoji validate",
        )
