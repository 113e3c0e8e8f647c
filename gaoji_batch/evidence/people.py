"""Earlier classes and pensioners, from their extracts."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from gaoji_batch.values import dates


@dataclass(frozen=True, slots=True)
class Prior:
    """Earlier classes of this batch's people: columns id_number, project (as written), completed (day), file."""

    classes: pd.DataFrame


@dataclass(frozen=True, slots=True)
class Retired:
    """People of this batch who draw a pension: columns id_number, pension_from (month number), file."""

    people: pd.DataFrame


def prior_of(parts: list[tuple[str, pd.DataFrame]], remarks: list[str]) -> Prior | None:
    """None where there is no such extract; a row whose 结业日期 cannot be read is left out and remarked."""
    if not parts:
        return None
    rows = own_rows(parts)
    rows = rows.assign(
        completed=dates.read_dates(rows["completed_on"]) if len(rows) else pd.Series(dtype="datetime64[s]")
    )
    unread(rows["completed"].isna(), "往期参训中{count}行的结业日期无法识别，未采用", remarks)
    return Prior(
        rows.dropna(subset=["completed"])[["id_number", "project", "completed", "file"]].reset_index(
            drop=True
        )
    )


def retired_of(parts: list[tuple[str, pd.DataFrame]], remarks: list[str]) -> Retired | None:
    """None where there is no such extract; a row whose 待遇开始年月 cannot be read is left out and remarked."""
    if not parts:
        return None
    rows = own_rows(parts)
    rows = rows.assign(
        pension_from=pd.Series(
            [dates.read_month(said) for said in rows["pension_from"]], index=rows.index, dtype="Int64"
        )
    )
    unread(rows["pension_from"].isna(), "养老待遇领取名单中{count}行的待遇开始年月无法识别，未采用", remarks)
    return Retired(
        rows.dropna(subset=["pension_from"])[["id_number", "pension_from", "file"]].reset_index(drop=True)
    )


def own_rows(parts: list[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    """The rows of the batch's people from all files of a kind, with the file's name."""
    both = pd.concat(
        [plain(rows[rows["id_number"].notna()]).assign(file=name) for name, rows in parts], ignore_index=True
    )
    return both.drop_duplicates().reset_index(drop=True)


def plain(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with their categories as texts."""
    held = {name: rows[name].cat for name in rows.select_dtypes("category")}
    texts = {
        name: one.categories.astype("str").array.take(one.codes.to_numpy(), allow_fill=True)
        for name, one in held.items()
    }
    return rows.assign(**texts)


def unread(bad: pd.Series, said: str, remarks: list[str]) -> None:
    """Says how many rows were left out, where there are any."""
    if bad.any():
        remarks.append(said.format(count=int(bad.sum())))
