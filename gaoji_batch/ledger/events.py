"""The kinds of events, their payloads, and the rows for reading that follow from each.

`Transaction.append(kind, project, payload)` records one; `project` is the folded number, '' where an event is
of no single project. All amounts are whole yuan, all days ISO text, persons keyed hashes
(`LedgerView.key_of`). class_no is the 期次 of the project that an event speaks of, 1 in older events, which
have none. A payload holds exactly the keys given here; `derive` refuses another. Beside them stands `on`, the
day of the command, in every event that a command recorded (older events have none).

    approved             written, name, unit, uscc, industry, occupation, heads, opening, ending,
                         approved_on, state, ended_on, unit_type, district
    filed, completed     class_no, content (hash), filed_on, files [{file, sha256}], persons [{person_key,
                         class_no, opening, ending, gender, age, level, occupation}] and alike [keyed hash of
                         name and certificate, or phone] (absent in older events)
                         filed: the roster without those taken out; completed: those who passed and are
                         eligible
    claimed              class_no, content, filed_on, files, unit, uscc, claimed_heads, claimed_amount,
                         heads, amount, reduced, reason, payee, bank, account, file, sheet, row
    held, lifted         by, day, reason: 暂缓拨付, and its end
    superseded           stage (filing, completion, claim), event (seq of the one that counts no longer);
                         a new filed, completed or claimed follows it
    publicised           quarter, first_day, last_day, rows [{project, class_no, heads, amount}]
    ordered              batch, quarter, made_on, made_by, account, machine, payments [{payment, project,
                         class_no, unit, uscc, headcount, claimed_amount, reduced, reason, amount, payee,
                         bank, account, replaces, claim (seq of the claim), persons [person_key], per_head
                         (yuan; absent in older events: amount by heads)}]; templates [{name, sha256}]
                         (absent in older events)
    issued               quarter, batch, sheets [{name, sha256}]: what was rendered for a batch; the files
                         lie in kept/
    signed               batch, signer, role, account, machine, signed_on
    released             batch, payments [payment]
    cancelled            batch, payments [payment], reason
    statement_read       sha256, file, read_on, rows
    paid, returned       payment, transfer, transferred_on, amount, and note; `transfer` is the mark of the
                         bank's row, recorded once. An empty payment (with the event's project) records a
                         transfer that changes no payment: a second one (R09), or its return
                         Optional: named (the payment that a part came back of), alike, reference (流水号):
                         by which the transfer is known again
    transfer_voided      transfer, payment, status (the payment's, '' where none is moved), reason, voided_on
    transfers_same, transfers_different
                         transfer, other, reason, ruled_on: whether two transfers are one (the first is the
                         second), or two
    impersonated         person_key, reason, recorded_on: of the event's project, which this person never
                         attended
    recovered            payment, recovered_on, amount, reason, whole (bool: the payment's status becomes
                         recovered), persons [person_key]
    recovered_in         transfer, received_on, amount
    certificate_issued   number, year, serial, person_key, issued_on, replaces ('' or the voided number),
                         files [{name, sha256}]
    certificate_voided   number, voided_on, reason
    disqualified         unit, uscc, cancelled_on, reason
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from typing import Any

Rows = Iterator[tuple[str, dict[str, Any]]]
"""(table, row without its seq), in the order in which they must be inserted."""
FIRST_PREVIOUS = "0" * 64
FIRST_CLASS = {"class_no": 1}
"""What an event without a 期次 speaks of."""
DAY = "on"
"""The key of a payload that holds the day of the command."""
STAGES = {"filed": "filing", "completed": "completion", "claimed": "claim"}


@dataclass(frozen=True, slots=True)
class Event:
    """One event as it stands in the table `events`; `payload` is canonical JSON."""

    seq: int
    at: str
    actor: str
    account: str
    machine: str
    run: str
    command: str
    kind: str
    project: str
    payload: str
    content_hash: str
    prev_hash: str
    hash: str = ""

    @property
    def content(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(self.payload)
        return content

    def sealed_hash(self) -> str:
        """The hash over everything but the hash itself, the event before included."""
        return digest(
            canonical([getattr(self, column.name) for column in fields(self) if column.name != "hash"])
        )


def canonical(value: Any) -> str:
    """JSON that is the same for the same content: sorted keys, no spaces, no floats."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_refused)


def _refused(value: Any) -> Any:
    raise TypeError(
        f"{type(value).__name__} in a payload: only text, whole numbers, booleans, lists and objects"
    )


def digest(content: str) -> str:
    # what a damaged file gave, half a character, is recorded as it was
    return hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()


def derive(event: Event) -> Rows:
    """The rows for reading that follow from one event, seq added. KeyError, TypeError or ValueError where the
    payload is not the kind's."""
    content = {name: value for name, value in event.content.items() if name != DAY}
    for table, row in _DERIVE[event.kind](event, content):
        yield table, row | {"seq": event.seq}


_DERIVE: dict[str, Callable[[Event, dict[str, Any]], Rows]] = {}


def _kind(*names: str) -> Callable[[Callable[[Event, dict[str, Any]], Rows]], None]:
    def register(derived: Callable[[Event, dict[str, Any]], Rows]) -> None:
        _DERIVE.update(dict.fromkeys(names, derived))

    return register


def _only(content: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: content[name] for name in names}


