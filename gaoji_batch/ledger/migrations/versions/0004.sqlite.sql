DROP TRIGGER no_update_payments

ALTER TABLE payments ADD COLUMN per_head BIGINT NOT NULL DEFAULT 0

UPDATE payments SET per_head = CASE headcount WHEN 0 THEN amount ELSE amount / headcount END

CREATE TRIGGER no_update_payments BEFORE UPDATE ON payments FOR EACH ROW BEGIN SELECT RAISE(ABORT, '台账记录不得修改'); END

CREATE TRIGGER no_other_amount BEFORE INSERT ON payments FOR EACH ROW WHEN NEW.amount <> NEW.headcount * NEW.per_head OR NEW.amount <> NEW.claimed_amount - NEW.reduced BEGIN SELECT RAISE(ABORT, '台账中支付的金额应为人数×补助标准，并等于申请金额减去核减金额'); END

CREATE TRIGGER no_other_heads BEFORE INSERT ON payment_states FOR EACH ROW WHEN NEW.status IN ('ordered', 'released') AND (SELECT COUNT(*) FROM payment_persons WHERE payment = NEW.payment)
    <> (SELECT headcount FROM payments WHERE payment = NEW.payment) BEGIN SELECT RAISE(ABORT, '台账中支付的人数与补助人员名单不符'); END

CREATE TRIGGER no_late_person BEFORE INSERT ON payment_persons FOR EACH ROW WHEN EXISTS (SELECT 1 FROM payment_states WHERE payment = NEW.payment) BEGIN SELECT RAISE(ABORT, '台账中已编制的支付不得增加补助人员'); END
