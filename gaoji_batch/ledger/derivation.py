"""The rows for reading that follow from each kind of event."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from gaoji_batch.ledger.events import DAY, FIRST_CLASS, STAGES, Event

Rows = Iterator[tuple[str, dict[str, Any]]]
"""(table, row without its seq), in the order in which they must be inserted."""


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
