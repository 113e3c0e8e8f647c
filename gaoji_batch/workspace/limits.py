"""What a submitted file may cost: the [limits] of gaoji.toml (docs/contract/workspace.md). Past one of them
the file is refused (F003)."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

MB = 1024 * 1024
Count = Annotated[int, Meta(ge=1)]


class Limits(Struct, frozen=True, forbid_unknown_fields=True):
    """file_bytes: largest file; zip_entries, inflated_bytes, inflate_ratio (past ratio_from_bytes): of a zip,
    xlsx or ods, counted while inflating; sheets, filled_cells: of a workbook; rows, columns: of a sheet;
    cell_characters; line_bytes: of a csv; memory_bytes, seconds: of reading."""

    file_bytes: Count = 50 * MB
    zip_entries: Count = 1000
    inflated_bytes: Count = 256 * MB
    inflate_ratio: Count = 200
    ratio_from_bytes: Annotated[int, Meta(ge=0)] = 100 * 1024
    sheets: Count = 256
    rows: Annotated[int, Meta(ge=1, le=1_048_576)] = 100_000
    columns: Annotated[int, Meta(ge=1, le=16_384)] = 500
    filled_cells: Count = 2_000_000
    cell_characters: Count = 32_767
    line_bytes: Count = MB
    memory_bytes: Annotated[int, Meta(ge=256 * MB)] = 1024 * MB
    seconds: Annotated[float, Meta(gt=0.0)] = 20
