"""Any order of filing, correcting, holding back, paying, returning, recovering and going back to a backup,
against a model of the same: sums agree, nobody is paid twice within two years, and nothing is ordered of what
is held back or of what the bank paid already."""

from __future__ import annotations

import copy
import itertools
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from gaoji_batch.casework.halts import Halt
from gaoji_batch.casework.payments_due import due, ordered
from gaoji_batch.casework.quarter_books import QuarterBooks, open_claims
from gaoji_batch.casework.stages import Submitted
from gaoji_batch.commands.accept import RecordedStages
from gaoji_batch.ledger import backups, frames
from gaoji_batch.ledger.store import Ledger
from gaoji_batch.settlement.suspected import suspected_claims
from tests.ledger.conftest import KEY, fresh_database
from tests.ledger.made import DAYS, WANG, claimed, filed, scheme

CLASSES = {
    ("P1", 1): ("a", "b"),
    ("P1", 2): ("c", "e"),
    ("P2", 1): ("b", "c"),
    ("P3", 1): ("d",),
    ("P4", 1): ("a", "d"),
    ("P5", 1): ("a",),
}
"""Class → its persons. P4 opens two years after the others ended, P5 a year after P4."""
LATER = {"P4": ("2028-06-05", "2028-06-16"), "P5": ("2029-06-04", "2029-06-15")}
FAR = {frozenset((early, late)) for early in ("P1", "P2", "P3") for late in LATER}
"""Pairs of projects that one person may be paid for with both."""
NOTHING = {
    "budgets": pd.DataFrame(columns=["year", "quarter", "budget_amount"]),
    "objections": pd.DataFrame(columns=["project", "verification", "settled_on"]),
}
ON, QUARTER = date(2026, 7, 2), (2026, 3)
STATEMENT = ["mark", "day", "payee", "account", "amount", "said", "state", "memo", "file", "row"]
TOLD = {"by": "王敏", "reason": "r", "day": "2026-07-02"}
PROJECTS = sorted({project for project, _ in CLASSES})
project, place = st.sampled_from(PROJECTS), st.sampled_from(sorted(CLASSES))
account = st.sampled_from(["0200000000000000001", "0200000000000000002"])


def too_near(one: tuple[str, int], other: tuple[str, int]) -> bool:
    """Whether a person of both classes may not be paid for with both."""
    return bool(set(CLASSES[one]) & set(CLASSES[other])) and frozenset((one[0], other[0])) not in FAR


