"""Triggers that hold even for one who writes to the database past this program: nothing recorded is changed
or removed, nobody is paid twice, and a payment is what its persons and its claim come to."""

from __future__ import annotations

from gaoji_batch.ledger.models import DERIVED, STANDING_TABLES, events

Trigger = tuple[str, str, str, str, str]
"""name, when ('BEFORE DELETE'), table, condition ('' for always), what is done: a message (refused) or
statements."""
CHANGED, REMOVED, DOUBLED = "台账记录不得修改", "台账记录不得删除", "台账已有同一记录"
TWICE = {
    "project": "台账中该项目已有未退回的支付，不能再次支付",
    "person_key": "台账中该学员已有未退回的支付（两年之内），不能再次支付",
}
_GONE = (
    "EXISTS (SELECT 1 FROM payment_states WHERE payment = OLD.payment AND status IN ('returned', "
    "'cancelled'))"
)
_STAND = """INSERT INTO standing_projects (project, class_no, payment) VALUES (NEW.project, NEW.class_no, NEW.payment)"""
_LATER = (
    "CASE WHEN {0} = '' THEN '9999' ELSE CAST(CAST(substr({0}, 1, 4) AS INTEGER) + 2 AS TEXT) || "
    "substr({0}, 5) END"
)
"""Two years after a day, as text, in both databases; a day that is not known never comes."""
# As text, since the two databases read JSON by different functions.
_IMPERSONATED = """SELECT 1 FROM events WHERE kind = 'impersonated' AND project = held.project
    AND replace(payload, held.person_key, '') <> payload"""
_TOO_SOON = f"""EXISTS (SELECT 1 FROM standing_persons AS held WHERE held.person_key = {{0}}.person_key
    AND {{0}}.ending < {_LATER.format("held.opening")} AND held.ending < {_LATER.format("{0}.opening")}
    AND NOT EXISTS ({_IMPERSONATED}))"""
"""Article 4, read as widely as its parameters allow: two classes of one person of which neither ended two
years after the other opened. Which of the days count is the policy's, and S1603's; this holds where
everything else fails."""
_DAY_OF = """COALESCE((SELECT {0} FROM persons WHERE persons.person_key = paid.person_key AND persons.project = paid.project
    AND stage = 'completion' ORDER BY seq DESC LIMIT 1), '')"""
_PAID_PERSONS = f"""SELECT person_key, payment, project, {_DAY_OF.format("opening")} AS opening,
    {_DAY_OF.format("ending")} AS ending FROM payment_persons AS paid WHERE payment = NEW.payment"""
_STAND_PERSON = f"""INSERT INTO standing_persons (person_key, payment, project, opening, ending)
    {_PAID_PERSONS} AND person_key = NEW.person_key"""
_FALL = "DELETE FROM {table} WHERE payment = NEW.payment"
_STAND_AGAIN = """INSERT INTO standing_projects (project, class_no, payment) SELECT project, class_no, payment FROM payments AS risen
    WHERE payment = NEW.payment AND NOT EXISTS (SELECT 1 FROM standing_projects AS held
    WHERE held.project = risen.project AND held.class_no = risen.class_no)"""
_STAND_PERSON_AGAIN = f"""INSERT INTO standing_persons (person_key, payment, project, opening, ending)
    SELECT * FROM ({_PAID_PERSONS}) AS risen WHERE NOT {_TOO_SOON.format("risen")}"""
_SECOND = {
    "standing_projects": (
        "EXISTS (SELECT 1 FROM standing_projects WHERE project = NEW.project AND class_no = NEW.class_no)"
    ),
    "standing_persons": _TOO_SOON.format("NEW"),
}
_OTHER_AMOUNT = "NEW.amount <> NEW.headcount * NEW.per_head OR NEW.amount <> NEW.claimed_amount - NEW.reduced"
_OTHER_HEADS = """NEW.status IN ('ordered', 'released') AND (SELECT COUNT(*) FROM payment_persons WHERE payment = NEW.payment)
    <> (SELECT headcount FROM payments WHERE payment = NEW.payment)"""
