"""What the ledger promises, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError

from gaoji_batch.errors import GaojiError
from gaoji_batch.ledger import database
from gaoji_batch.ledger.models import DERIVED, STANDING_TABLES, events, payment_persons
from gaoji_batch.ledger.store import Ledger
from tests.ledger.conftest import KEY
from tests.ledger.made import WANG, claimed, filed, ordered, paid_project, payment, record, scheme

RETURNED = {
    "payment": "2026Q3-0001",
    "transfer": "t1",
    "transferred_on": "2026-07-05",
    "amount": 10000,
    "note": "",
}


def test_what_is_recorded_is_read_back_and_holds(ledger):
    paid_project(ledger)
    view = ledger.view()
    assert view.payments.to_dict("records") == [
        {
            "payment": "2026Q3-0001",
            "project": "P1",
            "class_no": 1,
            "amount": 10000,
            "status": "released",
            "year": 2026,
            "quarter": 3,
        }
    ]
    assert sorted(view.classes["person_key"]) == ["k1", "k2"] and sorted(view.paid_persons["person_key"]) == [
        "k1",
        "k2",
    ]
    assert view.used_in(2026, 3) == 10000 and view.used_in(2026, 2) == 0
    assert ledger.verify() == [] and ledger.last()[0] == 6


def test_a_project_is_not_paid_twice_even_past_the_program(ledger):
    paid_project(ledger)
    before = ledger.last()
    with pytest.raises(GaojiError, match="项目已有未退回的支付"):
        record(ledger, ("ordered", "", ordered("2026Q3-2", payment("2026Q3-0002", "P1", 4, "k3"))))
    assert ledger.last() == before and ledger.verify() == []


def test_a_person_is_not_paid_twice_even_past_the_program(ledger):
    paid_project(ledger)
    with pytest.raises(GaojiError, match="学员已有未退回的支付"):
        record(ledger, ("ordered", "", ordered("2026Q3-2", payment("2026Q3-0002", "P2", 4, "k2"))))
    assert len(ledger.view().payments) == 1


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"headcount": 3, "claimed_amount": 15000, "amount": 15000}, "人数与补助人员名单不符"),
        ({"headcount": 1, "claimed_amount": 5000, "amount": 5000}, "人数与补助人员名单不符"),
        ({"amount": 9999, "claimed_amount": 9999, "per_head": 5000}, "人数×补助标准"),
        ({"amount": 9999, "claimed_amount": 9999}, "人数×补助标准"),
        ({"claimed_amount": 15000}, "减去核减金额"),
        ({"claimed_amount": 15000, "reduced": 5001}, "减去核减金额"),
    ],
)
def test_a_payment_is_what_its_persons_and_its_claim_come_to(ledger, more, said):
    paid_project(ledger)
    before = ledger.last()
    with pytest.raises(GaojiError, match=said):
        record(
            ledger, ("ordered", "", ordered("2026Q3-2", payment("2026Q3-0002", "P2", 4, "k3", "k4", **more)))
        )
    assert ledger.last() == before and ledger.verify() == []


def test_a_reduced_payment_is_ordered(ledger):
    paid_project(ledger)
    made = payment("2026Q3-0002", "P2", 4, "k3", "k4", claimed_amount=15000, reduced=5000, per_head=5000)
    record(ledger, ("ordered", "", ordered("2026Q3-2", made)))
    assert len(ledger.view().payments) == 2 and ledger.verify() == []


def test_nobody_joins_a_payment_that_was_ordered(ledger):
    paid_project(ledger)
    with pytest.raises(DBAPIError, match="不得增加补助人员"), ledger.engine.begin() as connection:
        connection.execute(
            insert(payment_persons).values(payment="2026Q3-0001", person_key="k9", seq=5, project="P1")
        )


def test_a_returned_payment_may_be_ordered_again_once(ledger):
    paid_project(ledger)
    again = payment("2026Q3-0002", "P1", 4, "k1", "k2", replaces="2026Q3-0001")
    record(ledger, ("returned", "P1", RETURNED), ("ordered", "", ordered("2026Q3-2", again)))
    assert list(ledger.view().payments["status"]) == ["returned", "ordered"]
    with pytest.raises(GaojiError):
        record(ledger, ("ordered", "", ordered("2026Q3-3", again | {"payment": "2026Q3-0003"})))
    assert ledger.verify() == []


def test_a_returned_payment_that_succeeds_after_all_stands_again(ledger):
    paid_project(ledger)
    record(ledger, ("returned", "P1", RETURNED), ("paid", "P1", RETURNED | {"transfer": "t2"}))
    with pytest.raises(GaojiError):
        record(ledger, ("ordered", "", ordered("2026Q3-2", payment("2026Q3-0002", "P1", 4, "k1"))))
    assert list(ledger.view().payments["status"]) == ["paid"] and ledger.verify() == []


def test_one_transfer_is_recorded_once(ledger):
    paid_project(ledger)
    record(ledger, ("paid", "P1", RETURNED))
    with pytest.raises(GaojiError, match="已有同一记录"):
        record(ledger, ("paid", "P1", RETURNED))


def test_a_transaction_that_fails_leaves_nothing(ledger):
    with pytest.raises(ZeroDivisionError), ledger.transaction(WANG, "r", "test") as tx:
        tx.append("approved", "P1", scheme("P1"))
        raise ZeroDivisionError
    assert ledger.last()[0] == 0 and not ledger.holds_run("r") and ledger.verify() == []


def test_a_run_of_the_same_name_in_another_workspace_is_another_run(ledger, url, tmp_path):
    (tmp_path / "other").mkdir()
    other = Ledger.open(url, KEY, tmp_path / "other" / "head")
    record(ledger, ("approved", "P1", scheme("P1")))
    assert ledger.holds_run("20260702-001-test") and not other.holds_run("20260702-001-test")


@pytest.mark.parametrize("table", [events, *DERIVED, *STANDING_TABLES], ids=lambda table: table.name)
@pytest.mark.parametrize("sql", ["UPDATE {} SET {}", "DELETE FROM {}"])
def test_every_table_refuses_update_and_delete(sqlite_with_all, table, sql):
    column = table.columns[0].name
    with pytest.raises(DBAPIError), sqlite_with_all.engine.begin() as connection:
        connection.execute(text(sql.format(table.name, f'"{column}" = "{column}"')))


@pytest.fixture(scope="module")
def sqlite_with_all(tmp_path_factory):
    """A ledger with a row in every table."""
    folder = tmp_path_factory.mktemp("all")
    ledger = Ledger.open(f"sqlite:///{folder}/ledger.db", KEY, folder / "head")
    paid_project(ledger)
    record(
        ledger,
        (
            "issued",
            "",
            {"quarter": "2026Q3", "batch": "2026Q3-1", "sheets": [{"name": "a", "sha256": "0" * 64}]},
        ),
        (
            "signed",
            "",
            {
                "batch": "2026Q3-1",
                "signer": "李强",
                "role": "复核",
                "account": "a",
                "machine": "m",
                "signed_on": "2026-07-03",
            },
        ),
        (
            "publicised",
            "",
            {
                "quarter": "2026Q3",
                "first_day": "2026-06-20",
                "last_day": "2026-06-26",
                "rows": [{"project": "P1", "heads": 2, "amount": 10000}],
            },
        ),
        (
            "statement_read",
            "",
            {"sha256": "1" * 64, "file": "extracts/银行回单.xlsx", "read_on": "2026-07-08", "rows": 1},
        ),
        ("paid", "P1", RETURNED),
        (
            "certificate_issued",
            "P1",
            {
                "number": "1",
                "year": 2026,
                "serial": 1,
                "person_key": "k1",
                "issued_on": "2026-07-08",
                "replaces": "",
                "files": [],
            },
        ),
        ("certificate_voided", "P1", {"number": "1", "voided_on": "2026-07-09", "reason": "姓名有误"}),
        (
            "recovered",
            "P1",
            {
                "payment": "2026Q3-0001",
                "recovered_on": "2026-08-01",
                "amount": 5000,
                "reason": "弄虚作假",
                "whole": False,
                "persons": ["k1"],
            },
        ),
        ("recovered_in", "P1", {"transfer": "t9", "received_on": "2026-08-20", "amount": 5000}),
        (
            "disqualified",
            "",
            {
                "unit": "北京甲测试技术有限公司",
                "uscc": "91110105MA0000001X",
                "cancelled_on": "2026-08-01",
                "reason": "弄虚作假",
            },
        ),
    )
    assert ledger.verify() == []
    yield ledger
    ledger.close()


def test_postgresql_refuses_changes_too(postgres, tmp_path):
    from tests.ledger.conftest import fresh_database

    ledger = Ledger.open(fresh_database(postgres), KEY, tmp_path / "head")
    paid_project(ledger)
    for sql in (
        "UPDATE events SET actor = 'x'",
        "DELETE FROM payments",
        "TRUNCATE payment_persons",
        "DELETE FROM standing_projects",
        "TRUNCATE events CASCADE",
    ):
        with pytest.raises(DBAPIError, match="台账"), ledger.engine.begin() as connection:
            connection.execute(text(sql))
    ledger.close()


def test_postgresql_without_synchronous_commit_is_refused(postgres, tmp_path):
    from tests.ledger.conftest import fresh_database

    url = fresh_database(postgres)
    name = url.split("?")[0].rsplit("/", 1)[1]
    postgres.psql(f"ALTER DATABASE {name} SET synchronous_commit = off;")
    with pytest.raises(GaojiError, match="synchronous_commit"):
        Ledger.open(url, KEY, tmp_path / "head")


def test_a_ledger_of_an_older_version_is_upgraded_after_a_backup(url, tmp_path):
    engine = database.connect(url)
    with database.writing(engine, lambda _: None) as connection:
        database.upgrade(connection, "0001")
    engine.dispose()
    told = []
    ledger = Ledger.open(url, KEY, tmp_path / "head", told.append)
    record(ledger, ("approved", "P1", scheme("P1")))
    assert ledger.verify() == [] and "旧版本" in told[0]
    assert len(list((tmp_path / "backups").iterdir())) == 1
    ledger.close()


def test_a_ledger_of_a_newer_version_is_refused(ledger, url, tmp_path):
    with ledger.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(GaojiError, match="更新的版本"):
        Ledger.open(url, KEY, tmp_path / "head")


def test_a_ledger_held_by_another_is_waited_for_and_then_refused(url, tmp_path):
    told = []
    first = Ledger.open(url, KEY, tmp_path / "head")
    second = Ledger.open(url, KEY, tmp_path / "head", told.append, wait=0.3)
    with first.transaction(WANG, "r1", "test") as tx:
        tx.append("approved", "P1", scheme("P1"))
        with pytest.raises(GaojiError, match="等待超时"):
            record(second, ("approved", "P2", scheme("P2")))
    assert len(told) == 1 and "等待" in told[0]
    assert first.last()[0] == 1
    record(second, ("approved", "P2", scheme("P2")))
    assert first.verify() == []
    first.close()
    second.close()


def test_a_person_on_two_claims_and_the_money_agree(ledger):
    record(
        ledger, ("filed", "P1", filed("k1")), ("completed", "P1", filed("k1")), ("claimed", "P1", claimed(1))
    )
    view = ledger.view()
    assert list(view.claims["project"]) == ["P1"] and bool(view.states["completed"].all())


def once_more(ledger, person_opening, person_ending):
    """A second class of k2, who was paid for with P1, opened
    and ended on these days: recorded as completed and ordered."""
    person = {"person_key": "k2", "class_no": 1, "opening": person_opening, "ending": person_ending}
    person |= {"gender": "男", "age": 40, "level": "技师", "occupation": "焊工"}
    completed = {"content": "c9", "filed_on": person_ending, "files": [], "persons": [person]}
    record(
        ledger,
        ("completed", "P2", completed),
        ("ordered", "", ordered("2026Q3-2", payment("2026Q3-0002", "P2", 4, "k2"))),
    )


def test_a_person_is_paid_for_again_after_two_years_and_not_before(ledger):
    paid_project(ledger)
    opening = ledger.view().paid_persons["opening"].iloc[0]
    again = f"{int(opening[:4]) + 2}{opening[4:]}"
    with pytest.raises(GaojiError, match="学员已有未退回的支付"):
        once_more(ledger, opening, str(date.fromisoformat(again) - timedelta(days=1)))
    once_more(ledger, again, again)
    assert len(ledger.view().paid_persons) == 3 and ledger.verify() == []


def test_one_who_never_attended_is_paid_for_when_he_does(ledger):
    """Somebody else sat in his place: what was paid for
    that bars him no longer, and bars the others as before."""
    paid_project(ledger)
    absent = {"person_key": "k2", "reason": "冒名顶替", "recorded_on": "2026-08-01"}
    record(ledger, ("impersonated", "P1", absent))
    assert list(ledger.view().classes["person_key"]) == ["k1"]
    once_more(ledger, "2026-08-03", "2026-08-14")
    assert ledger.verify() == []
