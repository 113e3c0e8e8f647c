CREATE FUNCTION no_update_events() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $guard$

CREATE TRIGGER no_update_events BEFORE UPDATE ON events FOR EACH ROW EXECUTE FUNCTION no_update_events()

CREATE TRIGGER no_truncate_events BEFORE TRUNCATE ON events FOR EACH STATEMENT EXECUTE FUNCTION no_update_events()

CREATE FUNCTION no_delete_events() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $guard$

CREATE TRIGGER no_delete_events BEFORE DELETE ON events FOR EACH ROW EXECUTE FUNCTION no_delete_events()

CREATE FUNCTION no_replace_events() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM events WHERE "seq" = NEW."seq") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_replace_events BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION no_replace_events()

CREATE FUNCTION no_update_batches() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $guard$

CREATE TRIGGER no_update_batches BEFORE UPDATE ON batches FOR EACH ROW EXECUTE FUNCTION no_update_batches()

CREATE TRIGGER no_truncate_batches BEFORE TRUNCATE ON batches FOR EACH STATEMENT EXECUTE FUNCTION no_update_batches()

CREATE FUNCTION no_delete_batches() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $guard$

CREATE TRIGGER no_delete_batches BEFORE DELETE ON batches FOR EACH ROW EXECUTE FUNCTION no_delete_batches()

CREATE FUNCTION no_replace_batches() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM batches WHERE "batch" = NEW."batch") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_replace_batches BEFORE INSERT ON batches FOR EACH ROW EXECUTE FUNCTION no_replace_batches()

CREATE FUNCTION no_update_certificates() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $guard$

CREATE TRIGGER no_update_certificates BEFORE UPDATE ON certificates FOR EACH ROW EXECUTE FUNCTION no_update_certificates()

CREATE TRIGGER no_truncate_certificates BEFORE TRUNCATE ON certificates FOR EACH STATEMENT EXECUTE FUNCTION no_update_certificates()

CREATE FUNCTION no_delete_certificates() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $guard$

CREATE TRIGGER no_delete_certificates BEFORE DELETE ON certificates FOR EACH ROW EXECUTE FUNCTION no_delete_certificates()

CREATE FUNCTION no_replace_certificates() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM certificates WHERE "number" = NEW."number") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_replace_certificates BEFORE INSERT ON certificates FOR EACH ROW EXECUTE FUNCTION no_replace_certificates()

CREATE FUNCTION no_update_claims() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $guard$

CREATE TRIGGER no_update_claims BEFORE UPDATE ON claims FOR EACH ROW EXECUTE FUNCTION no_update_claims()

CREATE TRIGGER no_truncate_claims BEFORE TRUNCATE ON claims FOR EACH STATEMENT EXECUTE FUNCTION no_update_claims()

CREATE FUNCTION no_delete_claims() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $guard$

CREATE TRIGGER no_delete_claims BEFORE DELETE ON claims FOR EACH ROW EXECUTE FUNCTION no_delete_claims()

CREATE FUNCTION no_replace_claims() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM claims WHERE "seq" = NEW."seq") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_replace_claims BEFORE INSERT ON claims FOR EACH ROW EXECUTE FUNCTION no_replace_claims()

CREATE FUNCTION no_update_disqualifications() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $guard$

CREATE TRIGGER no_update_disqualifications BEFORE UPDATE ON disqualifications FOR EACH ROW EXECUTE FUNCTION no_update_disqualifications()

CREATE TRIGGER no_truncate_disqualifications BEFORE TRUNCATE ON disqualifications FOR EACH STATEMENT EXECUTE FUNCTION no_update_disqualifications()

CREATE FUNCTION no_delete_disqualifications() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $guard$

CREATE TRIGGER no_delete_disqualifications BEFORE DELETE ON disqualifications FOR EACH ROW EXECUTE FUNCTION no_delete_disqualifications()

CREATE FUNCTION no_replace_disqualifications() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM disqualifications WHERE "seq" = NEW."seq") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_replace_disqualifications BEFORE INSERT ON disqualifications FOR EACH ROW EXECUTE FUNCTION no_replace_disqualifications()

CREATE FUNCTION no_update_filings() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $guard$