_LATE = "EXISTS (SELECT 1 FROM payment_states WHERE payment = NEW.payment)"
_AGREEING: list[Trigger] = [
    (
        "no_other_amount",
        "BEFORE INSERT",
        "payments",
        _OTHER_AMOUNT,
        "台账中支付的金额应为人数×补助标准，并等于申请金额减去核减金额",
    ),
    ("no_other_heads", "BEFORE INSERT", "payment_states", _OTHER_HEADS, "台账中支付的人数与补助人员名单不符"),
    ("no_late_person", "BEFORE INSERT", "payment_persons", _LATE, "台账中已编制的支付不得增加补助人员"),
]
"""A payment's money is its persons' and its claim's; the list of persons is closed by the payment's first
state."""
_FALLS, _RISES = "NEW.status IN ('returned', 'cancelled')", "NEW.status = 'paid'"


def triggers() -> list[Trigger]:
    """All guards, the same for SQLite and PostgreSQL."""
    guards: list[Trigger] = []
    for table in (events, *DERIVED):
        key = " AND ".join(f'"{column.name}" = NEW."{column.name}"' for column in table.primary_key)
        guards.append((f"no_update_{table.name}", "BEFORE UPDATE", table.name, "", CHANGED))
        guards.append((f"no_delete_{table.name}", "BEFORE DELETE", table.name, "", REMOVED))
        guards.append(
            (
                f"no_replace_{table.name}",
                "BEFORE INSERT",
                table.name,
                f"EXISTS (SELECT 1 FROM {table.name} WHERE {key})",
                DOUBLED,
            )
        )
    for table in STANDING_TABLES:
        guards.append((f"no_update_{table.name}", "BEFORE UPDATE", table.name, "", CHANGED))
        guards.append((f"no_delete_{table.name}", "BEFORE DELETE", table.name, f"NOT {_GONE}", REMOVED))
        guards.append(
            (
                f"no_second_{table.name}",
                "BEFORE INSERT",
                table.name,
                _SECOND[table.name],
                TWICE[table.primary_key.columns[0].name],
            )
        )
    guards += _AGREEING
    fall = ";\n".join(_FALL.format(table=table.name) for table in STANDING_TABLES)
    guards.append(("stand_project", "AFTER INSERT", "payments", "", _STAND))
    guards.append(("stand_person", "AFTER INSERT", "payment_persons", "", _STAND_PERSON))
    guards.append(("fall", "AFTER INSERT", "payment_states", _FALLS, fall))
    guards.append(
        ("stand_again", "AFTER INSERT", "payment_states", _RISES, f"{_STAND_AGAIN};\n{_STAND_PERSON_AGAIN}")
    )
    return guards


def statements(dialect: str, *names: str) -> list[str]:
    """The SQL that makes all guards, or those of these names, in a database of this dialect (sqlite or
    postgresql)."""
    maker = _sqlite if dialect == "sqlite" else _postgresql
    return [sql for trigger in triggers() if not names or trigger[0] in names for sql in maker(*trigger)]


def bodies(dialect: str) -> dict[str, str]:
    """What the database keeps of each guard: of SQLite the statement that made it, of PostgreSQL the body of
    its function."""
    if dialect == "sqlite":
        return {trigger[0]: _sqlite(*trigger)[0] for trigger in triggers()}
    return {trigger[0]: _postgresql(*trigger)[0].split("$guard$")[1] for trigger in triggers()}


def _sqlite(name: str, when: str, table: str, condition: str, action: str) -> list[str]:
    body = f"SELECT RAISE(ABORT, '{action}')" if when.startswith("BEFORE") else action
    return [
        (
            f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW "
            f"{f'WHEN {condition} ' if condition else ''}BEGIN {body}; END"
        )
    ]


def _postgresql(name: str, when: str, table: str, condition: str, action: str) -> list[str]:
    """The condition stands in the function: a trigger's WHEN may not look into tables."""
    body = (
        f"RAISE EXCEPTION '{action}' USING ERRCODE = 'integrity_constraint_violation'"
        if when.startswith("BEFORE")
        else action
    )
    body = f"IF {condition} THEN {body}; END IF" if condition else body
    result = "OLD" if when.endswith("DELETE") else "NEW"
    function = (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN {body}; RETURN "
        f"{result}; END $guard$"
    )
    triggers = [function, f"CREATE TRIGGER {name} {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"]
    # PostgreSQL alone can empty a table past its rows
    if when.endswith("UPDATE"):
        triggers.append(
            f"CREATE TRIGGER no_truncate_{table} BEFORE TRUNCATE ON {table} FOR EACH STATEMENT "
            f"EXECUTE FUNCTION {name}()"
        )
    return triggers