class Money(RuleBasedStateMachine):
    """The model: what each class claimed (heads, cut to those of the register; account), every payment as
    [project, class, amount, status], the projects that are held back, and the bank's statement of what nobody
    ordered: its rows, and the projects of which one did not come back."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.ledger = Ledger.open(self.fresh(), KEY, Path(self.folder.name) / "head")
        self.claims: dict[tuple[str, int], tuple[int, str]] = {}
        self.paid: list[list] = []
        self.batches: list[list[int]] = []
        self.transfers = 0
        self.held: set[str] = set()
        self.statement: list[dict] = []
        self.unordered: list[str] = []
        self.backups: list[tuple] = []
        with self.ledger.transaction(WANG, "r", "t") as tx:
            for number in PROJECTS:
                tx.append("approved", number, scheme(number))
            for (number, class_no), keys in CLASSES.items():
                register = filed(*keys, days=LATER.get(number, DAYS), class_no=class_no)
                tx.append("filed", number, register)
                tx.append("completed", number, register)

    def fresh(self) -> str:
        return f"sqlite:///{self.folder.name}/ledger.db"

    def status(self, place: tuple[str, int]) -> str | None:
        return next(
            (one[3] for one in reversed(self.paid) if (one[0], one[1]) == place and one[3] != "cancelled"),
            None,
        )

    def standing(self) -> list[tuple[str, int]]:
        """Classes for which a payment stands."""
        return [(one[0], one[1]) for one in self.paid if one[3] not in ("cancelled", "returned")]

    @rule(place=place, account=account, more=st.booleans())
    def accept(self, place, account, more):
        number, class_no = place
        due = len(CLASSES[place])
        heads = due + more
        cut = {"heads": due, "amount": due * 5000, "reduced": more * 5000}
        held, status = self.claims.get(place), self.status(place)
        wanted = (
            "unchanged"
            if held == (heads, account)
            else "recorded"
            if held is None
            else "superseded"
            if status is None or (status == "returned" and held[0] == heads)
            else "refused"
        )
        with self.ledger.transaction(WANG, "r", "t") as tx:
            told = claimed(heads, content=f"{heads}{account}", account=account, class_no=class_no) | cut
            one = Submitted(number, "claim", told, (), class_no)
            assert RecordedStages.of(tx).settle(tx, one)["result"] == wanted
        if wanted in ("recorded", "superseded"):
            self.claims[place] = (heads, account)

    @rule()
    def back_up(self):
        self.ledger.backup(Path(self.folder.name) / f"backup{len(self.backups)}")
        self.backups.append(copy.deepcopy((self.claims, self.paid, self.batches, self.transfers, self.held)))

    @precondition(lambda self: self.backups)
    @rule(data=st.data())
    def restore(self, data):
        """Back to a backup, however old; what the bank did stays done."""
        at = data.draw(st.sampled_from(range(len(self.backups))))
        self.ledger.close()
        source, url = Path(self.folder.name) / f"backup{at}", self.fresh()
        backups.restore(url, source, self.ledger.head, Path(self.folder.name), lambda _: None, older=True)
        self.ledger = Ledger.open(url, KEY, Path(self.folder.name) / "head")
        kept = copy.deepcopy(self.backups[at])
        self.claims, self.paid, self.batches, self.transfers, self.held = kept

    @rule()
    def disburse(self):
        expected, taken = [], self.standing()
        for place in sorted(self.claims):
            free = not any(too_near(place, other) for other in taken)
            held = place[0] in self.held | set(self.unordered)
            if self.status(place) in (None, "returned") and free and not held:
                taken.append(place)
                expected.append(place)
        with self.ledger.transaction(WANG, "r", "t") as tx:
            held = QuarterBooks.of(tx.connection)
            rows = pd.DataFrame(self.statement, columns=STATEMENT)
            paid = suspected_claims(open_claims(held, QUARTER), rows, held.payments, pd.Index(PROJECTS))
            halts = {
                **{
                    place: Halt(("S1609",), "银行")
                    for place in zip(paid["project"], paid["class_no"], strict=True)
                },
                **{
                    place: Halt(("hold",), told["reason"])
                    for number, told in frames.holds_of(tx.connection).items()
                    for place in CLASSES
                    if place[0] == number
                },
            }
            found = due(held, QUARTER, ON, publicity=False, halts=halts, **NOTHING).claims
            made = ordered(found.assign(per_head=5000), held, "2026Q3")
            assert [(one["project"], one["class_no"]) for one in made] == expected
            if made:
                batch = {
                    "batch": f"2026Q3-{len(self.batches) + 1}",
                    "quarter": "2026Q3",
                    "made_on": "2026-07-02",
                    "made_by": "王敏",
                    "account": "a",
                    "machine": "m",
                }
                tx.append("ordered", "", batch | {"payments": made})
        if expected:
            self.batches.append([len(self.paid) + at for at in range(len(expected))])
            self.paid += [[*place, len(CLASSES[place]) * 5000, "ordered"] for place in expected]

    @rule(number=project)
    def hold_or_lift(self, number):
        if number in self.held:
            self.tell("lifted", number, **TOLD)
        else:
            self.tell("held", number, **TOLD)
        self.held ^= {number}

    @rule(number=project, back=st.booleans())
    def pay_what_nobody_ordered(self, number, back):
        """The bank pays a project before any order of it,
        or such money comes back, as a statement shows that nobody reconciled yet."""
        if back and number not in self.unordered:
            return
        row = dict(
            zip(
                STATEMENT,
                ("", "2026-07-01", f"{number}的单位", "", 1, "1", "退汇" if back else "成功", number, "s", 1),
                strict=True,
            )
        )
        self.statement.append(row)
        self.unordered.remove(number) if back else self.unordered.append(number)

    @precondition(lambda self: any(one[3] == "ordered" for one in self.paid))
    @rule(cancel=st.booleans(), data=st.data())
    def release_or_cancel(self, cancel, data):
        open_batches = [at for at, batch in enumerate(self.batches) if self.paid[batch[0]][3] == "ordered"]
        at = data.draw(st.sampled_from(open_batches))
        kind, batch = "cancelled" if cancel else "released", self.batches[at]
        self.tell(
            kind,
            "",
            batch=f"2026Q3-{at + 1}",
            payments=[self.name(number) for number in batch],
            **({"reason": "r"} if cancel else {}),
        )
        for number in batch:
            self.paid[number][3] = kind

    @precondition(lambda self: any(one[3] in ("released", "paid") for one in self.paid))
    @rule(back=st.booleans(), data=st.data())
    def bank(self, back, data):
        at = data.draw(
            st.sampled_from([at for at, one in enumerate(self.paid) if one[3] in ("released", "paid")])
        )
        kind = "returned" if back else "paid"
        self.transfers += 1
        transfer = {
            "transfer": f"t{self.transfers}",
            "transferred_on": "2026-07-09",
            "amount": self.paid[at][2],
            "note": "",
        }
        self.tell(kind, self.paid[at][0], payment=self.name(at), **transfer)
        self.paid[at][3] = kind

    @precondition(lambda self: any(one[3] == "paid" for one in self.paid))
    @rule(data=st.data())
    def recover(self, data):
        at = data.draw(st.sampled_from([at for at, one in enumerate(self.paid) if one[3] == "paid"]))
        number, class_no, amount, _ = self.paid[at]
        self.tell(
            "recovered",
            number,
            payment=self.name(at),
            recovered_on="2026-08-01",
            amount=amount,
            reason="r",
            whole=True,
            persons=list(CLASSES[number, class_no]),
        )
        self.tell("recovered_in", number, transfer=f"in{at}", received_on="2026-08-20", amount=amount)
        self.paid[at][3] = "recovered"

    @invariant()
    def agrees(self):
        with self.ledger.reading() as connection:
            held = frames.payments_of(connection)
            claims = frames.claims_of(connection)
        assert held[["project", "class_no", "amount", "status"]].to_numpy().tolist() == self.paid
        assert (
            dict(
                zip(
                    zip(claims["project"], claims["class_no"], strict=True),
                    zip(claims["claimed_heads"], claims["account"], strict=True),
                    strict=True,
                )
            )
            == self.claims
        )
        standing = held.loc[~held["status"].isin(["cancelled", "returned"]), ["project", "class_no"]]
        places = list(standing.itertuples(index=False, name=None))
        assert len(places) == len(set(places))
        assert not [pair for pair in itertools.combinations(places, 2) if too_near(*pair)]

    def teardown(self):
        assert self.ledger.verify() == []
        self.ledger.close()
        self.folder.cleanup()

    def name(self, at: int) -> str:
        return f"2026Q3-{at + 1:04d}"

    def tell(self, kind, number, **payload):
        with self.ledger.transaction(WANG, "r", "t") as tx:
            tx.append(kind, number, payload)


@pytest.mark.parametrize(
    ("kind", "examples"),
    [
        ("sqlite", 5),
        ("postgresql", 2),
        pytest.param("sqlite", 200, marks=pytest.mark.torture),
        pytest.param("postgresql", 50, marks=pytest.mark.torture),
    ],
)
def test_any_order_agrees_with_the_model(kind, examples, request):
    class OnPostgres(Money):
        def fresh(self) -> str:
            return fresh_database(request.getfixturevalue("postgres"))

    machine = (Money if kind == "sqlite" else OnPostgres).TestCase
    machine.settings = settings(
        max_examples=examples, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
    )
    machine().runTest()
