"""What a submitted file may cost: the [limits] of gaoji.toml (docs/contract/workspace.md). Past one of them
the file is refused (F003)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from annotated_types import Ge, Gt, Le

MB = 1024 * 1024
Count = Annotated[int, Ge(1)]


@dataclass(frozen=True, slots=True)
class Limits:
    """file_bytes: largest file; zip_entries, inflated_bytes, inflate_ratio (past ratio_from_bytes): of a zip,
    xlsx or ods, counted while inflating; sheets, filled_cells: of a workbook; rows, columns: of a sheet;
    cell_characters; line_bytes: of a csv; memory_bytes, seconds: of reading.

    Checked by pydantic as a part of the settings, and a plain dataclass, since workers start twice as fast
    without pydantic.
    """

    __pydantic_config__: ClassVar = {"extra": "forbid"}

    file_bytes: Count = 50 * MB
    zip_entries: Count = 1000
    inflated_bytes: Count = 256 * MB
    inflate_ratio: Count = 200
    ratio_from_bytes: Annotated[int, Ge(0)] = 100 * 1024
    sheets: Count = 256
    rows: Annotated[int, Ge(1), Le(1_048_576)] = 100_000
    columns: Annotated[int, Ge(1), Le(16_384)] = 500
    filled_cells: Count = 2_000_000
    cell_characters: Count = 32_767
    line_bytes: Count = MB
    memory_bytes: Annotated[int, Ge(256 * MB)] = 1024 * MB
    seconds: Annotated[float, Gt(0)] = 20
