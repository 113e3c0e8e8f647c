CREATE TABLE events (
	seq INTEGER NOT NULL,
	at TEXT NOT NULL,
	actor TEXT NOT NULL,
	account TEXT NOT NULL,
	machine TEXT NOT NULL,
	run TEXT NOT NULL,
	command TEXT NOT NULL,
	kind TEXT NOT NULL,
	project TEXT NOT NULL,
	payload TEXT NOT NULL,
	content_hash TEXT NOT NULL,
	prev_hash TEXT NOT NULL,
	hash TEXT NOT NULL,
	CONSTRAINT pk_events PRIMARY KEY (seq),
	CONSTRAINT uq_events_prev_hash UNIQUE (prev_hash),
	CONSTRAINT uq_events_hash UNIQUE (hash)
)

CREATE TABLE standing_persons (
	person_key TEXT NOT NULL,
	payment TEXT NOT NULL,
	project TEXT NOT NULL,
	CONSTRAINT pk_standing_persons PRIMARY KEY (person_key)
)

CREATE TABLE standing_projects (
	project TEXT NOT NULL,
	payment TEXT NOT NULL,
	CONSTRAINT pk_standing_projects PRIMARY KEY (project)
)

CREATE TABLE batches (
	batch TEXT NOT NULL,
	seq INTEGER NOT NULL,
	quarter TEXT NOT NULL,
	made_on TEXT NOT NULL,
	made_by TEXT NOT NULL,
	account TEXT NOT NULL,
	machine TEXT NOT NULL,
	payments BIGINT NOT NULL,
	total BIGINT NOT NULL,
	CONSTRAINT pk_batches PRIMARY KEY (batch),
	CONSTRAINT fk_batches_seq FOREIGN KEY(seq) REFERENCES events (seq)
)

CREATE TABLE certificates (
	number TEXT NOT NULL,
	seq INTEGER NOT NULL,
	project TEXT NOT NULL,
	person_key TEXT NOT NULL,
	issued_on TEXT NOT NULL,
	replaces TEXT NOT NULL,
	year BIGINT NOT NULL,
	serial BIGINT NOT NULL,
	CONSTRAINT pk_certificates PRIMARY KEY (number),
	CONSTRAINT uq_certificates_year_serial UNIQUE (year, serial),
	CONSTRAINT uq_certificates_project_person_key_replaces UNIQUE (project, person_key, replaces),
	CONSTRAINT fk_certificates_seq FOREIGN KEY(seq) REFERENCES events (seq)
)

CREATE TABLE claims (
	seq INTEGER NOT NULL,
	project TEXT NOT NULL,
	unit TEXT NOT NULL,
	uscc TEXT NOT NULL,
	filed_on TEXT NOT NULL,
	reason TEXT NOT NULL,
	payee TEXT NOT NULL,
	bank TEXT NOT NULL,
	account TEXT NOT NULL,
	file TEXT NOT NULL,
	sheet TEXT NOT NULL,
	claimed_heads BIGINT NOT NULL,
	claimed_amount BIGINT NOT NULL,
	heads BIGINT NOT NULL,
	amount BIGINT NOT NULL,
	reduced BIGINT NOT NULL,
	"row" BIGINT NOT NULL,
	CONSTRAINT pk_claims PRIMARY KEY (seq),
	CONSTRAINT ck_claims_amount CHECK (amount >= 0),
	CONSTRAINT fk_claims_seq FOREIGN KEY(seq) REFERENCES events (seq)
)

CREATE TABLE disqualifications (
	seq INTEGER NOT NULL,
	unit TEXT NOT NULL,
	uscc TEXT NOT NULL,
	cancelled_on TEXT NOT NULL,
	reason TEXT NOT NULL,
	CONSTRAINT pk_disqualifications PRIMARY KEY (seq),
	CONSTRAINT fk_disqualifications_seq FOREIGN KEY(seq) REFERENCES events (seq)
)

