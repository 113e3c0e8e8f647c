"""Insurance extracts of any number of rows, made by DuckDB: the trainees' own months among strangers', month
by month, as a center's export is; as parquet or csv.gz."""

from __future__ import annotations

from math import gcd
from pathlib import Path

import duckdb
import pandas as pd

from tests.bench.workspaces import MONTHS, trainees

STRANGER = (
    "'31' || lpad((n // 1000 % 9000 + 1000)::VARCHAR, 4, '0') || strftime(DATE '1960-01-01' "
    "+ (n // 9 % 15000)::INTEGER, '%Y%m%d') || lpad((n % 1000)::VARCHAR, 3, '0')"
)
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
GOLDEN = 0.6180339887
"""Counting people in steps of about this part of them,
a step that has no factor in common with their number, meets everybody once, far apart."""


def build(path: Path, projects: int, rows: int) -> None:
    """Writes one extract of about so many rows: everybody in every month,
    the trainees of so many projects and strangers with valid check digits."""
    path.parent.mkdir(parents=True, exist_ok=True)
    db = duckdb.connect(config={"memory_limit": "2GB"})
    own = pd.DataFrame(
        [
            (each.id_number, each.name, each.employer)
            for number in range(projects)
            for each in trainees(number)
        ],
        columns=["id", "name", "employer"],
    )
    people = max(len(own), -(-rows // len(MONTHS)))
    step = next(each for each in range(int(people * GOLDEN), people) if gcd(each, people) == 1)
    db.register("own", own.assign(n=range(len(own))))
    db.register("months", pd.DataFrame({"month": MONTHS, "turn": range(len(MONTHS))}))
    total = " + ".join(f"substr(body, {at + 1}, 1)::INTEGER * {weight}" for at, weight in enumerate(WEIGHTS))
    kind = "FORMAT parquet" if path.suffix == ".parquet" else "FORMAT csv, COMPRESSION gzip"
    db.execute(f"""
        COPY (
            SELECT
                coalesce(id, body || substr('10X98765432', (({total}) % 11) + 1, 1)) AS "身份证件号码",
                coalesce(name, '某人') AS "姓名", month AS "费款所属期", '基本养老保险' AS "险种",
                coalesce(employer, '北京测速其他' || n % 5000 || '号有限公司') AS "缴费单位",
                '已缴费' AS "缴费状态"
            FROM (
                SELECT row // {people} AS turn, row % {people} * {step} % {people} AS n, {STRANGER} AS body
                FROM range({people * len(MONTHS)}) AS counted(row)
            ) LEFT JOIN own USING (n) JOIN months USING (turn)
        ) TO '{path}' ({kind})
    """)
    db.close()
