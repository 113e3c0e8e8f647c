"""What a submitted file may cost: the [limits] of gaoji.toml (SPEC section 9). Past one of them the file is refused (F003)."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

MB = 1024 * 1024


class Limits(BaseModel):
    """file_bytes: largest file; zip_entries, inflated_bytes, inflate_ratio (past ratio_from_bytes): of a zip, xlsx or ods, counted while
    inflating; sheets, filled_cells: of a workbook; rows, columns: of a sheet; cell_characters; line_bytes: of a csv; memory_bytes, seconds: of reading."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    file_bytes: int = Field(default=50 * MB, ge=1)
    zip_entries: int = Field(default=1000, ge=1)
    inflated_bytes: int = Field(default=256 * MB, ge=1)
    inflate_ratio: int = Field(default=200, ge=1)
    ratio_from_bytes: int = Field(default=100 * 1024, ge=0)
    sheets: int = Field(default=256, ge=1)
    rows: int = Field(default=100_000, ge=1, le=1_048_576)
    columns: int = Field(default=500, ge=1, le=16_384)
    filled_cells: int = Field(default=2_000_000, ge=1)
    cell_characters: int = Field(default=32_767, ge=1)
    line_bytes: int = Field(default=MB, ge=1)
    memory_bytes: int = Field(default=1024 * MB, ge=256 * MB)
    seconds: float = Field(default=20, gt=0)
