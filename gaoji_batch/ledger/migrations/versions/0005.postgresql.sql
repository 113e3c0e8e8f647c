DROP FUNCTION no_replace_publications() CASCADE

DROP FUNCTION no_second_standing_projects() CASCADE

DROP FUNCTION stand_again() CASCADE

DROP FUNCTION stand_project() CASCADE

ALTER TABLE claims ADD COLUMN class_no BIGINT NOT NULL DEFAULT 1

ALTER TABLE filings ADD COLUMN class_no BIGINT NOT NULL DEFAULT 1

ALTER TABLE payments ADD COLUMN class_no BIGINT NOT NULL DEFAULT 1

ALTER TABLE publications ADD COLUMN class_no BIGINT NOT NULL DEFAULT 1

ALTER TABLE publications DROP CONSTRAINT pk_publications, ADD CONSTRAINT pk_publications PRIMARY KEY (seq, project, class_no)

ALTER TABLE standing_projects ADD COLUMN class_no BIGINT NOT NULL DEFAULT 1

ALTER TABLE standing_projects DROP CONSTRAINT pk_standing_projects, ADD CONSTRAINT pk_standing_projects PRIMARY KEY (project, class_no)

CREATE FUNCTION no_replace_publications() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM publications WHERE "seq" = NEW."seq" AND "project" = NEW."project" AND "class_no" = NEW."class_no") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_replace_publications BEFORE INSERT ON publications FOR EACH ROW EXECUTE FUNCTION no_replace_publications()

CREATE FUNCTION no_second_standing_projects() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM standing_projects WHERE project = NEW.project AND class_no = NEW.class_no) THEN RAISE EXCEPTION '台账中该项目已有未退回的支付，不能再次支付' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_second_standing_projects BEFORE INSERT ON standing_projects FOR EACH ROW EXECUTE FUNCTION no_second_standing_projects()

CREATE FUNCTION stand_project() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN INSERT INTO standing_projects (project, class_no, payment) VALUES (NEW.project, NEW.class_no, NEW.payment); RETURN NEW; END $guard$

CREATE TRIGGER stand_project AFTER INSERT ON payments FOR EACH ROW EXECUTE FUNCTION stand_project()

CREATE FUNCTION stand_again() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF NEW.status = 'paid' THEN INSERT INTO standing_projects (project, class_no, payment) SELECT project, class_no, payment FROM payments AS risen
    WHERE payment = NEW.payment AND NOT EXISTS (SELECT 1 FROM standing_projects AS held
    WHERE held.project = risen.project AND held.class_no = risen.class_no);
INSERT INTO standing_persons (person_key, payment, project, opening, ending)
    SELECT * FROM (SELECT person_key, payment, project, COALESCE((SELECT opening FROM persons WHERE persons.person_key = paid.person_key AND persons.project = paid.project
    AND stage = 'completion' ORDER BY seq DESC LIMIT 1), '') AS opening,
    COALESCE((SELECT ending FROM persons WHERE persons.person_key = paid.person_key AND persons.project = paid.project
    AND stage = 'completion' ORDER BY seq DESC LIMIT 1), '') AS ending FROM payment_persons AS paid WHERE payment = NEW.payment) AS risen WHERE NOT EXISTS (SELECT 1 FROM standing_persons AS held WHERE held.person_key = risen.person_key
    AND risen.ending < CASE WHEN held.opening = '' THEN '9999' ELSE CAST(CAST(substr(held.opening, 1, 4) AS INTEGER) + 2 AS TEXT) || substr(held.opening, 5) END AND held.ending < CASE WHEN risen.opening = '' THEN '9999' ELSE CAST(CAST(substr(risen.opening, 1, 4) AS INTEGER) + 2 AS TEXT) || substr(risen.opening, 5) END
    AND NOT EXISTS (SELECT 1 FROM events WHERE kind = 'impersonated' AND project = held.project
    AND replace(payload, held.person_key, '') <> payload)); END IF; RETURN NEW; END $guard$

CREATE TRIGGER stand_again AFTER INSERT ON payment_states FOR EACH ROW EXECUTE FUNCTION stand_again()
