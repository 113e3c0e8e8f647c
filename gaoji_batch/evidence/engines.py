"""Extracts that a database or engine holds, through Ibis (the extra `engines`): the rows that `source.scan`
gives of a file, made where the data lie."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pandas as pd

from gaoji_batch.errors import GaojiError
from gaoji_batch.evidence import id_numbers
from gaoji_batch.evidence.extracts import id_labels, recognised
from gaoji_batch.evidence.parts import KEPT, SHARED, Part
from gaoji_batch.evidence.text_files import Unusable
from gaoji_batch.forms.schema import Form

try:
    import ibis
except ImportError as error:
    raise GaojiError(
        "[evidence] url需要组件ibis，尚未安装", "执行pip install 'gaoji-batch[engines]'，或删去这项设置"
    ) from error

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, StringValue, Table

_DROPPED = (
    "[ \t\n\r\f\v'\u2019\u2018`\u00a0\u200b-\u200f\u2028-\u202f\u2060-\u2064\u2066-\u2069\u3000\ufeff]+"
    '|^="|"$'
)
"""`id_numbers.JUNK`, for engines whose \\s is ASCII's and which know no \\x{…}."""


@contextmanager
def connected(url: str) -> Iterator[Any]:
    """A connection to what the settings name; GaojiError where nothing answers."""
    try:
        connection = _spark(url) if url.startswith(("spark:", "local")) else ibis.connect(url)
    except Exception as error:  # each engine has errors of its own
        raise GaojiError(
            f"连不上{_without_password(url)}（{type(error).__name__}）",
            "核对[evidence] url，以及数据库是否可用",
        ) from error
    try:
        yield connection
    finally:
        connection.disconnect()


def scan_table(connection: Any, name: str, place: str, wanted: pd.DataFrame, forms: list[Form]) -> Part:
    """One pass over a table: what `scanning.scan` gives of a file; a table has no order, so no row comes
    first.

    name: the extract's; wanted: number, id_number. Unusable where the table is not there or is no extract.
    """
    table = _table(connection, place)
    names = list(table.columns)
    form, places, missing = recognised(names, forms)
    if form not in KEPT or missing:
        return Part(name, form, missing=missing, table=place)

    def said(field: str) -> StringValue:
        return (
            table[names[places[field] - 1]].cast("string").nullif("")
            if field in places
            else ibis.null("string")
        )

    number = said("id_number").translate(id_numbers.WIDE, id_numbers.NARROW)
    number = number.re_replace(_DROPPED, "").upper().nullif("")
    rows = table.select(number=number, **{field: said(field) for field in KEPT[form]})
    rows = rows.mutate(fault=_fault(rows["number"]))
    rows = rows.filter((rows["fault"] == "") | ~_nobody(rows, form, forms))
    people = ibis.memtable(wanted.astype("object"), schema={"number": "string", "id_number": "string"})
    joined = rows.left_join(people, "number")
    columns = {
        field: joined[field]
        if field in SHARED[form]
        else joined["id_number"].isnull().ifelse(ibis.null("string"), joined[field])
        for field in KEPT[form]
    }
    picked = joined.select(id_number=joined["id_number"], **columns, fault=joined["fault"])
    try:
        counts = picked.group_by(list(picked.columns)).agg(rows=picked.count()).to_pandas()
    except Exception:
        return Part(name, form, broken="读取时出错，请核对数据库是否可用", table=place)
    counts = counts.astype({"rows": "int64"}).assign(first=pd.array([pd.NA] * len(counts), "Int64"))
    return Part(name, form, rows=counts, table=place)


def _fault(number: StringValue) -> StringValue:
    """`id_numbers.fault` in the engine's words."""
    digits = number.re_search(r"^[0-9]{17}[0-9X]$")
    safe = digits.ifelse(number, ibis.literal("0" * 18))
    total = sum(safe.substr(at, 1).cast("int64") * weight for at, weight in enumerate(id_numbers.WEIGHTS))
    wanted = ibis.literal(id_numbers.CHECKS).substr((total % 11).cast("int32"), 1)
    other = rf"^([0-9]{{15}}|{id_numbers.OLD_FOREIGN}|{id_numbers.OTHER_DOCUMENT})$".replace(r"\d", "[0-9]")
    as_number = rf"^({id_numbers.SCIENTIFIC}|\d{{15}}000)$".replace(r"\d", "[0-9]")
    return ibis.cases(
        (number.isnull(), id_numbers.EMPTY),
        (digits & (safe.substr(17, 1) == wanted), ""),
        (number.strip().re_search(other), ""),
        (number.re_search(id_numbers.MASK), id_numbers.MASKED),
        (number.re_search(as_number), id_numbers.AS_NUMBER),
        else_=id_numbers.WRONG,
    )


def _nobody(rows: Table, form: str, forms: list[Form]) -> BooleanValue:
    """Rows in which no person could stand, as `scanning` knows them."""
    schema = next(candidate for candidate in forms if candidate.key == form)
    bare = [rows[field].strip().nullif("").isnull() for field in KEPT[form] if field in schema.required]
    note = ~rows["number"].fill_null("").re_search(id_numbers.LIKE_ONE.replace(r"\d", "[0-9]"))
    for empty in bare:
        note = note & empty
    return note | rows["number"].fill_null("").isin(id_labels(schema))


def _table(connection: Any, place: str) -> Table:
    """A table by name, with its schema where one is named; files where the engine reads such."""
    schema, _, name = place.rpartition(".")
    try:
        return (
            connection.read_parquet(place)
            if "/" in place
            else connection.table(name, database=schema or None)
        )
    except Exception as error:
        raise Unusable("没有这张表，或没有读取的权限") from error


def _spark(url: str) -> Any:
    """A session of the cluster, or a local one."""
    from pyspark.sql import SparkSession

    return ibis.pyspark.connect(
        SparkSession.builder.master(url).appName("gaoji").config("spark.ui.enabled", "false").getOrCreate()
    )


def _without_password(url: str) -> str:
    """The address without user and password."""
    start, _, location = url.partition("://")
    return f"{start}://{location.rpartition('@')[2]}" if location else url
