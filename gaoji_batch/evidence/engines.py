"""Extracts that a database or engine holds, through Ibis (the extra `engines`): the rows that `source.scan` gives of a file, made where the data lie."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import pandas as pd

from gaoji_batch.errors import GaojiError
from gaoji_batch.evidence.extracts import Unusable, recognised
from gaoji_batch.forms.schema import Form

if TYPE_CHECKING:
    from ibis.expr.types import StringValue, Table

_DROPPED = "[ \t\n\r\f\v'\u2019\u2018`\u00a0\u3000\ufeff]"
"""What `ids.normalise` takes out of an ID number."""


@contextmanager
def connected(url: str) -> Iterator[Any]:
    """A connection to what the settings name; GaojiError where the extra is missing or nothing answers."""
    try:
        import ibis
    except ImportError as error:
        raise GaojiError(
            "[evidence] url需要组件ibis，尚未安装", "执行pip install 'gaoji-batch[engines]'，或删去这项设置"
        ) from error
    try:
        connection = _spark(url) if url.startswith(("spark:", "local")) else ibis.connect(url)
    except Exception as error:  # each engine has errors of its own
        raise GaojiError(
            f"连不上{_shown(url)}（{type(error).__name__}）", "核对[evidence] url，以及数据库是否可用"
        ) from error
    try:
        yield connection
    finally:
        connection.disconnect()


def scan_table(
    connection: Any,
    place: str,
    wanted: pd.DataFrame,
    forms: list[Form],
    kept: dict[str, list[str]],
    shared: dict[str, list[str]],
) -> tuple[str, pd.DataFrame]:
    """One pass over a table: the form's key, and id_number (missing for everybody else's rows), the fields kept, rows (how many alike), bad_id.

    wanted: number, id_number; kept, shared: `source.KEPT` and `source.SHARED`. Unusable where the table is not there or is no extract.
    """
    import ibis

    table = _table(connection, place)
    names = list(table.columns)
    form, places = recognised(names, forms)
    if form not in kept:
        return form, pd.DataFrame()

    def said(name: str) -> StringValue:
        return (
            table[names[places[name] - 1]].cast("string").nullif("")
            if name in places
            else ibis.null("string")
        )

    number = said("id_number").re_replace(_DROPPED, "").upper()
    rows = table.select(number=number, **{name: said(name) for name in kept[form]})
    people = ibis.memtable(wanted.astype("object"), schema={"number": "string", "id_number": "string"})
    joined = rows.left_join(people, "number")
    own = {
        name: joined[name]
        if name in shared[form]
        else joined["id_number"].isnull().ifelse(ibis.null("string"), joined[name])
        for name in kept[form]
    }
    bad = joined["number"].isnull() | joined["number"].length().notin([15, 18])
    picked = joined.select(id_number=joined["id_number"], **own, bad_id=bad)
    try:
        found = picked.group_by(list(picked.columns)).agg(rows=picked.count()).to_pandas()
    except Exception as error:
        raise Unusable("读取时出错，请核对数据库是否可用") from error
    return form, found.astype({"rows": "int64", "bad_id": "bool"})


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
    import ibis
    from pyspark.sql import SparkSession

    return ibis.pyspark.connect(
        SparkSession.builder.master(url).appName("gaoji").config("spark.ui.enabled", "false").getOrCreate()
    )


def _shown(url: str) -> str:
    """The address without user and password."""
    start, _, rest = url.partition("://")
    return f"{start}://{rest.rpartition('@')[2]}" if rest else url