CREATE TRIGGER no_update_filings BEFORE UPDATE ON filings FOR EACH ROW EXECUTE FUNCTION no_update_filings()

CREATE TRIGGER no_truncate_filings BEFORE TRUNCATE ON filings FOR EACH STATEMENT EXECUTE FUNCTION no_update_filings()

CREATE FUNCTION no_delete_filings() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $guard$

CREATE TRIGGER no_delete_filings BEFORE DELETE ON filings FOR EACH ROW EXECUTE FUNCTION no_delete_filings()

CREATE FUNCTION no_replace_filings() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM filings WHERE "seq" = NEW."seq") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_replace_filings BEFORE INSERT ON filings FOR EACH ROW EXECUTE FUNCTION no_replace_filings()

CREATE FUNCTION no_update_incoming() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $guard$

CREATE TRIGGER no_update_incoming BEFORE UPDATE ON incoming FOR EACH ROW EXECUTE FUNCTION no_update_incoming()

CREATE TRIGGER no_truncate_incoming BEFORE TRUNCATE ON incoming FOR EACH STATEMENT EXECUTE FUNCTION no_update_incoming()

CREATE FUNCTION no_delete_incoming() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $guard$

CREATE TRIGGER no_delete_incoming BEFORE DELETE ON incoming FOR EACH ROW EXECUTE FUNCTION no_delete_incoming()

CREATE FUNCTION no_replace_incoming() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM incoming WHERE "transfer" = NEW."transfer") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_replace_incoming BEFORE INSERT ON incoming FOR EACH ROW EXECUTE FUNCTION no_replace_incoming()

CREATE FUNCTION no_update_persons() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $guard$

CREATE TRIGGER no_update_persons BEFORE UPDATE ON persons FOR EACH ROW EXECUTE FUNCTION no_update_persons()

CREATE TRIGGER no_truncate_persons BEFORE TRUNCATE ON persons FOR EACH STATEMENT EXECUTE FUNCTION no_update_persons()

CREATE FUNCTION no_delete_persons() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $guard$

CREATE TRIGGER no_delete_persons BEFORE DELETE ON persons FOR EACH ROW EXECUTE FUNCTION no_delete_persons()

CREATE FUNCTION no_replace_persons() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM persons WHERE "seq" = NEW."seq" AND "person_key" = NEW."person_key") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_replace_persons BEFORE INSERT ON persons FOR EACH ROW EXECUTE FUNCTION no_replace_persons()

CREATE FUNCTION no_update_projects() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $guard$

CREATE TRIGGER no_update_projects BEFORE UPDATE ON projects FOR EACH ROW EXECUTE FUNCTION no_update_projects()

CREATE TRIGGER no_truncate_projects BEFORE TRUNCATE ON projects FOR EACH STATEMENT EXECUTE FUNCTION no_update_projects()

CREATE FUNCTION no_delete_projects() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $guard$

CREATE TRIGGER no_delete_projects BEFORE DELETE ON projects FOR EACH ROW EXECUTE FUNCTION no_delete_projects()

CREATE FUNCTION no_replace_projects() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM projects WHERE "seq" = NEW."seq") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_replace_projects BEFORE INSERT ON projects FOR EACH ROW EXECUTE FUNCTION no_replace_projects()

CREATE FUNCTION no_update_publications() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $guard$

CREATE TRIGGER no_update_publications BEFORE UPDATE ON publications FOR EACH ROW EXECUTE FUNCTION no_update_publications()

CREATE TRIGGER no_truncate_publications BEFORE TRUNCATE ON publications FOR EACH STATEMENT EXECUTE FUNCTION no_update_publications()

CREATE FUNCTION no_delete_publications() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $guard$

CREATE TRIGGER no_delete_publications BEFORE DELETE ON publications FOR EACH ROW EXECUTE FUNCTION no_delete_publications()

CREATE FUNCTION no_replace_publications() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM publications WHERE "seq" = NEW."seq" AND "project" = NEW."project") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_replace_publications BEFORE INSERT ON publications FOR EACH ROW EXECUTE FUNCTION no_replace_publications()

CREATE FUNCTION no_update_recovered_persons() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $guard$

