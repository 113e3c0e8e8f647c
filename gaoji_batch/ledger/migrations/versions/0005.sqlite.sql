DROP TRIGGER stand_again

DROP TRIGGER stand_project

ALTER TABLE claims ADD COLUMN class_no BIGINT NOT NULL DEFAULT 1

ALTER TABLE filings ADD COLUMN class_no BIGINT NOT NULL DEFAULT 1

ALTER TABLE payments ADD COLUMN class_no BIGINT NOT NULL DEFAULT 1

CREATE TABLE held_rows AS SELECT * FROM publications

DROP TABLE publications

CREATE TABLE publications (
	seq INTEGER NOT NULL,
	project TEXT NOT NULL,
	class_no BIGINT NOT NULL,
	quarter TEXT NOT NULL,
	first_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	heads BIGINT NOT NULL,
	amount BIGINT NOT NULL,
	CONSTRAINT pk_publications PRIMARY KEY (seq, project, class_no),
	CONSTRAINT fk_publications_seq FOREIGN KEY(seq) REFERENCES events (seq)
)

INSERT INTO publications (seq, project, class_no, quarter, first_day, last_day, heads, amount)
    SELECT seq, project, 1, quarter, first_day, last_day, heads, amount FROM held_rows

DROP TABLE held_rows

CREATE TABLE held_rows AS SELECT * FROM standing_projects

DROP TABLE standing_projects

CREATE TABLE standing_projects (
	project TEXT NOT NULL,
	class_no BIGINT NOT NULL,
	payment TEXT NOT NULL,
	CONSTRAINT pk_standing_projects PRIMARY KEY (project, class_no)
)

INSERT INTO standing_projects (project, class_no, payment)
    SELECT project, 1, payment FROM held_rows

DROP TABLE held_rows

CREATE TRIGGER no_update_publications BEFORE UPDATE ON publications FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_publications BEFORE DELETE ON publications FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_replace_publications BEFORE INSERT ON publications FOR EACH ROW WHEN EXISTS (SELECT 1 FROM publications WHERE "seq" = NEW."seq" AND "project" = NEW."project" AND "class_no" = NEW."class_no") BEGIN SELECT RAISE(ABORT, '台账已有同一记录'); END

CREATE TRIGGER no_update_standing_projects BEFORE UPDATE ON standing_projects FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_standing_projects BEFORE DELETE ON standing_projects FOR EACH ROW WHEN NOT EXISTS (SELECT 1 FROM payment_states WHERE payment = OLD.payment AND status IN ('returned', 'cancelled')) BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_second_standing_projects BEFORE INSERT ON standing_projects FOR EACH ROW WHEN EXISTS (SELECT 1 FROM standing_projects WHERE project = NEW.project AND class_no = NEW.class_no) BEGIN SELECT RAISE(ABORT, '台账中该项目已有未退回的支付，不能再次支付'); END

CREATE TRIGGER stand_project AFTER INSERT ON payments FOR EACH ROW BEGIN INSERT INTO standing_projects (project, class_no, payment) VALUES (NEW.project, NEW.class_no, NEW.payment); END

CREATE TRIGGER stand_again AFTER INSERT ON payment_states FOR EACH ROW WHEN NEW.status = 'paid' BEGIN INSERT INTO standing_projects (project, class_no, payment) SELECT project, class_no, payment FROM payments AS risen
    WHERE payment = NEW.payment AND NOT EXISTS (SELECT 1 FROM standing_projects AS held
    WHERE held.project = risen.project AND held.class_no = risen.class_no);
INSERT INTO standing_persons (person_key, payment, project, opening, ending)
    SELECT * FROM (SELECT person_key, payment, project, COALESCE((SELECT opening FROM persons WHERE persons.person_key = paid.person_key AND persons.project = paid.project
    AND stage = 'completion' ORDER BY seq DESC LIMIT 1), '') AS opening,
    COALESCE((SELECT ending FROM persons WHERE persons.person_key = paid.person_key AND persons.project = paid.project
    AND stage = 'completion' ORDER BY seq DESC LIMIT 1), '') AS ending FROM payment_persons AS paid WHERE payment = NEW.payment) AS risen WHERE NOT EXISTS (SELECT 1 FROM standing_persons AS held WHERE held.person_key = risen.person_key
    AND risen.ending < CASE WHEN held.opening = '' THEN '9999' ELSE CAST(CAST(substr(held.opening, 1, 4) AS INTEGER) + 2 AS TEXT) || substr(held.opening, 5) END AND held.ending < CASE WHEN risen.opening = '' THEN '9999' ELSE CAST(CAST(substr(risen.opening, 1, 4) AS INTEGER) + 2 AS TEXT) || substr(risen.opening, 5) END
    AND NOT EXISTS (SELECT 1 FROM events WHERE kind = 'impersonated' AND project = held.project
    AND replace(payload, held.person_key, '') <> payload)); END
