CREATE TRIGGER no_update_events BEFORE UPDATE ON events FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_events BEFORE DELETE ON events FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_replace_events BEFORE INSERT ON events FOR EACH ROW WHEN EXISTS (SELECT 1 FROM events WHERE "seq" = NEW."seq") BEGIN SELECT RAISE(ABORT, '台账已有同一记录'); END

CREATE TRIGGER no_update_batches BEFORE UPDATE ON batches FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_batches BEFORE DELETE ON batches FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_replace_batches BEFORE INSERT ON batches FOR EACH ROW WHEN EXISTS (SELECT 1 FROM batches WHERE "batch" = NEW."batch") BEGIN SELECT RAISE(ABORT, '台账已有同一记录'); END

CREATE TRIGGER no_update_certificates BEFORE UPDATE ON certificates FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_certificates BEFORE DELETE ON certificates FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_replace_certificates BEFORE INSERT ON certificates FOR EACH ROW WHEN EXISTS (SELECT 1 FROM certificates WHERE "number" = NEW."number") BEGIN SELECT RAISE(ABORT, '台账已有同一记录'); END

CREATE TRIGGER no_update_claims BEFORE UPDATE ON claims FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_claims BEFORE DELETE ON claims FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_replace_claims BEFORE INSERT ON claims FOR EACH ROW WHEN EXISTS (SELECT 1 FROM claims WHERE "seq" = NEW."seq") BEGIN SELECT RAISE(ABORT, '台账已有同一记录'); END

CREATE TRIGGER no_update_disqualifications BEFORE UPDATE ON disqualifications FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_disqualifications BEFORE DELETE ON disqualifications FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_replace_disqualifications BEFORE INSERT ON disqualifications FOR EACH ROW WHEN EXISTS (SELECT 1 FROM disqualifications WHERE "seq" = NEW."seq") BEGIN SELECT RAISE(ABORT, '台账已有同一记录'); END

CREATE TRIGGER no_update_filings BEFORE UPDATE ON filings FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_filings BEFORE DELETE ON filings FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_replace_filings BEFORE INSERT ON filings FOR EACH ROW WHEN EXISTS (SELECT 1 FROM filings WHERE "seq" = NEW."seq") BEGIN SELECT RAISE(ABORT, '台账已有同一记录'); END

CREATE TRIGGER no_update_incoming BEFORE UPDATE ON incoming FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_incoming BEFORE DELETE ON incoming FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_replace_incoming BEFORE INSERT ON incoming FOR EACH ROW WHEN EXISTS (SELECT 1 FROM incoming WHERE "transfer" = NEW."transfer") BEGIN SELECT RAISE(ABORT, '台账已有同一记录'); END

CREATE TRIGGER no_update_persons BEFORE UPDATE ON persons FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_persons BEFORE DELETE ON persons FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_replace_persons BEFORE INSERT ON persons FOR EACH ROW WHEN EXISTS (SELECT 1 FROM persons WHERE "seq" = NEW."seq" AND "person_key" = NEW."person_key") BEGIN SELECT RAISE(ABORT, '台账已有同一记录'); END

CREATE TRIGGER no_update_projects BEFORE UPDATE ON projects FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_projects BEFORE DELETE ON projects FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_replace_projects BEFORE INSERT ON projects FOR EACH ROW WHEN EXISTS (SELECT 1 FROM projects WHERE "seq" = NEW."seq") BEGIN SELECT RAISE(ABORT, '台账已有同一记录'); END

CREATE TRIGGER no_update_publications BEFORE UPDATE ON publications FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_publications BEFORE DELETE ON publications FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_replace_publications BEFORE INSERT ON publications FOR EACH ROW WHEN EXISTS (SELECT 1 FROM publications WHERE "seq" = NEW."seq" AND "project" = NEW."project") BEGIN SELECT RAISE(ABORT, '台账已有同一记录'); END

CREATE TRIGGER no_update_recovered_persons BEFORE UPDATE ON recovered_persons FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_recovered_persons BEFORE DELETE ON recovered_persons FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_replace_recovered_persons BEFORE INSERT ON recovered_persons FOR EACH ROW WHEN EXISTS (SELECT 1 FROM recovered_persons WHERE "payment" = NEW."payment" AND "person_key" = NEW."person_key") BEGIN SELECT RAISE(ABORT, '台账已有同一记录'); END

CREATE TRIGGER no_update_recoveries BEFORE UPDATE ON recoveries FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_recoveries BEFORE DELETE ON recoveries FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_replace_recoveries BEFORE INSERT ON recoveries FOR EACH ROW WHEN EXISTS (SELECT 1 FROM recoveries WHERE "seq" = NEW."seq") BEGIN SELECT RAISE(ABORT, '台账已有同一记录'); END

CREATE TRIGGER no_update_sheets BEFORE UPDATE ON sheets FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_sheets BEFORE DELETE ON sheets FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_replace_sheets BEFORE INSERT ON sheets FOR EACH ROW WHEN EXISTS (SELECT 1 FROM sheets WHERE "seq" = NEW."seq" AND "name" = NEW."name") BEGIN SELECT RAISE(ABORT, '台账已有同一记录'); END