CREATE TRIGGER no_update_recovered_persons BEFORE UPDATE ON recovered_persons FOR EACH ROW EXECUTE FUNCTION no_update_recovered_persons()

CREATE TRIGGER no_truncate_recovered_persons BEFORE TRUNCATE ON recovered_persons FOR EACH STATEMENT EXECUTE FUNCTION no_update_recovered_persons()

CREATE FUNCTION no_delete_recovered_persons() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $guard$

CREATE TRIGGER no_delete_recovered_persons BEFORE DELETE ON recovered_persons FOR EACH ROW EXECUTE FUNCTION no_delete_recovered_persons()

CREATE FUNCTION no_replace_recovered_persons() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM recovered_persons WHERE "payment" = NEW."payment" AND "person_key" = NEW."person_key") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_replace_recovered_persons BEFORE INSERT ON recovered_persons FOR EACH ROW EXECUTE FUNCTION no_replace_recovered_persons()

CREATE FUNCTION no_update_recoveries() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $guard$

CREATE TRIGGER no_update_recoveries BEFORE UPDATE ON recoveries FOR EACH ROW EXECUTE FUNCTION no_update_recoveries()

CREATE TRIGGER no_truncate_recoveries BEFORE TRUNCATE ON recoveries FOR EACH STATEMENT EXECUTE FUNCTION no_update_recoveries()

CREATE FUNCTION no_delete_recoveries() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $guard$

CREATE TRIGGER no_delete_recoveries BEFORE DELETE ON recoveries FOR EACH ROW EXECUTE FUNCTION no_delete_recoveries()

CREATE FUNCTION no_replace_recoveries() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM recoveries WHERE "seq" = NEW."seq") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_replace_recoveries BEFORE INSERT ON recoveries FOR EACH ROW EXECUTE FUNCTION no_replace_recoveries()

CREATE FUNCTION no_update_sheets() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $guard$

CREATE TRIGGER no_update_sheets BEFORE UPDATE ON sheets FOR EACH ROW EXECUTE FUNCTION no_update_sheets()

CREATE TRIGGER no_truncate_sheets BEFORE TRUNCATE ON sheets FOR EACH STATEMENT EXECUTE FUNCTION no_update_sheets()

CREATE FUNCTION no_delete_sheets() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $guard$

CREATE TRIGGER no_delete_sheets BEFORE DELETE ON sheets FOR EACH ROW EXECUTE FUNCTION no_delete_sheets()

CREATE FUNCTION no_replace_sheets() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM sheets WHERE "seq" = NEW."seq" AND "name" = NEW."name") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_replace_sheets BEFORE INSERT ON sheets FOR EACH ROW EXECUTE FUNCTION no_replace_sheets()

CREATE FUNCTION no_update_statements() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $guard$

CREATE TRIGGER no_update_statements BEFORE UPDATE ON statements FOR EACH ROW EXECUTE FUNCTION no_update_statements()

CREATE TRIGGER no_truncate_statements BEFORE TRUNCATE ON statements FOR EACH STATEMENT EXECUTE FUNCTION no_update_statements()

CREATE FUNCTION no_delete_statements() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $guard$

CREATE TRIGGER no_delete_statements BEFORE DELETE ON statements FOR EACH ROW EXECUTE FUNCTION no_delete_statements()

CREATE FUNCTION no_replace_statements() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM statements WHERE "sha256" = NEW."sha256") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_replace_statements BEFORE INSERT ON statements FOR EACH ROW EXECUTE FUNCTION no_replace_statements()

CREATE FUNCTION no_update_transfers() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $guard$

CREATE TRIGGER no_update_transfers BEFORE UPDATE ON transfers FOR EACH ROW EXECUTE FUNCTION no_update_transfers()

CREATE TRIGGER no_truncate_transfers BEFORE TRUNCATE ON transfers FOR EACH STATEMENT EXECUTE FUNCTION no_update_transfers()

CREATE FUNCTION no_delete_transfers() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $guard$

CREATE TRIGGER no_delete_transfers BEFORE DELETE ON transfers FOR EACH ROW EXECUTE FUNCTION no_delete_transfers()

CREATE FUNCTION no_replace_transfers() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM transfers WHERE "transfer" = NEW."transfer") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_replace_transfers BEFORE INSERT ON transfers FOR EACH ROW EXECUTE FUNCTION no_replace_transfers()

