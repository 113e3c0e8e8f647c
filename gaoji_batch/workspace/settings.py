"""gaoji.toml: what a workspace may set, each with a default; an empty file is a valid one
(docs/contract/workspace.md)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from gaoji_batch.errors import GaojiError
from gaoji_batch.law.records import FaultyContent, Unfit, record
from gaoji_batch.workspace.limits import Limits


class _Section(Struct, frozen=True, forbid_unknown_fields=True):
    pass


class Privacy(_Section, frozen=True):
    """key_file: where the key of the HMACs lies, from the workspace; id_keep_head, id_keep_tail: characters
    of an ID number that are shown."""

    key_file: str = ".gaoji/privacy.key"
    id_keep_head: Annotated[int, Meta(ge=0, le=6)] = 6
    id_keep_tail: Annotated[int, Meta(ge=0, le=4)] = 4


class EvidenceSettings(_Section, frozen=True):
    """memory: what DuckDB may take; cache: whether what was read is kept under .cache/; url: of a database or
    engine that holds extracts;
    tables: an extract's name, as evidence cites it → its table there (schema.table), for Spark also files
    (hdfs://…/*.parquet); until: the month up to which the insurance extracts are complete ('2026-05'), where
    the center knows it; else it is told by how many rows each month has."""

    memory: Annotated[str, Meta(pattern=r"^\d+(MB|GB)\Z")] = "1GB"
    cache: bool = True
    url: Annotated[
        str, Meta(pattern=r"^\Z|^(postgresql|clickhouse|trino|spark)://|^local(\[[\d*]+\])?\Z")
    ] = ""
    tables: dict[str, str] = {}
    until: Annotated[str, Meta(pattern=r"^\Z|^\d{4}[-/.年]?(0[1-9]|1[0-2]|[1-9])月?\Z")] = ""


class Engine(_Section, frozen=True):
    """workers: processes that read the files of inbox/; scheduler: a Dask cluster that reads them instead
    (tcp://host:8786)."""

    workers: Annotated[int, Meta(ge=1, le=16)] = 2
    scheduler: Annotated[str, Meta(pattern=r"^\Z|^(tcp|tls)://")] = ""


class Runs(_Section, frozen=True):
    """keep: so many runs of a command are kept by `gaoji tidy`."""

    keep: Annotated[int, Meta(ge=1)] = 20


class Outputs(_Section, frozen=True):
    """docx: when 项目审核意见表 and 补正材料一次性告知书 are written: 'letters' (by gaoji letters) or 'all'
    (at every validate run);
    bank_encoding: of the bank csv."""

    docx: Literal["letters", "all"] = "letters"
    bank_encoding: Literal["gb18030", "utf-8-sig"] = "gb18030"


class LedgerSettings(_Section, frozen=True):
    """url: where the ledger is kept: '' for ledger.db in the workspace, else a PostgreSQL database
    (postgresql://user@host/name)."""

    url: Annotated[str, Meta(pattern=r"^\Z|^postgresql://")] = ""


class Control(_Section, frozen=True):
    """publicity: whether a 公示 must have ended before payment; two_person: whether another than its maker
    must release a batch; chain: the roles that sign one after another before a batch is released."""

    publicity: bool = False
    two_person: bool = True
    chain: Annotated[tuple[str, ...], Meta(min_length=1)] = ("复核",)


class Certificates(_Section, frozen=True):
    """pattern: how the number of a 结业证书 is written, from {year} and {number} (counted on within a
    year)."""

    pattern: str = "京高研结字〔{year}〕第{number:05d}号"

    def __post_init__(self) -> None:
        try:
            numbers = {
                self.pattern.format(year=year, number=number) for year in (2026, 2027) for number in (1, 2)
            }
        except (LookupError, AttributeError, ValueError) as error:
            raise Unfit("证书编号的格式只能用{year}和{number}", "pattern") from error
        if len(numbers) < 4:
            raise Unfit("证书编号的格式须含{year}和{number}", "pattern")


class Recovery(_Section, frozen=True):
    """What 追回补助资金通知书 tells a unit of its rights. hearing_days: working days in which it may state
    its case (陈述、申辩); review_organ, review_days: where and within how many days it may ask for 行政复议;
    court, suit_months: where and within how many months it may sue. '' is left to be filled in by hand."""

    hearing_days: Annotated[int, Meta(ge=1)] = 5
    review_organ: str = ""
    review_days: Annotated[int, Meta(ge=60)] = 60
    court: str = ""
    suit_months: Annotated[int, Meta(ge=6)] = 6


class Sender(_Section, frozen=True):
    """Who the letters are from. contact, telephone: whom to ask; number, mending, recovery: how the 发文字号
    of 补正材料一次性告知书, 抽查问题整改通知书 and 追回补助资金通知书 is written, from {year} and
    {number}."""

    name: str = "北京市就业促进中心"
    contact: str = ""
    telephone: str = ""
    number: str = "高研补正〔{year}〕{number}号"
    mending: str = "高研整改〔{year}〕{number}号"
    recovery: str = "高研追回〔{year}〕{number}号"

    def __post_init__(self) -> None:
        for key in ("number", "mending", "recovery"):
            try:
                text = getattr(self, key).format(year=2026, number=7)
            except (LookupError, AttributeError, ValueError) as error:
                raise Unfit("发文字号的格式只能用{year}和{number}", key) from error
            if "2026" not in text or "7" not in text:
                raise Unfit("发文字号的格式须含{year}和{number}", key)

    @property
    def filled(self) -> dict[str, str]:
        """name, contact and telephone as a letter has them: what is not set is left to be filled in by
        hand."""
        return {
            "name": self.name,
            "contact": self.contact or "　　　　",
            "telephone": self.telephone or "　　　　　　　　",
        }


class Settings(_Section, frozen=True):
    """The whole of gaoji.toml. policy: parameters of the law that this workspace overrides, by dotted
    name."""

    policy: dict[str, Any] = {}
    privacy: Privacy = Privacy()
    limits: Limits = Limits()
    evidence: EvidenceSettings = EvidenceSettings()
    engine: Engine = Engine()
    runs: Runs = Runs()
    outputs: Outputs = Outputs()
    ledger: LedgerSettings = LedgerSettings()
    control: Control = Control()
    certificates: Certificates = Certificates()
    recovery: Recovery = Recovery()
    sender: Sender = Sender()


def of_folder(folder: Path) -> Settings:
    """The settings of a workspace; the defaults where it has no gaoji.toml. GaojiError as `load`."""
    path = folder / "gaoji.toml"
    return load(path) if path.is_file() else Settings()


def load(path: Path) -> Settings:
    """The settings of a gaoji.toml; GaojiError in one line where it is no TOML or says what nobody knows."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        where = f"第{line.group(1)}行" if line else ""
        raise GaojiError(
            f"{path.name}{where}不是有效的TOML写法", "对照分析员手册的“设置”一章更正，保存为UTF-8编码"
        ) from error
    try:
        return record(content, Settings)
    except FaultyContent as faulty:
        fault = faulty.fault
        problem = {"unknown": "不认识的设置", "missing": "缺少设置"}.get(
            fault.kind, f"取值有误（{fault.wanted}）："
        )
        raise GaojiError(
            f"{path.name}中{problem}“{fault.path}”", "对照分析员手册的“设置”一章更正"
        ) from faulty
