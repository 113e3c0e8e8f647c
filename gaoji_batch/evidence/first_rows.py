"""Where on a sheet the first row stands that could not be used for a reason."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pandas as pd

from gaoji_batch.evidence import id_numbers
from gaoji_batch.evidence.parts import KEPT, Part

LOOKED_THROUGH = 300_000
"""So many rows of a text or parquet file are looked through: further down the first row is not named."""
AT_ONCE = 20_000


def first_rows(
    part: Part, wanted: set[str], judge: Callable[[pd.DataFrame], pd.Series], why: pd.Series
) -> dict[str, int]:
    """Reason → the sheet's first row of it. why: the reasons of the part's counted rows, which know it for
    cells; files of rows and columns are looked through anew."""
    places = part.rows["first"].groupby(why).min().dropna().astype("int64").to_dict()
    wanted_places = {key: at for key, at in places.items() if key in wanted}
    if wanted - set(wanted_places) and part.path is not None and part.layout:
        for rows in _chunks(part):
            reasons = judge(rows)
            for key in wanted - set(wanted_places):
                if len(places_of_reason := rows.loc[reasons.eq(key), "at"]):
                    wanted_places[key] = int(places_of_reason.iloc[0])
            if not wanted - set(wanted_places):
                break
    return wanted_places


def _chunks(part: Part) -> Iterator[pd.DataFrame]:
    """The beginning of a file, chunk by chunk: at (row of the sheet), fault, and the fields of KEPT as
    text."""
    assert part.path is not None
    try:
        rows = (
            _of_parquet(part.path, part.layout)
            if "names" in part.layout
            else _of_text(part.path, part.layout)
        )
        at = part.header_row or 1
        rows = islice(rows, LOOKED_THROUGH)
        while chunk := list(islice(rows, AT_ONCE)):
            frame = pd.DataFrame(chunk, columns=["number", *part.layout["fields"]], dtype="object")
            frame = frame.reindex(columns=["number", *KEPT[part.form]]).assign(
                at=range(at + 1, at + 1 + len(chunk))
            )
            frame = frame.astype(dict.fromkeys(KEPT[part.form], "str"))
            filled = frame.drop(columns="at").notna().any(axis=1)
            frame = frame[filled].assign(fault=lambda block: block["number"].map(id_numbers.fault_of))
            yield frame
            at += len(chunk)
    except (OSError, EOFError, UnicodeError, csv.Error):
        return


def _of_text(path: Path, layout: dict[str, Any]) -> Iterator[list[str | None]]:
    opened = gzip.open if layout["packed"] else open
    with opened(path, "rt", encoding=layout["encoding"], errors="replace", newline="") as file:
        rows = csv.reader(file, delimiter=layout["delimiter"])
        for row in islice(rows, layout["skip"], None):
            yield [(row[at - 1].strip() or None) if at <= len(row) else None for at in layout["places"]]


def _of_parquet(path: Path, layout: dict[str, Any]) -> Iterable[list[str | None]]:
    from pyarrow.parquet import ParquetFile

    with ParquetFile(path) as file:
        for batch in file.iter_batches(AT_ONCE, columns=layout["names"]):
            columns = [batch.column(name).cast("string").to_pylist() for name in layout["names"]]
            yield from map(list, zip(*columns, strict=True))
