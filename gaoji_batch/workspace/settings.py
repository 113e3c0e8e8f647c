"""gaoji.toml: what a workspace may set, each with a default; an empty file is a valid one
(docs/contract/workspace.md)."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from gaoji_batch.errors import GaojiError
from gaoji_batch.law.data_files import wanted
from gaoji_batch.workspace.limits import Limits


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Privacy(_Section):
    """key_file: where the key of the HMACs lies, from the workspace; id_keep_head, id_keep_tail: characters
    of an ID number that are shown."""

    key_file: str = ".gaoji/privacy.key"
    id_keep_head: int = Field(6, ge=0, le=6)
    id_keep_tail: int = Field(4, ge=0, le=4)


class EvidenceSettings(_Section):
    """memory: what DuckDB may take; cache: whether what was read is kept under .cache/; url: of a database or
    engine that holds extracts;
    tables: an extract's name, as evidence cites it → its table there (schema.table), for Spark also files
    (hdfs://…/*.parquet); until: the month up to which the insurance extracts are complete ('2026-05'), where
    the center knows it; else it is told by how many rows each month has."""

    memory: str = Field("1GB", pattern=r"^\d+(MB|GB)$")
    cache: bool = True
    url: str = Field("", pattern=r"^$|^(postgresql|clickhouse|trino|spark)://|^local(\[[\d*]+\])?$")
    tables: dict[str, str] = {}
    until: str = Field("", pattern=r"^$|^\d{4}[-/.年]?(0[1-9]|1[0-2]|[1-9])月?$")


class Engine(_Section):
    """workers: processes that read the files of inbox/; scheduler: a Dask cluster that reads them instead
    (tcp://host:8786)."""

    workers: int = Field(2, ge=1, le=16)
    scheduler: str = Field("", pattern=r"^$|^(tcp|tls)://")


class Runs(_Section):
    """keep: so many runs of a command are kept by `gaoji tidy`."""

    keep: int = Field(20, ge=1)


class Outputs(_Section):
    """docx: when 项目审核意见表 and 补正材料一次性告知书 are written: 'letters' (by gaoji letters) or 'all'
    (at every validate run);
    bank_encoding: of the bank csv."""

    docx: Literal["letters", "all"] = "letters"
    bank_encoding: Literal["gb18030", "utf-8-sig"] = "gb18030"


class LedgerSettings(_Section):
    """url: where the ledger is kept: '' for ledger.db in the workspace, else a PostgreSQL database
    (postgresql://user@host/name)."""

    url: str = Field("", pattern=r"^$|^postgresql://")


class Control(_Section):
    """publicity: whether a 公示 must have ended before payment; two_person: whether another than its maker
    must release a batch; chain: the roles that sign one after another before a batch is released."""

    publicity: bool = False
    two_person: bool = True
    chain: tuple[str, ...] = Field(("复核",), min_length=1)


class Certificates(_Section):
    """pattern: how the number of a 结业证书 is written, from {year} and {number} (counted on within a
    year)."""

    pattern: str = "京高研结字〔{year}〕第{number:05d}号"

    @field_validator("pattern")
    @classmethod
    def _tells_numbers_apart(cls, pattern: str) -> str:
        try:
            numbers = {pattern.format(year=year, number=number) for year in (2026, 2027) for number in (1, 2)}
        except (KeyError, IndexError, ValueError) as error:
            raise ValueError("证书编号的格式只能用{year}和{number}") from error
        if len(numbers) < 4:
            raise ValueError("证书编号的格式须含{year}和{number}")
        return pattern


class Recovery(_Section):
    """What 追回补助资金通知书 tells a unit of its rights. hearing_days: working days in which it may state
    its case (陈述、申辩); review_organ, review_days: where and within how many days it may ask for 行政复议;
    court, suit_months: where and within how many months it may sue. '' is left to be filled in by hand."""

    hearing_days: int = Field(5, ge=1)
    review_organ: str = ""
    review_days: int = Field(60, ge=60)
    court: str = ""
    suit_months: int = Field(6, ge=6)


class Sender(_Section):
    """Who the letters are from. contact, telephone: whom to ask; number, mending, recovery: how the 发文字号
    of 补正材料一次性告知书, 抽查问题整改通知书 and 追回补助资金通知书 is written, from {year} and
    {number}."""

    name: str = "北京市就业促进中心"
    contact: str = ""
    telephone: str = ""
    number: str = "高研补正〔{year}〕{number}号"
    mending: str = "高研整改〔{year}〕{number}号"
    recovery: str = "高研追回〔{year}〕{number}号"

    @field_validator("number", "mending", "recovery")
    @classmethod
    def _has_its_parts(cls, number: str) -> str:
        try:
            text = number.format(year=2026, number=7)
        except (KeyError, IndexError, ValueError) as error:
            raise ValueError("发文字号的格式只能用{year}和{number}") from error
        if "2026" not in text or "7" not in text:
            raise ValueError("发文字号的格式须含{year}和{number}")
        return number

    @property
    def filled(self) -> dict[str, str]:
        """name, contact and telephone as a letter has them: what is not set is left to be filled in by
        hand."""
        return {
            "name": self.name,
            "contact": self.contact or "　　　　",
            "telephone": self.telephone or "　　　　　　　　",
        }


class Settings(_Section):
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


_PROBLEMS = {"extra_forbidden": "不认识的设置", "missing": "缺少设置"}


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
        return Settings.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        problem = _PROBLEMS.get(first["type"], f"取值有误（{wanted(first)}）：")
        raise GaojiError(f"{path.name}中{problem}“{where}”", "对照分析员手册的“设置”一章更正") from error
