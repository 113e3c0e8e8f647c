DROP TRIGGER stand_again

DROP TRIGGER stand_person

CREATE TABLE held_persons AS SELECT person_key, payment, project FROM standing_persons

DROP TABLE standing_persons

CREATE TABLE standing_persons (
	person_key TEXT NOT NULL,
	payment TEXT NOT NULL,
	project TEXT NOT NULL,
	opening TEXT NOT NULL,
	ending TEXT NOT NULL,
	CONSTRAINT pk_standing_persons PRIMARY KEY (person_key, payment)
)

INSERT INTO standing_persons (person_key, payment, project, opening, ending)
    SELECT person_key, payment, project, COALESCE((SELECT opening FROM persons WHERE persons.person_key = held.person_key AND persons.project = held.project
    AND stage = 'completion' ORDER BY seq DESC LIMIT 1), ''),
    COALESCE((SELECT ending FROM persons WHERE persons.person_key = held.person_key AND persons.project = held.project
    AND stage = 'completion' ORDER BY seq DESC LIMIT 1), '') FROM held_persons AS held

DROP TABLE held_persons

CREATE TRIGGER no_update_standing_persons BEFORE UPDATE ON standing_persons FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_standing_persons BEFORE DELETE ON standing_persons FOR EACH ROW WHEN NOT EXISTS (SELECT 1 FROM payment_states WHERE payment = OLD.payment AND status IN ('returned', 'cancelled')) BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_second_standing_persons BEFORE INSERT ON standing_persons FOR EACH ROW WHEN EXISTS (SELECT 1 FROM standing_persons AS held WHERE held.person_key = NEW.person_key
    AND NEW.ending < CASE WHEN held.opening = '' THEN '9999' ELSE CAST(CAST(substr(held.opening, 1, 4) AS INTEGER) + 2 AS TEXT) || substr(held.opening, 5) END AND held.ending < CASE WHEN NEW.opening = '' THEN '9999' ELSE CAST(CAST(substr(NEW.opening, 1, 4) AS INTEGER) + 2 AS TEXT) || substr(NEW.opening, 5) END
    AND NOT EXISTS (SELECT 1 FROM events WHERE kind = 'impersonated' AND project = held.project
    AND replace(payload, held.person_key, '') <> payload)) BEGIN SELECT RAISE(ABORT, '台账中该学员已有未退回的支付（两年之内），不能再次支付'); END

CREATE TRIGGER stand_person AFTER INSERT ON payment_persons FOR EACH ROW BEGIN INSERT INTO standing_persons (person_key, payment, project, opening, ending)
    SELECT person_key, payment, project, COALESCE((SELECT opening FROM persons WHERE persons.person_key = paid.person_key AND persons.project = paid.project
    AND stage = 'completion' ORDER BY seq DESC LIMIT 1), '') AS opening,
    COALESCE((SELECT ending FROM persons WHERE persons.person_key = paid.person_key AND persons.project = paid.project
    AND stage = 'completion' ORDER BY seq DESC LIMIT 1), '') AS ending FROM payment_persons AS paid WHERE payment = NEW.payment AND person_key = NEW.person_key; END

CREATE TRIGGER stand_again AFTER INSERT ON payment_states FOR EACH ROW WHEN NEW.status = 'paid' BEGIN INSERT INTO standing_projects (project, payment) SELECT project, payment FROM payments
    WHERE payment = NEW.payment AND project NOT IN (SELECT project FROM standing_projects);
INSERT INTO standing_persons (person_key, payment, project, opening, ending)
    SELECT * FROM (SELECT person_key, payment, project, COALESCE((SELECT opening FROM persons WHERE persons.person_key = paid.person_key AND persons.project = paid.project
    AND stage = 'completion' ORDER BY seq DESC LIMIT 1), '') AS opening,
    COALESCE((SELECT ending FROM persons WHERE persons.person_key = paid.person_key AND persons.project = paid.project
    AND stage = 'completion' ORDER BY seq DESC LIMIT 1), '') AS ending FROM payment_persons AS paid WHERE payment = NEW.payment) AS risen WHERE NOT EXISTS (SELECT 1 FROM standing_persons AS held WHERE held.person_key = risen.person_key
    AND risen.ending < CASE WHEN held.opening = '' THEN '9999' ELSE CAST(CAST(substr(held.opening, 1, 4) AS INTEGER) + 2 AS TEXT) || substr(held.opening, 5) END AND held.ending < CASE WHEN risen.opening = '' THEN '9999' ELSE CAST(CAST(substr(risen.opening, 1, 4) AS INTEGER) + 2 AS TEXT) || substr(risen.opening, 5) END
    AND NOT EXISTS (SELECT 1 FROM events WHERE kind = 'impersonated' AND project = held.project
    AND replace(payload, held.person_key, '') <> payload)); END