CREATE TRIGGER no_update_statements BEFORE UPDATE ON statements FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_statements BEFORE DELETE ON statements FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_replace_statements BEFORE INSERT ON statements FOR EACH ROW WHEN EXISTS (SELECT 1 FROM statements WHERE "sha256" = NEW."sha256") BEGIN SELECT RAISE(ABORT, '台账已有同一记录'); END

CREATE TRIGGER no_update_transfers BEFORE UPDATE ON transfers FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_transfers BEFORE DELETE ON transfers FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_replace_transfers BEFORE INSERT ON transfers FOR EACH ROW WHEN EXISTS (SELECT 1 FROM transfers WHERE "transfer" = NEW."transfer") BEGIN SELECT RAISE(ABORT, '台账已有同一记录'); END

CREATE TRIGGER no_update_payments BEFORE UPDATE ON payments FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_payments BEFORE DELETE ON payments FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_replace_payments BEFORE INSERT ON payments FOR EACH ROW WHEN EXISTS (SELECT 1 FROM payments WHERE "payment" = NEW."payment") BEGIN SELECT RAISE(ABORT, '台账已有同一记录'); END

CREATE TRIGGER no_update_signatures BEFORE UPDATE ON signatures FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_signatures BEFORE DELETE ON signatures FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_replace_signatures BEFORE INSERT ON signatures FOR EACH ROW WHEN EXISTS (SELECT 1 FROM signatures WHERE "seq" = NEW."seq") BEGIN SELECT RAISE(ABORT, '台账已有同一记录'); END

CREATE TRIGGER no_update_voids BEFORE UPDATE ON voids FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_voids BEFORE DELETE ON voids FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_replace_voids BEFORE INSERT ON voids FOR EACH ROW WHEN EXISTS (SELECT 1 FROM voids WHERE "number" = NEW."number") BEGIN SELECT RAISE(ABORT, '台账已有同一记录'); END

CREATE TRIGGER no_update_payment_persons BEFORE UPDATE ON payment_persons FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_payment_persons BEFORE DELETE ON payment_persons FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_replace_payment_persons BEFORE INSERT ON payment_persons FOR EACH ROW WHEN EXISTS (SELECT 1 FROM payment_persons WHERE "payment" = NEW."payment" AND "person_key" = NEW."person_key") BEGIN SELECT RAISE(ABORT, '台账已有同一记录'); END

CREATE TRIGGER no_update_payment_states BEFORE UPDATE ON payment_states FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_payment_states BEFORE DELETE ON payment_states FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_replace_payment_states BEFORE INSERT ON payment_states FOR EACH ROW WHEN EXISTS (SELECT 1 FROM payment_states WHERE "seq" = NEW."seq" AND "payment" = NEW."payment") BEGIN SELECT RAISE(ABORT, '台账已有同一记录'); END

CREATE TRIGGER no_update_standing_projects BEFORE UPDATE ON standing_projects FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_standing_projects BEFORE DELETE ON standing_projects FOR EACH ROW WHEN NOT EXISTS (SELECT 1 FROM payment_states WHERE payment = OLD.payment AND status IN ('returned', 'cancelled')) BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_second_standing_projects BEFORE INSERT ON standing_projects FOR EACH ROW WHEN EXISTS (SELECT 1 FROM standing_projects WHERE project = NEW.project) BEGIN SELECT RAISE(ABORT, '台账中该项目已有未退回的支付，不能再次支付'); END

CREATE TRIGGER no_update_standing_persons BEFORE UPDATE ON standing_persons FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_delete_standing_persons BEFORE DELETE ON standing_persons FOR EACH ROW WHEN NOT EXISTS (SELECT 1 FROM payment_states WHERE payment = OLD.payment AND status IN ('returned', 'cancelled')) BEGIN SELECT RAISE(ABORT, '台账记录不得删除'); END

CREATE TRIGGER no_second_standing_persons BEFORE INSERT ON standing_persons FOR EACH ROW WHEN EXISTS (SELECT 1 FROM standing_persons WHERE person_key = NEW.person_key) BEGIN SELECT RAISE(ABORT, '台账中该学员已有未退回的支付，不能再次支付'); END

CREATE TRIGGER stand_project AFTER INSERT ON payments FOR EACH ROW BEGIN INSERT INTO standing_projects (project, payment) VALUES (NEW.project, NEW.payment); END

CREATE TRIGGER stand_person AFTER INSERT ON payment_persons FOR EACH ROW BEGIN INSERT INTO standing_persons (person_key, payment, project) VALUES (NEW.person_key, NEW.payment, NEW.project); END

CREATE TRIGGER fall AFTER INSERT ON payment_states FOR EACH ROW WHEN NEW.status IN ('returned', 'cancelled') BEGIN DELETE FROM standing_projects WHERE payment = NEW.payment;
DELETE FROM standing_persons WHERE payment = NEW.payment; END

CREATE TRIGGER stand_again AFTER INSERT ON payment_states FOR EACH ROW WHEN NEW.status = 'paid' BEGIN INSERT INTO standing_projects (project, payment) SELECT project, payment FROM payments
    WHERE payment = NEW.payment AND project NOT IN (SELECT project FROM standing_projects);
INSERT INTO standing_persons (person_key, payment, project) SELECT person_key, payment, project FROM payment_persons
    WHERE payment = NEW.payment AND person_key NOT IN (SELECT person_key FROM standing_persons); END