CREATE FUNCTION no_update_payments() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $guard$

CREATE TRIGGER no_update_payments BEFORE UPDATE ON payments FOR EACH ROW EXECUTE FUNCTION no_update_payments()

CREATE TRIGGER no_truncate_payments BEFORE TRUNCATE ON payments FOR EACH STATEMENT EXECUTE FUNCTION no_update_payments()

CREATE FUNCTION no_delete_payments() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $guard$

CREATE TRIGGER no_delete_payments BEFORE DELETE ON payments FOR EACH ROW EXECUTE FUNCTION no_delete_payments()

CREATE FUNCTION no_replace_payments() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM payments WHERE "payment" = NEW."payment") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_replace_payments BEFORE INSERT ON payments FOR EACH ROW EXECUTE FUNCTION no_replace_payments()

CREATE FUNCTION no_update_signatures() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $guard$

CREATE TRIGGER no_update_signatures BEFORE UPDATE ON signatures FOR EACH ROW EXECUTE FUNCTION no_update_signatures()

CREATE TRIGGER no_truncate_signatures BEFORE TRUNCATE ON signatures FOR EACH STATEMENT EXECUTE FUNCTION no_update_signatures()

CREATE FUNCTION no_delete_signatures() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $guard$

CREATE TRIGGER no_delete_signatures BEFORE DELETE ON signatures FOR EACH ROW EXECUTE FUNCTION no_delete_signatures()

CREATE FUNCTION no_replace_signatures() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM signatures WHERE "seq" = NEW."seq") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_replace_signatures BEFORE INSERT ON signatures FOR EACH ROW EXECUTE FUNCTION no_replace_signatures()

CREATE FUNCTION no_update_voids() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $guard$

CREATE TRIGGER no_update_voids BEFORE UPDATE ON voids FOR EACH ROW EXECUTE FUNCTION no_update_voids()

CREATE TRIGGER no_truncate_voids BEFORE TRUNCATE ON voids FOR EACH STATEMENT EXECUTE FUNCTION no_update_voids()

CREATE FUNCTION no_delete_voids() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $guard$

CREATE TRIGGER no_delete_voids BEFORE DELETE ON voids FOR EACH ROW EXECUTE FUNCTION no_delete_voids()

CREATE FUNCTION no_replace_voids() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM voids WHERE "number" = NEW."number") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_replace_voids BEFORE INSERT ON voids FOR EACH ROW EXECUTE FUNCTION no_replace_voids()

CREATE FUNCTION no_update_payment_persons() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $guard$

CREATE TRIGGER no_update_payment_persons BEFORE UPDATE ON payment_persons FOR EACH ROW EXECUTE FUNCTION no_update_payment_persons()

CREATE TRIGGER no_truncate_payment_persons BEFORE TRUNCATE ON payment_persons FOR EACH STATEMENT EXECUTE FUNCTION no_update_payment_persons()

CREATE FUNCTION no_delete_payment_persons() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $guard$

CREATE TRIGGER no_delete_payment_persons BEFORE DELETE ON payment_persons FOR EACH ROW EXECUTE FUNCTION no_delete_payment_persons()

CREATE FUNCTION no_replace_payment_persons() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM payment_persons WHERE "payment" = NEW."payment" AND "person_key" = NEW."person_key") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_replace_payment_persons BEFORE INSERT ON payment_persons FOR EACH ROW EXECUTE FUNCTION no_replace_payment_persons()

CREATE FUNCTION no_update_payment_states() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $guard$

CREATE TRIGGER no_update_payment_states BEFORE UPDATE ON payment_states FOR EACH ROW EXECUTE FUNCTION no_update_payment_states()

CREATE TRIGGER no_truncate_payment_states BEFORE TRUNCATE ON payment_states FOR EACH STATEMENT EXECUTE FUNCTION no_update_payment_states()

CREATE FUNCTION no_delete_payment_states() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $guard$

CREATE TRIGGER no_delete_payment_states BEFORE DELETE ON payment_states FOR EACH ROW EXECUTE FUNCTION no_delete_payment_states()

