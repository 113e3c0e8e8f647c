"""Any order of filing, correcting, holding back, paying, returning and recovering, against a model of the same: sums agree, nobody is paid twice,
and nothing is ordered of what is held back or of what the bank paid already."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from gaoji_batch.casework.halts import Halt
from gaoji_batch.casework.payments_due import Held, due, open_claims, ordered
from gaoji_batch.casework.stages import Submitted
from gaoji_batch.commands.accept import Known
from gaoji_batch.ledger import frames
from gaoji_batch.ledger.store import Ledger
from gaoji_batch.settlement.suspected import suspected_claims
from tests.ledger.conftest import KEY, fresh_database
from tests.ledger.made import WANG, claimed, filed, scheme

PROJECTS = {"P1": ("a", "b"), "P2": ("b", "c"), "P3": ("d",)}
NOTHING = {
    "budgets": pd.DataFrame(columns=["year", "quarter", "budget_amount"]),
    "objections": pd.DataFrame(columns=["project", "verification", "settled_on"]),
}
ON, QUARTER = date(2026, 7, 2), (2026, 3)
STATEMENT = ["mark", "day", "payee", "account", "amount", "said", "state", "memo", "file", "row"]
TOLD = {"by": "王敏", "reason": "r", "day": "2026-07-02"}
project, account = (
    st.sampled_from(sorted(PROJECTS)),
    st.sampled_from(["0200000000000000001", "0200000000000000002"]),
)


class Money(RuleBasedStateMachine):
    """The model: what each project claimed (heads, cut to those of the register; account), every payment as [project, amount, status], the projects
    that are held back, and the bank's statement of what nobody ordered: its rows, and the projects of which one did not come back."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.ledger = Ledger.open(self.fresh(), KEY, Path(self.folder.name) / "head")
        self.claims: dict[str, tuple[int, str]] = {}
        self.paid: list[list] = []
        self.batches: list[list[int]] = []
        self.transfers = 0
        self.held: set[str] = set()
        self.statement: list[dict] = []
        self.unordered: list[str] = []
        with self.ledger.transaction(WANG, "r", "t") as tx:
            for number, keys in PROJECTS.items():
                for kind, payload in (
                    ("approved", scheme(number)),
                    ("filed", filed(*keys)),
                    ("completed", filed(*keys)),
                ):
                    tx.append(kind, number, payload)

    def fresh(self) -> str:
        return f"sqlite:///{self.folder.name}/ledger.db"

    def status(self, number: str) -> str | None:
        return next(
            (one[2] for one in reversed(self.paid) if one[0] == number and one[2] != "cancelled"), None
        )

    def standing(self) -> set[str]:
        """Persons for whom a payment stands."""
        return {
            key
            for number, _, status in self.paid
            if status not in ("cancelled", "returned")
            for key in PROJECTS[number]
        }

    @rule(number=project, account=account, more=st.booleans())
    def accept(self, number, account, more):
        due = len(PROJECTS[number])
        heads = due + more
        cut = {"heads": due, "amount": due * 5000, "reduced": more * 5000}
        held, status = self.claims.get(number), self.status(number)
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
            told = claimed(heads, content=f"{heads}{account}", account=account) | cut
            one = Submitted(number, "claim", told, ())
            assert Known.of(tx).settle(tx, one)["result"] == wanted
        if wanted in ("recorded", "superseded"):
            self.claims[number] = (heads, account)

    @rule()
    def disburse(self):
        expected, taken = [], self.standing()
        for number in sorted(self.claims):
            free = not taken & set(PROJECTS[number])
            if self.status(number) in (None, "returned") and number not in self.held | set(self.unordered):
                taken |= set(PROJECTS[number])
                if free:
                    expected.append(number)
        with self.ledger.transaction(WANG, "r", "t") as tx:
            held = Held.of(tx.connection)
            rows = pd.DataFrame(self.statement, columns=STATEMENT)
            paid = suspected_claims(
                open_claims(held, QUARTER), rows, held.payments, pd.Index(sorted(PROJECTS))
            )
            halts = {
                **{(number, 1): Halt(("S1609",), "银行") for number in paid["project"]},
                **{
                    (number, 1): Halt(("hold",), told["reason"])
                    for number, told in frames.holds_of(tx.connection).items()
                },
            }
            found = due(held, QUARTER, ON, publicity=False, halts=halts, **NOTHING).claims
            made = ordered(found.assign(per_head=5000), held, "2026Q3")
            assert [one["project"] for one in made] == expected
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
            self.paid += [[number, len(PROJECTS[number]) * 5000, "ordered"] for number in expected]

    @rule(number=project)
    def hold_or_lift(self, number):
        if number in self.held:
            self.tell("lifted", number, **TOLD)
        else:
            self.tell("held", number, **TOLD)
        self.held ^= {number}

    @rule(number=project, back=st.booleans())
    def pay_what_nobody_ordered(self, number, back):
        """The bank pays a project before any order of it, or such money comes back, as a statement shows that nobody reconciled yet."""
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

    @precondition(lambda self: any(one[2] == "ordered" for one in self.paid))
    @rule(cancel=st.booleans(), data=st.data())
    def release_or_cancel(self, cancel, data):
        open_batches = [at for at, batch in enumerate(self.batches) if self.paid[batch[0]][2] == "ordered"]
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
            self.paid[number][2] = kind

    @precondition(lambda self: any(one[2] in ("released", "paid") for one in self.paid))
    @rule(back=st.booleans(), data=st.data())
    def bank(self, back, data):
        at = data.draw(
            st.sampled_from([at for at, one in enumerate(self.paid) if one[2] in ("released", "paid")])
        )
        kind = "returned" if back else "paid"
        self.transfers += 1
        transfer = {
            "transfer": f"t{self.transfers}",
            "transferred_on": "2026-07-09",
            "amount": self.paid[at][1],
            "note": "",
        }
        self.tell(kind, self.paid[at][0], payment=self.name(at), **transfer)
        self.paid[at][2] = kind

    @precondition(lambda self: any(one[2] == "paid" for one in self.paid))
    @rule(data=st.data())
    def recover(self, data):
        at = data.draw(st.sampled_from([at for at, one in enumerate(self.paid) if one[2] == "paid"]))
        number, amount, _ = self.paid[at]
        self.tell(
            "recovered",
            number,
            payment=self.name(at),
            recovered_on="2026-08-01",
            amount=amount,
            reason="r",
            whole=True,
            persons=list(PROJECTS[number]),
        )
        self.tell("recovered_in", number, transfer=f"in{at}", received_on="2026-08-20", amount=amount)
        self.paid[at][2] = "recovered"

    @invariant()
    def agrees(self):
        with self.ledger.reading() as connection:
            held = frames.payments_of(connection)
            claims = frames.claims_of(connection)
        assert held[["project", "amount", "status"]].to_numpy().tolist() == self.paid
        assert (
            dict(
                zip(
                    claims["project"],
                    zip(claims["claimed_heads"], claims["account"], strict=True),
                    strict=True,
                )
            )
            == self.claims
        )
        standing = held[~held["status"].isin(["cancelled", "returned"])]
        people = [key for number in standing["project"] for key in PROJECTS[number]]
        assert len(people) == len(set(people)) and standing["project"].is_unique

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