@_kind("approved")
def _approved(event: Event, content: dict[str, Any]) -> Rows:
    yield "projects", content | {"project": event.project}


@_kind("filed", "completed")
def _filed(event: Event, content: dict[str, Any]) -> Rows:
    stage = STAGES[event.kind]
    yield (
        "filings",
        _only(FIRST_CLASS | content, "class_no", "content", "filed_on")
        | {"project": event.project, "stage": stage, "heads": len(content["persons"])},
    )
    for person in content["persons"]:
        values = {name: value for name, value in person.items() if name != "alike"}
        yield "persons", values | {"project": event.project, "stage": stage}


@_kind("claimed")
def _claimed(event: Event, content: dict[str, Any]) -> Rows:
    values = FIRST_CLASS | {
        name: value for name, value in content.items() if name not in ("content", "files")
    }
    yield (
        "filings",
        _only(FIRST_CLASS | content, "class_no", "content", "filed_on")
        | {"project": event.project, "stage": "claim", "heads": content["heads"]},
    )
    yield "claims", values | {"project": event.project}


@_kind("superseded")
def _superseded(event: Event, content: dict[str, Any]) -> Rows:
    # no row follows from it, but a payload that lacks a key is refused
    _only(content, "stage", "event")
    return iter(())


@_kind("held", "lifted")
def _holds(event: Event, content: dict[str, Any]) -> Rows:
    _only(content, "by", "day", "reason")
    return iter(())


@_kind("publicised")
def _publicised(event: Event, content: dict[str, Any]) -> Rows:
    for row in content["rows"]:
        yield "publications", FIRST_CLASS | row | _only(content, "quarter", "first_day", "last_day")


@_kind("ordered")
def _ordered(event: Event, content: dict[str, Any]) -> Rows:
    payments = content["payments"]
    batch = _only(content, "batch", "quarter", "made_on", "made_by", "account", "machine")
    yield (
        "batches",
        batch | {"payments": len(payments), "total": sum(payment["amount"] for payment in payments)},
    )
    for payment in payments:
        yield (
            "payments",
            FIRST_CLASS
            | {"per_head": payment["amount"] // (payment["headcount"] or 1)}
            | {name: value for name, value in payment.items() if name != "persons"}
            | _only(content, "batch", "quarter"),
        )
        for key in payment["persons"]:
            yield (
                "payment_persons",
                {"payment": payment["payment"], "project": payment["project"], "person_key": key},
            )
        yield "payment_states", {"payment": payment["payment"], "status": "ordered"}


@_kind("issued")
def _issued(event: Event, content: dict[str, Any]) -> Rows:
    for sheet in content["sheets"]:
        yield "sheets", sheet | _only(content, "quarter", "batch")


@_kind("signed")
def _signed(event: Event, content: dict[str, Any]) -> Rows:
    yield "signatures", content


@_kind("released", "cancelled")
def _batch_moved(event: Event, content: dict[str, Any]) -> Rows:
    for payment in content["payments"]:
        yield "payment_states", {"payment": payment, "status": event.kind}


@_kind("statement_read")
def _statement_read(event: Event, content: dict[str, Any]) -> Rows:
    yield "statements", content


@_kind("paid", "returned")
def _transferred(event: Event, content: dict[str, Any]) -> Rows:
    yield (
        "transfers",
        _only(content, "transfer", "payment", "transferred_on", "amount")
        | {"project": event.project, "outcome": event.kind},
    )
    if content["payment"]:
        yield "payment_states", {"payment": content["payment"], "status": event.kind}


@_kind("recovered")
def _recovered(event: Event, content: dict[str, Any]) -> Rows:
    yield (
        "recoveries",
        _only(content, "payment", "recovered_on", "amount", "reason")
        | {"project": event.project, "whole": int(content["whole"])},
    )
    for key in content["persons"]:
        yield (
            "recovered_persons",
            {"payment": content["payment"], "project": event.project, "person_key": key},
        )
    if content["whole"]:
        yield "payment_states", {"payment": content["payment"], "status": "recovered"}


@_kind("recovered_in")
def _recovered_in(event: Event, content: dict[str, Any]) -> Rows:
    yield "incoming", _only(content, "transfer", "received_on", "amount") | {"project": event.project}


@_kind("transfer_voided")
def _transfer_voided(event: Event, content: dict[str, Any]) -> Rows:
    _only(content, "transfer", "reason", "voided_on")
    if content["payment"]:
        yield "payment_states", _only(content, "payment", "status")


@_kind("transfers_same", "transfers_different")
def _transfers_ruled(event: Event, content: dict[str, Any]) -> Rows:
    _only(content, "transfer", "other", "reason", "ruled_on")
    return iter(())


@_kind("impersonated")
def _impersonated(event: Event, content: dict[str, Any]) -> Rows:
    _only(content, "person_key", "reason", "recorded_on")
    return iter(())


@_kind("certificate_issued")
def _certificate_issued(event: Event, content: dict[str, Any]) -> Rows:
    yield (
        "certificates",
        {name: value for name, value in content.items() if name != "files"} | {"project": event.project},
    )


@_kind("certificate_voided")
def _certificate_voided(event: Event, content: dict[str, Any]) -> Rows:
    yield "voids", content


@_kind("disqualified")
def _disqualified(event: Event, content: dict[str, Any]) -> Rows:
    yield "disqualifications", content