CREATE TABLE filings (
	seq INTEGER NOT NULL,
	project TEXT NOT NULL,
	stage TEXT NOT NULL,
	content TEXT NOT NULL,
	filed_on TEXT NOT NULL,
	heads BIGINT NOT NULL,
	CONSTRAINT pk_filings PRIMARY KEY (seq),
	CONSTRAINT fk_filings_seq FOREIGN KEY(seq) REFERENCES events (seq)
)

CREATE TABLE incoming (
	transfer TEXT NOT NULL,
	seq INTEGER NOT NULL,
	project TEXT NOT NULL,
	received_on TEXT NOT NULL,
	amount BIGINT NOT NULL,
	CONSTRAINT pk_incoming PRIMARY KEY (transfer),
	CONSTRAINT fk_incoming_seq FOREIGN KEY(seq) REFERENCES events (seq)
)

CREATE TABLE persons (
	seq INTEGER NOT NULL,
	person_key TEXT NOT NULL,
	project TEXT NOT NULL,
	stage TEXT NOT NULL,
	opening TEXT NOT NULL,
	ending TEXT NOT NULL,
	gender TEXT NOT NULL,
	level TEXT NOT NULL,
	occupation TEXT NOT NULL,
	class_no BIGINT NOT NULL,
	age INTEGER,
	CONSTRAINT pk_persons PRIMARY KEY (seq, person_key),
	CONSTRAINT fk_persons_seq FOREIGN KEY(seq) REFERENCES events (seq)
)

CREATE TABLE projects (
	seq INTEGER NOT NULL,
	project TEXT NOT NULL,
	written TEXT NOT NULL,
	name TEXT NOT NULL,
	unit TEXT NOT NULL,
	uscc TEXT NOT NULL,
	industry TEXT NOT NULL,
	occupation TEXT NOT NULL,
	opening TEXT NOT NULL,
	ending TEXT NOT NULL,
	approved_on TEXT NOT NULL,
	state TEXT NOT NULL,
	ended_on TEXT NOT NULL,
	unit_type TEXT NOT NULL,
	district TEXT NOT NULL,
	heads BIGINT NOT NULL,
	CONSTRAINT pk_projects PRIMARY KEY (seq),
	CONSTRAINT fk_projects_seq FOREIGN KEY(seq) REFERENCES events (seq)
)

CREATE TABLE publications (
	seq INTEGER NOT NULL,
	project TEXT NOT NULL,
	quarter TEXT NOT NULL,
	first_day TEXT NOT NULL,
	last_day TEXT NOT NULL,
	heads BIGINT NOT NULL,
	amount BIGINT NOT NULL,
	CONSTRAINT pk_publications PRIMARY KEY (seq, project),
	CONSTRAINT fk_publications_seq FOREIGN KEY(seq) REFERENCES events (seq)
)

CREATE TABLE recovered_persons (
	payment TEXT NOT NULL,
	person_key TEXT NOT NULL,
	seq INTEGER NOT NULL,
	project TEXT NOT NULL,
	CONSTRAINT pk_recovered_persons PRIMARY KEY (payment, person_key),
	CONSTRAINT fk_recovered_persons_seq FOREIGN KEY(seq) REFERENCES events (seq)
)

CREATE TABLE recoveries (
	seq INTEGER NOT NULL,
	project TEXT NOT NULL,
	payment TEXT NOT NULL,
	recovered_on TEXT NOT NULL,
	reason TEXT NOT NULL,
	amount BIGINT NOT NULL,
	whole BIGINT NOT NULL,
	CONSTRAINT pk_recoveries PRIMARY KEY (seq),
	CONSTRAINT fk_recoveries_seq FOREIGN KEY(seq) REFERENCES events (seq)
)

CREATE TABLE sheets (
	seq INTEGER NOT NULL,
	name TEXT NOT NULL,
	quarter TEXT NOT NULL,
	batch TEXT NOT NULL,
	sha256 TEXT NOT NULL,
	CONSTRAINT pk_sheets PRIMARY KEY (seq, name),
	CONSTRAINT fk_sheets_seq FOREIGN KEY(seq) REFERENCES events (seq)
)