CREATE FUNCTION no_replace_payment_states() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM payment_states WHERE "seq" = NEW."seq" AND "payment" = NEW."payment") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_replace_payment_states BEFORE INSERT ON payment_states FOR EACH ROW EXECUTE FUNCTION no_replace_payment_states()

CREATE FUNCTION no_update_standing_projects() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $guard$

CREATE TRIGGER no_update_standing_projects BEFORE UPDATE ON standing_projects FOR EACH ROW EXECUTE FUNCTION no_update_standing_projects()

CREATE TRIGGER no_truncate_standing_projects BEFORE TRUNCATE ON standing_projects FOR EACH STATEMENT EXECUTE FUNCTION no_update_standing_projects()

CREATE FUNCTION no_delete_standing_projects() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF NOT EXISTS (SELECT 1 FROM payment_states WHERE payment = OLD.payment AND status IN ('returned', 'cancelled')) THEN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $guard$

CREATE TRIGGER no_delete_standing_projects BEFORE DELETE ON standing_projects FOR EACH ROW EXECUTE FUNCTION no_delete_standing_projects()

CREATE FUNCTION no_second_standing_projects() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM standing_projects WHERE project = NEW.project) THEN RAISE EXCEPTION '台账中该项目已有未退回的支付，不能再次支付' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_second_standing_projects BEFORE INSERT ON standing_projects FOR EACH ROW EXECUTE FUNCTION no_second_standing_projects()

CREATE FUNCTION no_update_standing_persons() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $guard$

CREATE TRIGGER no_update_standing_persons BEFORE UPDATE ON standing_persons FOR EACH ROW EXECUTE FUNCTION no_update_standing_persons()

CREATE TRIGGER no_truncate_standing_persons BEFORE TRUNCATE ON standing_persons FOR EACH STATEMENT EXECUTE FUNCTION no_update_standing_persons()

CREATE FUNCTION no_delete_standing_persons() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF NOT EXISTS (SELECT 1 FROM payment_states WHERE payment = OLD.payment AND status IN ('returned', 'cancelled')) THEN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $guard$

CREATE TRIGGER no_delete_standing_persons BEFORE DELETE ON standing_persons FOR EACH ROW EXECUTE FUNCTION no_delete_standing_persons()

CREATE FUNCTION no_second_standing_persons() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM standing_persons WHERE person_key = NEW.person_key) THEN RAISE EXCEPTION '台账中该学员已有未退回的支付，不能再次支付' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_second_standing_persons BEFORE INSERT ON standing_persons FOR EACH ROW EXECUTE FUNCTION no_second_standing_persons()

CREATE FUNCTION stand_project() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN INSERT INTO standing_projects (project, payment) VALUES (NEW.project, NEW.payment); RETURN NEW; END $guard$

CREATE TRIGGER stand_project AFTER INSERT ON payments FOR EACH ROW EXECUTE FUNCTION stand_project()

CREATE FUNCTION stand_person() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN INSERT INTO standing_persons (person_key, payment, project) VALUES (NEW.person_key, NEW.payment, NEW.project); RETURN NEW; END $guard$

CREATE TRIGGER stand_person AFTER INSERT ON payment_persons FOR EACH ROW EXECUTE FUNCTION stand_person()

CREATE FUNCTION fall() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF NEW.status IN ('returned', 'cancelled') THEN DELETE FROM standing_projects WHERE payment = NEW.payment;
DELETE FROM standing_persons WHERE payment = NEW.payment; END IF; RETURN NEW; END $guard$

CREATE TRIGGER fall AFTER INSERT ON payment_states FOR EACH ROW EXECUTE FUNCTION fall()

CREATE FUNCTION stand_again() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF NEW.status = 'paid' THEN INSERT INTO standing_projects (project, payment) SELECT project, payment FROM payments
    WHERE payment = NEW.payment AND project NOT IN (SELECT project FROM standing_projects);
INSERT INTO standing_persons (person_key, payment, project) SELECT person_key, payment, project FROM payment_persons
    WHERE payment = NEW.payment AND person_key NOT IN (SELECT person_key FROM standing_persons); END IF; RETURN NEW; END $guard$

CREATE TRIGGER stand_again AFTER INSERT ON payment_states FOR EACH ROW EXECUTE FUNCTION stand_again()
