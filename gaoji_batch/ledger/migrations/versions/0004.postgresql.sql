ALTER TABLE payments ADD COLUMN per_head BIGINT NOT NULL DEFAULT 0

ALTER TABLE payments DISABLE TRIGGER USER

UPDATE payments SET per_head = CASE headcount WHEN 0 THEN amount ELSE amount / headcount END

ALTER TABLE payments ENABLE TRIGGER USER

CREATE FUNCTION no_other_amount() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF NEW.amount <> NEW.headcount * NEW.per_head OR NEW.amount <> NEW.claimed_amount - NEW.reduced THEN RAISE EXCEPTION '台账中支付的金额应为人数×补助标准，并等于申请金额减去核减金额' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_other_amount BEFORE INSERT ON payments FOR EACH ROW EXECUTE FUNCTION no_other_amount()

CREATE FUNCTION no_other_heads() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF NEW.status IN ('ordered', 'released') AND (SELECT COUNT(*) FROM payment_persons WHERE payment = NEW.payment)
    <> (SELECT headcount FROM payments WHERE payment = NEW.payment) THEN RAISE EXCEPTION '台账中支付的人数与补助人员名单不符' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_other_heads BEFORE INSERT ON payment_states FOR EACH ROW EXECUTE FUNCTION no_other_heads()

CREATE FUNCTION no_late_person() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN IF EXISTS (SELECT 1 FROM payment_states WHERE payment = NEW.payment) THEN RAISE EXCEPTION '台账中已编制的支付不得增加补助人员' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $guard$

CREATE TRIGGER no_late_person BEFORE INSERT ON payment_persons FOR EACH ROW EXECUTE FUNCTION no_late_person()
