DROP FUNCTION no_second_standing_persons() CASCADE

DROP FUNCTION stand_again() CASCADE

DROP FUNCTION stand_person() CASCADE

ALTER TABLE standing_persons ADD COLUMN opening TEXT NOT NULL DEFAULT '', ADD COLUMN ending TEXT NOT NULL DEFAULT ''

ALTER TABLE standing_persons DISABLE TRIGGER USER

UPDATE standing_persons AS held SET opening = COALESCE((SELECT opening FROM persons WHERE persons.person_key = held.person_key AND persons.project = held.project
    AND stage = 'completion' ORDER BY seq DESC LIMIT 1), ''),
    ending = COALESCE((SELECT ending FROM persons WHERE persons.person_key = held.person_key AND persons.project = held.project
    AND stage = 'completion' ORDER BY seq DESC LIMIT 1), '')

ALTER TABLE standing_persons ENABLE TRIGGER USER

ALTER TABLE standing_persons ALTER COLUMN opening DROP DEFAULT, ALTER COLUMN ending DROP DEFAULT

ALTER TABLE standing_persons DROP CONSTRAINT pk_standing_persons, ADD CONSTRAINT pk_standing_persons PRIMARY KEY (person_key, payment)

CREATE FUNCTION no_second_standing_persons() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM standing_persons AS held WHERE held.person_key = NEW.person_key
    AND NEW.ending < CASE WHEN held.opening = '' THEN '9999' ELSE CAST(CAST(substr(held.opening, 1, 4) AS INTEGER) + 2 AS TEXT) || substr(held.opening, 5) END AND held.ending < CASE WHEN NEW.opening = '' THEN '9999' ELSE CAST(CAST(substr(NEW.opening, 1, 4) AS INTEGER) + 2 AS TEXT) || substr(NEW.opening, 5) END
    AND NOT EXISTS (SELECT 1 FROM events WHERE kind = 'impersonated' AND project = held.project
    AND replace(payload, held.person_key, '') <> payload)) THEN RAISE EXCEPTION '台账中该学员已有未退回的支付（两年之内），不能再次支付' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_second_standing_persons BEFORE INSERT ON standing_persons FOR EACH ROW EXECUTE FUNCTION no_second_standing_persons()

CREATE FUNCTION stand_person() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN INSERT INTO standing_persons (person_key, payment, project, opening, ending)
    SELECT person_key, payment, project, COALESCE((SELECT opening FROM persons WHERE persons.person_key = paid.person_key AND persons.project = paid.project
    AND stage = 'completion' ORDER BY seq DESC LIMIT 1), '') AS opening,
    COALESCE((SELECT ending FROM persons WHERE persons.person_key = paid.person_key AND persons.project = paid.project
    AND stage = 'completion' ORDER BY seq DESC LIMIT 1), '') AS ending FROM payment_persons AS paid WHERE payment = NEW.payment AND person_key = NEW.person_key; RETURN NEW; END $guard$

CREATE TRIGGER stand_person AFTER INSERT ON payment_persons FOR EACH ROW EXECUTE FUNCTION stand_person()

CREATE FUNCTION stand_again() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF NEW.status = 'paid' THEN INSERT INTO standing_projects (project, payment) SELECT project, payment FROM payments
    WHERE payment = NEW.payment AND project NOT IN (SELECT project FROM standing_projects);
INSERT INTO standing_persons (person_key, payment, project, opening, ending)
    SELECT * FROM (SELECT person_key, payment, project, COALESCE((SELECT opening FROM persons WHERE persons.person_key = paid.person_key AND persons.project = paid.project
    AND stage = 'completion' ORDER BY seq DESC LIMIT 1), '') AS opening,
    COALESCE((SELECT ending FROM persons WHERE persons.person_key = paid.person_key AND persons.project = paid.project
    AND stage = 'completion' ORDER BY seq DESC LIMIT 1), '') AS ending FROM payment_persons AS paid WHERE payment = NEW.payment) AS risen WHERE NOT EXISTS (SELECT 1 FROM standing_persons AS held WHERE held.person_key = risen.person_key
    AND risen.ending < CASE WHEN held.opening = '' THEN '9999' ELSE CAST(CAST(substr(held.opening, 1, 4) AS INTEGER) + 2 AS TEXT) || substr(held.opening, 5) END AND held.ending < CASE WHEN risen.opening = '' THEN '9999' ELSE CAST(CAST(substr(risen.opening, 1, 4) AS INTEGER) + 2 AS TEXT) || substr(risen.opening, 5) END
    AND NOT EXISTS (SELECT 1 FROM events WHERE kind = 'impersonated' AND project = held.project
    AND replace(payload, held.person_key, '') <> payload)); END IF; RETURN NEW; END $guard$

CREATE TRIGGER stand_again AFTER INSERT ON payment_states FOR EACH ROW EXECUTE FUNCTION stand_again()
