"""Insurance extracts of any number of rows, made by DuckDB: the trainees' own months, and strangers' for the rest; as parquet or csv.gz."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd

from tests.bench.workspaces import MONTHS, trainees

HEADER = '"身份证件号码", "姓名", "费款所属期", "险种", "缴费单位", "缴费状态"'
STRANGER = "'31' || lpad((n // 1000 % 9000 + 1000)::VARCHAR, 4, '0') || strftime(DATE '1960-01-01' + (n // 9 % 15000)::INTEGER, '%Y%m%d') || lpad((n % 1000)::VARCHAR, 3, '0')"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def build(path: Path, projects: int, rows: int) -> None:
    """Writes one extract: every trainee of so many projects in every month, then strangers, with valid check digits, up to `rows`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    db = duckdb.connect(config={"memory_limit": "2GB", "preserve_insertion_order": "false"})
    own = pd.DataFrame(
        [(each.id_number, each.name, each.employer) for number in range(projects) for each in trainees(number)], columns=["id", "name", "employer"]
    )
    db.register("own", own)
    db.register("months", pd.DataFrame({"month": MONTHS}))
    rest = max(0, rows - len(own) * len(MONTHS))
    total = " + ".join(f"substr(body, {at + 1}, 1)::INTEGER * {weight}" for at, weight in enumerate(WEIGHTS))
    kind = "FORMAT parquet" if path.suffix == ".parquet" else "FORMAT csv, COMPRESSION gzip"
    db.execute(f"""
        COPY (
            SELECT id AS "身份证件号码", name AS "姓名", month AS "费款所属期", '基本养老保险' AS "险种", employer AS "缴费单位", '已缴费' AS "缴费状态" FROM own, months
            UNION ALL
            SELECT body || substr('10X98765432', (({total}) % 11) + 1, 1), '某人', month, '基本养老保险', '北京测速其他' || n % 5000 || '号有限公司', '已缴费'
            FROM (SELECT n, {STRANGER} AS body FROM range({-(-rest // len(MONTHS))}) AS strangers(n)), months
        ) TO '{path}' ({kind})
    """)
    db.close()