CREATE TABLE statements (
	sha256 TEXT NOT NULL,
	seq INTEGER NOT NULL,
	file TEXT NOT NULL,
	read_on TEXT NOT NULL,
	rows BIGINT NOT NULL,
	CONSTRAINT pk_statements PRIMARY KEY (sha256),
	CONSTRAINT fk_statements_seq FOREIGN KEY(seq) REFERENCES events (seq)
)

CREATE TABLE transfers (
	transfer TEXT NOT NULL,
	seq INTEGER NOT NULL,
	payment TEXT NOT NULL,
	project TEXT NOT NULL,
	transferred_on TEXT NOT NULL,
	outcome TEXT NOT NULL,
	amount BIGINT NOT NULL,
	CONSTRAINT pk_transfers PRIMARY KEY (transfer),
	CONSTRAINT fk_transfers_seq FOREIGN KEY(seq) REFERENCES events (seq)
)

CREATE TABLE payments (
	payment TEXT NOT NULL,
	seq INTEGER NOT NULL,
	batch TEXT NOT NULL,
	quarter TEXT NOT NULL,
	project TEXT NOT NULL,
	unit TEXT NOT NULL,
	uscc TEXT NOT NULL,
	reason TEXT NOT NULL,
	payee TEXT NOT NULL,
	bank TEXT NOT NULL,
	account TEXT NOT NULL,
	replaces TEXT NOT NULL,
	headcount BIGINT NOT NULL,
	claimed_amount BIGINT NOT NULL,
	reduced BIGINT NOT NULL,
	amount BIGINT NOT NULL,
	claim BIGINT NOT NULL,
	CONSTRAINT pk_payments PRIMARY KEY (payment),
	CONSTRAINT ck_payments_amount CHECK (amount > 0),
	CONSTRAINT fk_payments_seq FOREIGN KEY(seq) REFERENCES events (seq),
	CONSTRAINT fk_payments_batch FOREIGN KEY(batch) REFERENCES batches (batch)
)

CREATE TABLE signatures (
	seq INTEGER NOT NULL,
	batch TEXT NOT NULL,
	signer TEXT NOT NULL,
	role TEXT NOT NULL,
	account TEXT NOT NULL,
	machine TEXT NOT NULL,
	signed_on TEXT NOT NULL,
	CONSTRAINT pk_signatures PRIMARY KEY (seq),
	CONSTRAINT uq_signatures_batch_role UNIQUE (batch, role),
	CONSTRAINT fk_signatures_seq FOREIGN KEY(seq) REFERENCES events (seq),
	CONSTRAINT fk_signatures_batch FOREIGN KEY(batch) REFERENCES batches (batch)
)

CREATE TABLE voids (
	number TEXT NOT NULL,
	seq INTEGER NOT NULL,
	voided_on TEXT NOT NULL,
	reason TEXT NOT NULL,
	CONSTRAINT pk_voids PRIMARY KEY (number),
	CONSTRAINT fk_voids_number FOREIGN KEY(number) REFERENCES certificates (number),
	CONSTRAINT fk_voids_seq FOREIGN KEY(seq) REFERENCES events (seq)
)

CREATE TABLE payment_persons (
	payment TEXT NOT NULL,
	person_key TEXT NOT NULL,
	seq INTEGER NOT NULL,
	project TEXT NOT NULL,
	CONSTRAINT pk_payment_persons PRIMARY KEY (payment, person_key),
	CONSTRAINT fk_payment_persons_payment FOREIGN KEY(payment) REFERENCES payments (payment),
	CONSTRAINT fk_payment_persons_seq FOREIGN KEY(seq) REFERENCES events (seq)
)

CREATE TABLE payment_states (
	seq INTEGER NOT NULL,
	payment TEXT NOT NULL,
	status TEXT NOT NULL CONSTRAINT ck_payment_states_status CHECK (status IN ('ordered','released','paid','returned','recovered','cancelled')),
	CONSTRAINT pk_payment_states PRIMARY KEY (seq, payment),
	CONSTRAINT fk_payment_states_seq FOREIGN KEY(seq) REFERENCES events (seq),
	CONSTRAINT fk_payment_states_payment FOREIGN KEY(payment) REFERENCES payments (payment)
)
