--
-- PostgreSQL database dump
--


-- Dumped from database version 18.4
-- Dumped by pg_dump version 18.4

SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;

--
-- Name: fall(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.fall() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF NEW.status IN ('returned', 'cancelled') THEN DELETE FROM standing_projects WHERE payment = NEW.payment;
DELETE FROM standing_persons WHERE payment = NEW.payment; END IF; RETURN NEW; END $$;


--
-- Name: no_delete_batches(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_delete_batches() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$;


--
-- Name: no_delete_certificates(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_delete_certificates() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$;


--
-- Name: no_delete_claims(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_delete_claims() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$;


--
-- Name: no_delete_disqualifications(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_delete_disqualifications() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$;


--
-- Name: no_delete_events(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_delete_events() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$;


--
-- Name: no_delete_filings(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_delete_filings() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$;


--
-- Name: no_delete_incoming(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_delete_incoming() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$;


--
-- Name: no_delete_payment_persons(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_delete_payment_persons() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$;


--
-- Name: no_delete_payment_states(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_delete_payment_states() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$;


--
-- Name: no_delete_payments(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_delete_payments() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$;


--
-- Name: no_delete_persons(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_delete_persons() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$;


--
-- Name: no_delete_projects(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_delete_projects() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$;


--
-- Name: no_delete_publications(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_delete_publications() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$;


--
-- Name: no_delete_recovered_persons(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_delete_recovered_persons() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$;


--
-- Name: no_delete_recoveries(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_delete_recoveries() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$;


--
-- Name: no_delete_sheets(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_delete_sheets() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$;


--
-- Name: no_delete_signatures(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_delete_signatures() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$;


--
-- Name: no_delete_standing_persons(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_delete_standing_persons() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM payment_states WHERE payment = OLD.payment AND status IN ('returned', 'cancelled')) THEN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;


--
-- Name: no_delete_standing_projects(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_delete_standing_projects() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF NOT EXISTS (SELECT 1 FROM payment_states WHERE payment = OLD.payment AND status IN ('returned', 'cancelled')) THEN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN OLD; END $$;


--
-- Name: no_delete_statements(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_delete_statements() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$;


--
-- Name: no_delete_transfers(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_delete_transfers() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$;


--
-- Name: no_delete_voids(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_delete_voids() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得删除' USING ERRCODE = 'integrity_constraint_violation'; RETURN OLD; END $$;


--
-- Name: no_replace_batches(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_replace_batches() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM batches WHERE "batch" = NEW."batch") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: no_replace_certificates(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_replace_certificates() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM certificates WHERE "number" = NEW."number") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: no_replace_claims(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_replace_claims() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM claims WHERE "seq" = NEW."seq") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: no_replace_disqualifications(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_replace_disqualifications() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM disqualifications WHERE "seq" = NEW."seq") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: no_replace_events(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_replace_events() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM events WHERE "seq" = NEW."seq") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: no_replace_filings(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_replace_filings() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM filings WHERE "seq" = NEW."seq") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: no_replace_incoming(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_replace_incoming() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM incoming WHERE "transfer" = NEW."transfer") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: no_replace_payment_persons(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_replace_payment_persons() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM payment_persons WHERE "payment" = NEW."payment" AND "person_key" = NEW."person_key") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: no_replace_payment_states(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_replace_payment_states() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM payment_states WHERE "seq" = NEW."seq" AND "payment" = NEW."payment") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: no_replace_payments(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_replace_payments() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM payments WHERE "payment" = NEW."payment") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: no_replace_persons(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_replace_persons() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM persons WHERE "seq" = NEW."seq" AND "person_key" = NEW."person_key") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: no_replace_projects(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_replace_projects() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM projects WHERE "seq" = NEW."seq") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: no_replace_publications(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_replace_publications() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM publications WHERE "seq" = NEW."seq" AND "project" = NEW."project") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: no_replace_recovered_persons(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_replace_recovered_persons() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM recovered_persons WHERE "payment" = NEW."payment" AND "person_key" = NEW."person_key") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: no_replace_recoveries(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_replace_recoveries() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM recoveries WHERE "seq" = NEW."seq") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: no_replace_sheets(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_replace_sheets() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM sheets WHERE "seq" = NEW."seq" AND "name" = NEW."name") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: no_replace_signatures(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_replace_signatures() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM signatures WHERE "seq" = NEW."seq") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: no_replace_statements(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_replace_statements() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM statements WHERE "sha256" = NEW."sha256") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: no_replace_transfers(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_replace_transfers() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM transfers WHERE "transfer" = NEW."transfer") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: no_replace_voids(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_replace_voids() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM voids WHERE "number" = NEW."number") THEN RAISE EXCEPTION '台账已有同一记录' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: no_second_standing_persons(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_second_standing_persons() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM standing_persons WHERE person_key = NEW.person_key) THEN RAISE EXCEPTION '台账中该学员已有未退回的支付，不能再次支付' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: no_second_standing_projects(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_second_standing_projects() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM standing_projects WHERE project = NEW.project) THEN RAISE EXCEPTION '台账中该项目已有未退回的支付，不能再次支付' USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$;


--
-- Name: no_update_batches(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_update_batches() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$;


--
-- Name: no_update_certificates(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_update_certificates() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$;


--
-- Name: no_update_claims(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_update_claims() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$;


--
-- Name: no_update_disqualifications(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_update_disqualifications() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$;


--
-- Name: no_update_events(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_update_events() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$;


--
-- Name: no_update_filings(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_update_filings() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$;


--
-- Name: no_update_incoming(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_update_incoming() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$;


--
-- Name: no_update_payment_persons(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_update_payment_persons() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$;


--
-- Name: no_update_payment_states(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_update_payment_states() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$;


--
-- Name: no_update_payments(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_update_payments() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$;


--
-- Name: no_update_persons(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_update_persons() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$;


--
-- Name: no_update_projects(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_update_projects() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$;


--
-- Name: no_update_publications(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_update_publications() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$;


--
-- Name: no_update_recovered_persons(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_update_recovered_persons() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$;


--
-- Name: no_update_recoveries(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_update_recoveries() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$;


--
-- Name: no_update_sheets(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_update_sheets() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$;


--
-- Name: no_update_signatures(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_update_signatures() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$;


--
-- Name: no_update_standing_persons(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_update_standing_persons() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$;


--
-- Name: no_update_standing_projects(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_update_standing_projects() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$;


--
-- Name: no_update_statements(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_update_statements() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$;


--
-- Name: no_update_transfers(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_update_transfers() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$;


--
-- Name: no_update_voids(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.no_update_voids() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION '台账记录不得修改' USING ERRCODE = 'integrity_constraint_violation'; RETURN NEW; END $$;


--
-- Name: stand_again(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.stand_again() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF NEW.status = 'paid' THEN INSERT INTO standing_projects (project, payment) SELECT project, payment FROM payments
    WHERE payment = NEW.payment AND project NOT IN (SELECT project FROM standing_projects);
INSERT INTO standing_persons (person_key, payment, project) SELECT person_key, payment, project FROM payment_persons
    WHERE payment = NEW.payment AND person_key NOT IN (SELECT person_key FROM standing_persons); END IF; RETURN NEW; END $$;


--
-- Name: stand_person(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.stand_person() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN INSERT INTO standing_persons (person_key, payment, project) VALUES (NEW.person_key, NEW.payment, NEW.project); RETURN NEW; END $$;


--
-- Name: stand_project(); Type: FUNCTION; Schema: public; Owner: -
--

CREATE FUNCTION public.stand_project() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN INSERT INTO standing_projects (project, payment) VALUES (NEW.project, NEW.payment); RETURN NEW; END $$;


SET default_tablespace = '';

SET default_table_access_method = heap;

--
-- Name: alembic_version; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.alembic_version (
    version_num character varying(32) NOT NULL
);


--
-- Name: batches; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.batches (
    batch text NOT NULL,
    seq integer NOT NULL,
    quarter text NOT NULL,
    made_on text NOT NULL,
    made_by text NOT NULL,
    account text NOT NULL,
    machine text NOT NULL,
    payments bigint NOT NULL,
    total bigint NOT NULL
);


--
-- Name: certificates; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.certificates (
    number text NOT NULL,
    seq integer NOT NULL,
    project text NOT NULL,
    person_key text NOT NULL,
    issued_on text NOT NULL,
    replaces text NOT NULL,
    year bigint NOT NULL,
    serial bigint NOT NULL
);


--
-- Name: claims; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.claims (
    seq integer NOT NULL,
    project text NOT NULL,
    unit text NOT NULL,
    uscc text NOT NULL,
    filed_on text NOT NULL,
    reason text NOT NULL,
    payee text NOT NULL,
    bank text NOT NULL,
    account text NOT NULL,
    file text NOT NULL,
    sheet text NOT NULL,
    claimed_heads bigint NOT NULL,
    claimed_amount bigint NOT NULL,
    heads bigint NOT NULL,
    amount bigint NOT NULL,
    reduced bigint NOT NULL,
    "row" bigint NOT NULL,
    CONSTRAINT ck_claims_amount CHECK ((amount >= 0))
);


--
-- Name: disqualifications; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.disqualifications (
    seq integer NOT NULL,
    unit text NOT NULL,
    uscc text NOT NULL,
    cancelled_on text NOT NULL,
    reason text NOT NULL
);


--
-- Name: events; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.events (
    seq integer NOT NULL,
    at text NOT NULL,
    actor text NOT NULL,
    account text NOT NULL,
    machine text NOT NULL,
    run text NOT NULL,
    command text NOT NULL,
    kind text NOT NULL,
    project text NOT NULL,
    payload text NOT NULL,
    content_hash text NOT NULL,
    prev_hash text NOT NULL,
    hash text NOT NULL
);


--
-- Name: filings; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.filings (
    seq integer NOT NULL,
    project text NOT NULL,
    stage text NOT NULL,
    content text NOT NULL,
    filed_on text NOT NULL,
    heads bigint NOT NULL
);


--
-- Name: incoming; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.incoming (
    transfer text NOT NULL,
    seq integer NOT NULL,
    project text NOT NULL,
    received_on text NOT NULL,
    amount bigint NOT NULL
);


--
-- Name: payment_persons; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.payment_persons (
    payment text NOT NULL,
    person_key text NOT NULL,
    seq integer NOT NULL,
    project text NOT NULL
);


--
-- Name: payment_states; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.payment_states (
    seq integer NOT NULL,
    payment text NOT NULL,
    status text NOT NULL,
    CONSTRAINT ck_payment_states_status CHECK ((status = ANY (ARRAY['ordered'::text, 'released'::text, 'paid'::text, 'returned'::text, 'recovered'::text, 'cancelled'::text])))
);


--
-- Name: payments; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.payments (
    payment text NOT NULL,
    seq integer NOT NULL,
    batch text NOT NULL,
    quarter text NOT NULL,
    project text NOT NULL,
    unit text NOT NULL,
    uscc text NOT NULL,
    reason text NOT NULL,
    payee text NOT NULL,
    bank text NOT NULL,
    account text NOT NULL,
    replaces text NOT NULL,
    headcount bigint NOT NULL,
    claimed_amount bigint NOT NULL,
    reduced bigint NOT NULL,
    amount bigint NOT NULL,
    claim bigint NOT NULL,
    CONSTRAINT ck_payments_amount CHECK ((amount > 0))
);


--
-- Name: persons; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.persons (
    seq integer NOT NULL,
    person_key text NOT NULL,
    project text NOT NULL,
    stage text NOT NULL,
    opening text NOT NULL,
    ending text NOT NULL,
    gender text NOT NULL,
    level text NOT NULL,
    occupation text NOT NULL,
    class_no bigint NOT NULL,
    age integer
);


--
-- Name: projects; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.projects (
    seq integer NOT NULL,
    project text NOT NULL,
    written text NOT NULL,
    name text NOT NULL,
    unit text NOT NULL,
    uscc text NOT NULL,
    industry text NOT NULL,
    occupation text NOT NULL,
    opening text NOT NULL,
    ending text NOT NULL,
    approved_on text NOT NULL,
    state text NOT NULL,
    ended_on text NOT NULL,
    unit_type text NOT NULL,
    district text NOT NULL,
    heads bigint NOT NULL
);


--
-- Name: publications; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.publications (
    seq integer NOT NULL,
    project text NOT NULL,
    quarter text NOT NULL,
    first_day text NOT NULL,
    last_day text NOT NULL,
    heads bigint NOT NULL,
    amount bigint NOT NULL
);


--
-- Name: recovered_persons; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.recovered_persons (
    payment text NOT NULL,
    person_key text NOT NULL,
    seq integer NOT NULL,
    project text NOT NULL
);


--
-- Name: recoveries; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.recoveries (
    seq integer NOT NULL,
    project text NOT NULL,
    payment text NOT NULL,
    recovered_on text NOT NULL,
    reason text NOT NULL,
    amount bigint NOT NULL,
    whole bigint NOT NULL
);


--
-- Name: sheets; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.sheets (
    seq integer NOT NULL,
    name text NOT NULL,
    quarter text NOT NULL,
    batch text NOT NULL,
    sha256 text NOT NULL
);


--
-- Name: signatures; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.signatures (
    seq integer NOT NULL,
    batch text NOT NULL,
    signer text NOT NULL,
    role text NOT NULL,
    account text NOT NULL,
    machine text NOT NULL,
    signed_on text NOT NULL
);


--
-- Name: standing_persons; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.standing_persons (
    person_key text NOT NULL,
    payment text NOT NULL,
    project text NOT NULL
);


--
-- Name: standing_projects; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.standing_projects (
    project text NOT NULL,
    payment text NOT NULL
);


--
-- Name: statements; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.statements (
    sha256 text NOT NULL,
    seq integer NOT NULL,
    file text NOT NULL,
    read_on text NOT NULL,
    rows bigint NOT NULL
);


--
-- Name: transfers; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.transfers (
    transfer text NOT NULL,
    seq integer NOT NULL,
    payment text NOT NULL,
    project text NOT NULL,
    transferred_on text NOT NULL,
    outcome text NOT NULL,
    amount bigint NOT NULL
);


--
-- Name: voids; Type: TABLE; Schema: public; Owner: -
--

CREATE TABLE public.voids (
    number text NOT NULL,
    seq integer NOT NULL,
    voided_on text NOT NULL,
    reason text NOT NULL
);


--
-- Data for Name: alembic_version; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.alembic_version VALUES ('0002');


--
-- Data for Name: batches; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.batches VALUES ('2026Q3-1', 6, '2026Q3', '2026-07-02', '王敏', 'wangmin', 'pc1', 1, 10000);
INSERT INTO public.batches VALUES ('2026Q3-2', 12, '2026Q3', '2026-07-02', '王敏', 'wangmin', 'pc1', 1, 10000);
INSERT INTO public.batches VALUES ('2026Q3-3', 21, '2026Q3', '2026-07-02', '王敏', 'wangmin', 'pc1', 1, 10000);
INSERT INTO public.batches VALUES ('2026Q3-4', 37, '2026Q3', '2026-07-02', '王敏', 'wangmin', 'pc1', 1, 10000);
INSERT INTO public.batches VALUES ('2026Q3-5', 48, '2026Q3', '2026-07-02', '王敏', 'wangmin', 'pc1', 1, 10000);
INSERT INTO public.batches VALUES ('2026Q3-6', 62, '2026Q3', '2026-07-02', '王敏', 'wangmin', 'pc1', 1, 10000);


--
-- Data for Name: certificates; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.certificates VALUES ('G20260001', 28, 'P3', 'k3a', '2026-07-10', '', 2026, 1);
INSERT INTO public.certificates VALUES ('G20260002', 29, 'P3', 'k3b', '2026-07-10', '', 2026, 2);


--
-- Data for Name: claims; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.claims VALUES (5, 'P1', '北京甲测试技术有限公司', '91110105MA0000001X', '2026-06-05', '', '北京甲测试技术有限公司', '测试银行', '0200000000000000001', 'inbox/claim.xlsx', '补助资金申请表', 2, 10000, 2, 10000, 0, 6);
INSERT INTO public.claims VALUES (11, 'P2', '北京甲测试技术有限公司', '91110105MA0000001X', '2026-06-05', '', '北京甲测试技术有限公司', '测试银行', '0200000000000000001', 'inbox/claim.xlsx', '补助资金申请表', 2, 10000, 2, 10000, 0, 6);
INSERT INTO public.claims VALUES (20, 'P3', '北京甲测试技术有限公司', '91110105MA0000001X', '2026-06-05', '', '北京甲测试技术有限公司', '测试银行', '0200000000000000001', 'inbox/claim.xlsx', '补助资金申请表', 2, 10000, 2, 10000, 0, 6);
INSERT INTO public.claims VALUES (36, 'P4', '北京甲测试技术有限公司', '91110105MA0000001X', '2026-06-05', '', '北京甲测试技术有限公司', '测试银行', '0200000000000000001', 'inbox/claim.xlsx', '补助资金申请表', 2, 10000, 2, 10000, 0, 6);
INSERT INTO public.claims VALUES (47, 'P5', '北京甲测试技术有限公司', '91110105MA0000001X', '2026-06-05', '', '北京甲测试技术有限公司', '测试银行', '0200000000000000001', 'inbox/claim.xlsx', '补助资金申请表', 2, 10000, 2, 10000, 0, 6);
INSERT INTO public.claims VALUES (61, 'P6', '北京甲测试技术有限公司', '91110105MA0000001X', '2026-06-05', '', '北京甲测试技术有限公司', '测试银行', '0200000000000000001', 'inbox/claim.xlsx', '补助资金申请表', 2, 10000, 2, 10000, 0, 6);
INSERT INTO public.claims VALUES (64, 'P0', '北京甲测试技术有限公司', '91110105MA0000001X', '2026-06-05', '', '北京甲测试技术有限公司', '测试银行', '0200000000000000001', 'inbox/claim.xlsx', '补助资金申请表', 2, 10000, 2, 10000, 0, 6);
INSERT INTO public.claims VALUES (66, 'P0', '北京甲测试技术有限公司', '91110105MA0000001X', '2026-06-05', '', '北京甲测试技术有限公司', '测试银行', '0200000000000000001', 'inbox/claim.xlsx', '补助资金申请表', 3, 15000, 3, 15000, 0, 6);


--
-- Data for Name: disqualifications; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.disqualifications VALUES (57, '北京甲测试技术有限公司', '91110105MA0000001X', '2026-08-03', '弄虚作假');


--
-- Data for Name: events; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.events VALUES (1, '2026-11-26T12:17:50.462+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'approved', 'P0', '{"approved_on":"2026-03-02","district":"朝阳区","ended_on":"","ending":"2026-05-22","heads":30,"industry":"现代服务业","name":"P0研修班","occupation":"焊工","opening":"2026-05-11","state":"正常","unit":"北京甲测试技术有限公司","unit_type":"企业","uscc":"91110105MA0000001X","written":"P0"}', '7ce82a61fcb7bbdb50a35278f8a47c1ae5b7f49333174b333388f59e76e0cd32', '0000000000000000000000000000000000000000000000000000000000000000', '941d0472b51a7abcc918ca7ee7c0f966597c7d801bbe2c6eb0a3303a5d07e5db');
INSERT INTO public.events VALUES (2, '2026-11-26T12:17:50.468+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'approved', 'P1', '{"approved_on":"2026-03-02","district":"朝阳区","ended_on":"","ending":"2026-05-22","heads":30,"industry":"现代服务业","name":"P1研修班","occupation":"焊工","opening":"2026-05-11","state":"正常","unit":"北京甲测试技术有限公司","unit_type":"企业","uscc":"91110105MA0000001X","written":"P1"}', 'f683d988d20819c3f2b12fca0f362c6fc60aaabf2281f37b37d91fd117ee4c0c', '941d0472b51a7abcc918ca7ee7c0f966597c7d801bbe2c6eb0a3303a5d07e5db', '4d3a4f32e78931664efc6497252032fbdc798322347d0e274dcfb2f7528111e0');
INSERT INTO public.events VALUES (3, '2026-11-26T12:17:50.469+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'filed', 'P1', '{"content":"c1","filed_on":"2026-04-27","files":[{"file":"inbox/a.xlsx","sha256":"0000000000000000000000000000000000000000000000000000000000000000"}],"persons":[{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k1a"},{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k1b"}]}', '01a653e71409566e9f403f5a1b052314ca6d5fd9776b85a73d3be77c1c9684f4', '4d3a4f32e78931664efc6497252032fbdc798322347d0e274dcfb2f7528111e0', '26770a8bc1c99d1c8a57975daa12e043771571e505a3a33b7d56163315dbc1e3');
INSERT INTO public.events VALUES (4, '2026-11-26T12:17:50.470+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'completed', 'P1', '{"content":"c1","filed_on":"2026-04-27","files":[{"file":"inbox/a.xlsx","sha256":"0000000000000000000000000000000000000000000000000000000000000000"}],"persons":[{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k1a"},{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k1b"}]}', '01a653e71409566e9f403f5a1b052314ca6d5fd9776b85a73d3be77c1c9684f4', '26770a8bc1c99d1c8a57975daa12e043771571e505a3a33b7d56163315dbc1e3', 'fc8040283d8278a22f44ba594fa87e6a6856ba42f83df175a116d922091c81de');
INSERT INTO public.events VALUES (5, '2026-11-26T12:17:50.470+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'claimed', 'P1', '{"account":"0200000000000000001","amount":10000,"bank":"测试银行","claimed_amount":10000,"claimed_heads":2,"content":"c1","file":"inbox/claim.xlsx","filed_on":"2026-06-05","files":[],"heads":2,"payee":"北京甲测试技术有限公司","reason":"","reduced":0,"row":6,"sheet":"补助资金申请表","unit":"北京甲测试技术有限公司","uscc":"91110105MA0000001X"}', '392c1f7ce539cfdb74b0aed04bd303bd86546e41a65acf8232bb9104c0adeca2', 'fc8040283d8278a22f44ba594fa87e6a6856ba42f83df175a116d922091c81de', 'decae4568bd90b045df5c198c338844b0c2401e7f664756168b36026ce49f29a');
INSERT INTO public.events VALUES (6, '2026-11-26T12:17:50.476+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'ordered', '', '{"account":"wangmin","batch":"2026Q3-1","machine":"pc1","made_by":"王敏","made_on":"2026-07-02","payments":[{"account":"0200000000000000001","amount":10000,"bank":"测试银行","claim":5,"claimed_amount":10000,"headcount":2,"payee":"北京甲测试技术有限公司","payment":"2026Q3-0001","persons":["k1a","k1b"],"project":"P1","reason":"","reduced":0,"replaces":"","unit":"北京甲测试技术有限公司","uscc":"91110105MA0000001X"}],"quarter":"2026Q3"}', '3379d9aa25b2b8ed1d243a748cbe32c07ba34cdab0e777059ea6500c79bbf68c', 'decae4568bd90b045df5c198c338844b0c2401e7f664756168b36026ce49f29a', '786f4bd320d99b89fcff88f85924780c19567feb817c585b3a0a8839e3f0b678');
INSERT INTO public.events VALUES (7, '2026-11-26T12:17:50.481+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'issued', '', '{"batch":"2026Q3-1","quarter":"2026Q3","sheets":[{"name":"拨付单-2026Q3-1.html","sha256":"1111111111111111111111111111111111111111111111111111111111111111"}]}', '35b3b2b9dd714b442540100dfe1a55250da26293c4603f2f9063886c1bd63214', '786f4bd320d99b89fcff88f85924780c19567feb817c585b3a0a8839e3f0b678', 'efcdc8eabfc5c7c7d2b3c55ad59e42ba95ead027f9a930ebc21cbc854a80212a');
INSERT INTO public.events VALUES (8, '2026-11-26T12:17:50.485+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'approved', 'P2', '{"approved_on":"2026-03-02","district":"朝阳区","ended_on":"","ending":"2026-05-22","heads":30,"industry":"现代服务业","name":"P2研修班","occupation":"焊工","opening":"2026-05-11","state":"正常","unit":"北京甲测试技术有限公司","unit_type":"企业","uscc":"91110105MA0000001X","written":"P2"}', '3e8d32cd5a64e916eb7d2da525379a4585582ae50777cf0e643c95a563cf1486', 'efcdc8eabfc5c7c7d2b3c55ad59e42ba95ead027f9a930ebc21cbc854a80212a', '295025f3a0d26644d7a23566fa8499490773b1ea62d25f63e423fd7407dcdf7e');
INSERT INTO public.events VALUES (9, '2026-11-26T12:17:50.485+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'filed', 'P2', '{"content":"c1","filed_on":"2026-04-27","files":[{"file":"inbox/a.xlsx","sha256":"0000000000000000000000000000000000000000000000000000000000000000"}],"persons":[{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k2a"},{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k2b"}]}', 'b02c45339d57308320e2e6372a0112d52360c009ef82ee1698b39d7f569b944c', '295025f3a0d26644d7a23566fa8499490773b1ea62d25f63e423fd7407dcdf7e', 'd81cacfd729dc3b062eb6c37a5b20f32d248d828e3b4727df8b5a89aabe740bd');
INSERT INTO public.events VALUES (10, '2026-11-26T12:17:50.486+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'completed', 'P2', '{"content":"c1","filed_on":"2026-04-27","files":[{"file":"inbox/a.xlsx","sha256":"0000000000000000000000000000000000000000000000000000000000000000"}],"persons":[{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k2a"},{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k2b"}]}', 'b02c45339d57308320e2e6372a0112d52360c009ef82ee1698b39d7f569b944c', 'd81cacfd729dc3b062eb6c37a5b20f32d248d828e3b4727df8b5a89aabe740bd', '9716142eb80a8ca0aae2ed002a6bf5d24f3de36ce3cfb2084e6fbb4902b044a7');
INSERT INTO public.events VALUES (11, '2026-11-26T12:17:50.486+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'claimed', 'P2', '{"account":"0200000000000000001","amount":10000,"bank":"测试银行","claimed_amount":10000,"claimed_heads":2,"content":"c1","file":"inbox/claim.xlsx","filed_on":"2026-06-05","files":[],"heads":2,"payee":"北京甲测试技术有限公司","reason":"","reduced":0,"row":6,"sheet":"补助资金申请表","unit":"北京甲测试技术有限公司","uscc":"91110105MA0000001X"}', '392c1f7ce539cfdb74b0aed04bd303bd86546e41a65acf8232bb9104c0adeca2', '9716142eb80a8ca0aae2ed002a6bf5d24f3de36ce3cfb2084e6fbb4902b044a7', '73de1500f68947bcdc7ec4fe637f6258d6e749138454379bd9653b4c975a0a03');
INSERT INTO public.events VALUES (26, '2026-11-26T12:17:50.525+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'statement_read', '', '{"file":"bank.csv","read_on":"2026-07-09","rows":1,"sha256":"2026Q3-0003"}', 'a63b98101c7b16ea5d0b4db77539321ab3624ecc782ff88d408fe451c5f37ee9', 'd26ce9ab7dad71146c893699fac2489b39f38be781d3df9fd68f01571140416c', 'f4713dea419fba69a589fcc90f63755f695a215983a62dad9c03d054d46bae8a');
INSERT INTO public.events VALUES (12, '2026-11-26T12:17:50.489+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'ordered', '', '{"account":"wangmin","batch":"2026Q3-2","machine":"pc1","made_by":"王敏","made_on":"2026-07-02","payments":[{"account":"0200000000000000001","amount":10000,"bank":"测试银行","claim":11,"claimed_amount":10000,"headcount":2,"payee":"北京甲测试技术有限公司","payment":"2026Q3-0002","persons":["k2a","k2b"],"project":"P2","reason":"","reduced":0,"replaces":"","unit":"北京甲测试技术有限公司","uscc":"91110105MA0000001X"}],"quarter":"2026Q3"}', 'f25c2c2fe34ec0d257afc9f0c13cf01ef64a28124c2d80681d83a3d2710b4df1', '73de1500f68947bcdc7ec4fe637f6258d6e749138454379bd9653b4c975a0a03', 'a409d7d6b622c8278741426ae71d41ec2011d58a06a1a6bd70f2613bfe8840bc');
INSERT INTO public.events VALUES (13, '2026-11-26T12:17:50.493+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'issued', '', '{"batch":"2026Q3-2","quarter":"2026Q3","sheets":[{"name":"拨付单-2026Q3-2.html","sha256":"1111111111111111111111111111111111111111111111111111111111111111"}]}', 'a7b636277eb3798ecca26657304d5230c610dd50839301dca37c4babc6ffd61e', 'a409d7d6b622c8278741426ae71d41ec2011d58a06a1a6bd70f2613bfe8840bc', '22eda2451b2a340a236e32cc849b0ecb29d5fc036ee80e3e0d0d37405a7703d5');
INSERT INTO public.events VALUES (14, '2026-11-26T12:17:50.496+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'signed', '', '{"account":"王敏","batch":"2026Q3-2","machine":"pc1","role":"made","signed_on":"2026-07-06","signer":"王敏"}', '47220f119d31ae79baf1103fbdbd3c1a25a9f31b16f07a899a5a17d9cd1f484f', '22eda2451b2a340a236e32cc849b0ecb29d5fc036ee80e3e0d0d37405a7703d5', '54d6589da9d16e1ac76f9d11bfe973a40999d92370ce9d8c39c39f7879eebf56');
INSERT INTO public.events VALUES (15, '2026-11-26T12:17:50.499+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'signed', '', '{"account":"李强","batch":"2026Q3-2","machine":"pc1","role":"released","signed_on":"2026-07-06","signer":"李强"}', 'f8c159fd1ebbb701e0350055a1f5f47013b4916c5b29ddf24fdf604bda2101dd', '54d6589da9d16e1ac76f9d11bfe973a40999d92370ce9d8c39c39f7879eebf56', '93c3af3e10959dba586b610e502c7d2d158ac7d9f8a4da921674c449f145d219');
INSERT INTO public.events VALUES (16, '2026-11-26T12:17:50.502+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'released', '', '{"batch":"2026Q3-2","payments":["2026Q3-0002"]}', '5387e70868ee8621ff733bb6ac0d3f965d77090b52849a5e99d513ece16af11c', '93c3af3e10959dba586b610e502c7d2d158ac7d9f8a4da921674c449f145d219', '4e5b325c0746da7a4e7ab5c7c6d8c6b4b72bd00b4ab49b43acd73c84820d37c3');
INSERT INTO public.events VALUES (17, '2026-11-26T12:17:50.505+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'approved', 'P3', '{"approved_on":"2026-03-02","district":"朝阳区","ended_on":"","ending":"2026-05-22","heads":30,"industry":"现代服务业","name":"P3研修班","occupation":"焊工","opening":"2026-05-11","state":"正常","unit":"北京甲测试技术有限公司","unit_type":"企业","uscc":"91110105MA0000001X","written":"P3"}', 'bfb04545be8fc479807e6914c975d6bb82f0fc5a0d4fe37506d6162a38ad243b', '4e5b325c0746da7a4e7ab5c7c6d8c6b4b72bd00b4ab49b43acd73c84820d37c3', 'f35a31658a02a32e0a907d4864b78ca5d64a114a6c3cf228293c9e5288df75b7');
INSERT INTO public.events VALUES (18, '2026-11-26T12:17:50.506+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'filed', 'P3', '{"content":"c1","filed_on":"2026-04-27","files":[{"file":"inbox/a.xlsx","sha256":"0000000000000000000000000000000000000000000000000000000000000000"}],"persons":[{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k3a"},{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k3b"}]}', 'b939f27e596f3fce2217ae83ffeb71e277e813f702dadd482dbc6b0cafedaebf', 'f35a31658a02a32e0a907d4864b78ca5d64a114a6c3cf228293c9e5288df75b7', '133162a9b048c6561663f0927089227649c9feacb7f1fc3bc21e6adb62d62ccf');
INSERT INTO public.events VALUES (19, '2026-11-26T12:17:50.506+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'completed', 'P3', '{"content":"c1","filed_on":"2026-04-27","files":[{"file":"inbox/a.xlsx","sha256":"0000000000000000000000000000000000000000000000000000000000000000"}],"persons":[{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k3a"},{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k3b"}]}', 'b939f27e596f3fce2217ae83ffeb71e277e813f702dadd482dbc6b0cafedaebf', '133162a9b048c6561663f0927089227649c9feacb7f1fc3bc21e6adb62d62ccf', '443cf6adfd70a81a2c78d687ff9b50117d0e72d14f33865afc1c6ed9f25499c7');
INSERT INTO public.events VALUES (20, '2026-11-26T12:17:50.506+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'claimed', 'P3', '{"account":"0200000000000000001","amount":10000,"bank":"测试银行","claimed_amount":10000,"claimed_heads":2,"content":"c1","file":"inbox/claim.xlsx","filed_on":"2026-06-05","files":[],"heads":2,"payee":"北京甲测试技术有限公司","reason":"","reduced":0,"row":6,"sheet":"补助资金申请表","unit":"北京甲测试技术有限公司","uscc":"91110105MA0000001X"}', '392c1f7ce539cfdb74b0aed04bd303bd86546e41a65acf8232bb9104c0adeca2', '443cf6adfd70a81a2c78d687ff9b50117d0e72d14f33865afc1c6ed9f25499c7', '552c8caa5d6f51c28624707aca0eb5ebd0b27acf0aed0458d1257e1f3e44b4a8');
INSERT INTO public.events VALUES (21, '2026-11-26T12:17:50.510+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'ordered', '', '{"account":"wangmin","batch":"2026Q3-3","machine":"pc1","made_by":"王敏","made_on":"2026-07-02","payments":[{"account":"0200000000000000001","amount":10000,"bank":"测试银行","claim":20,"claimed_amount":10000,"headcount":2,"payee":"北京甲测试技术有限公司","payment":"2026Q3-0003","persons":["k3a","k3b"],"project":"P3","reason":"","reduced":0,"replaces":"","unit":"北京甲测试技术有限公司","uscc":"91110105MA0000001X"}],"quarter":"2026Q3"}', '9ccdad1ab1040360ef6fe5fae89b7a0d798b861416a9b642e11a4d5a96466772', '552c8caa5d6f51c28624707aca0eb5ebd0b27acf0aed0458d1257e1f3e44b4a8', '3a459e45a5a5b104b26dff4fd10127547af3be0f421bb7b63d9bf205e6ae8b77');
INSERT INTO public.events VALUES (22, '2026-11-26T12:17:50.513+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'issued', '', '{"batch":"2026Q3-3","quarter":"2026Q3","sheets":[{"name":"拨付单-2026Q3-3.html","sha256":"1111111111111111111111111111111111111111111111111111111111111111"}]}', '9cda814ec6ba1676de764e9b0663b5f2355e65a13b515605b61089f11048998c', '3a459e45a5a5b104b26dff4fd10127547af3be0f421bb7b63d9bf205e6ae8b77', 'a7ccf26b4743bac4a4d08531c574e6621599b758196296763b61b0990baf7fc8');
INSERT INTO public.events VALUES (23, '2026-11-26T12:17:50.516+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'signed', '', '{"account":"王敏","batch":"2026Q3-3","machine":"pc1","role":"made","signed_on":"2026-07-06","signer":"王敏"}', '4681f4af60407ce302e063b1ff4b06eb719546dd65c258553351ae55d382e987', 'a7ccf26b4743bac4a4d08531c574e6621599b758196296763b61b0990baf7fc8', '754c81524b3ae9fc6694f06f6697a02d4f5012e5d5f5591eed4c178de2d802f1');
INSERT INTO public.events VALUES (24, '2026-11-26T12:17:50.519+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'signed', '', '{"account":"李强","batch":"2026Q3-3","machine":"pc1","role":"released","signed_on":"2026-07-06","signer":"李强"}', 'b055696e4eeef55de275d7a53b261a17000bf82dc6d9b20929334a4e93fd3b6a', '754c81524b3ae9fc6694f06f6697a02d4f5012e5d5f5591eed4c178de2d802f1', '1c57ebd7ef1f6d7c4ec3c35fbe1454d93d4153f1573d5e39007f51e849729767');
INSERT INTO public.events VALUES (25, '2026-11-26T12:17:50.522+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'released', '', '{"batch":"2026Q3-3","payments":["2026Q3-0003"]}', '015f0a2ccc9b30d1cff839808ea7a69878c9fc92fc5d1cd715412d80e176bce9', '1c57ebd7ef1f6d7c4ec3c35fbe1454d93d4153f1573d5e39007f51e849729767', 'd26ce9ab7dad71146c893699fac2489b39f38be781d3df9fd68f01571140416c');
INSERT INTO public.events VALUES (27, '2026-11-26T12:17:50.528+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'paid', 'P3', '{"amount":10000,"note":"","payment":"2026Q3-0003","transfer":"t-2026Q3-0003","transferred_on":"2026-07-08"}', 'c5dd97a7dbc2548fa3db4c59dd9c652267b79712bf427ecb91d3505f1df15a25', 'f4713dea419fba69a589fcc90f63755f695a215983a62dad9c03d054d46bae8a', '5868196a16a177028b6405f1220221cabe8727bb1ace39b6ad753fb0ea4a1646');
INSERT INTO public.events VALUES (28, '2026-11-26T12:17:50.531+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'certificate_issued', 'P3', '{"files":[],"issued_on":"2026-07-10","number":"G20260001","person_key":"k3a","replaces":"","serial":1,"year":2026}', '5e6d6bc31b70903db32c0c3cfe2bbd23b7df82d57cb4f7e75bc430de903ba2b5', '5868196a16a177028b6405f1220221cabe8727bb1ace39b6ad753fb0ea4a1646', '963e57c5854af3ec9d676e1e365f782952a40f89378d973a8f575e87657a484f');
INSERT INTO public.events VALUES (29, '2026-11-26T12:17:50.535+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'certificate_issued', 'P3', '{"files":[],"issued_on":"2026-07-10","number":"G20260002","person_key":"k3b","replaces":"","serial":2,"year":2026}', '969467f18d18830cd546b95453b0741dbe35f03c1e24359f1eef339303009f70', '963e57c5854af3ec9d676e1e365f782952a40f89378d973a8f575e87657a484f', 'cf323df93648c4626ba316496fdd820ddf8c9c15007c7c13d6d51cc8afd5279d');
INSERT INTO public.events VALUES (30, '2026-11-26T12:17:50.538+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'certificate_voided', 'P3', '{"number":"G20260002","reason":"姓名有误","voided_on":"2026-07-11"}', '3a788210872f41117493f2511b862a55c9d7507ba4066278f3173638ca3f1627', 'cf323df93648c4626ba316496fdd820ddf8c9c15007c7c13d6d51cc8afd5279d', '3bb3ad1b692637707d2f7fc7ea2606dae59cbc495ea486181f323949445a0a34');
INSERT INTO public.events VALUES (31, '2026-11-26T12:17:50.541+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'publicised', '', '{"first_day":"2026-07-13","last_day":"2026-07-17","quarter":"2026Q3","rows":[{"amount":10000,"heads":2,"project":"P3"}]}', '7eac8ee9576d194ccb36ac983d392be6f073a3a5013cc6ad9ec25ccdfdf7e83a', '3bb3ad1b692637707d2f7fc7ea2606dae59cbc495ea486181f323949445a0a34', 'e0f1a9da04087033418861ba1cafbfe5fdbc3ea11e50b29e83c9ec5acda1c448');
INSERT INTO public.events VALUES (32, '2026-11-26T12:17:50.546+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'paid', 'P3', '{"amount":10000,"note":"重复支付","payment":"","transfer":"t-twice","transferred_on":"2026-07-09"}', '5ba6365fd3befc01cba0c089779e9c079d82f65877ce581308d09853860a4c42', 'e0f1a9da04087033418861ba1cafbfe5fdbc3ea11e50b29e83c9ec5acda1c448', 'f4df960c70a4f846de98172804c09ad00c681b3ea92a040a9c5fdf9376fd50b9');
INSERT INTO public.events VALUES (33, '2026-11-26T12:17:50.549+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'approved', 'P4', '{"approved_on":"2026-03-02","district":"朝阳区","ended_on":"","ending":"2026-05-22","heads":30,"industry":"现代服务业","name":"P4研修班","occupation":"焊工","opening":"2026-05-11","state":"正常","unit":"北京甲测试技术有限公司","unit_type":"企业","uscc":"91110105MA0000001X","written":"P4"}', '09fc704e6d58a2b3a16e72931e61c25f63bd1bf6beba1f79c66bc3bdec02f5bb', 'f4df960c70a4f846de98172804c09ad00c681b3ea92a040a9c5fdf9376fd50b9', 'fec9dc87c81bf93cbe61ce7e8e9fd8f1045a69d0e7bf0a7e08a4fde9b8c50b7b');
INSERT INTO public.events VALUES (34, '2026-11-26T12:17:50.549+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'filed', 'P4', '{"content":"c1","filed_on":"2026-04-27","files":[{"file":"inbox/a.xlsx","sha256":"0000000000000000000000000000000000000000000000000000000000000000"}],"persons":[{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k4a"},{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k4b"}]}', '7ec3ae0dd8bebd4d16321d67ee5ad6064a88bbd83472d5213af07f3e016fc210', 'fec9dc87c81bf93cbe61ce7e8e9fd8f1045a69d0e7bf0a7e08a4fde9b8c50b7b', '3c3833979c8658f748c24ab9a70b276a8973399c853f8aec28f2970ccd657af6');
INSERT INTO public.events VALUES (35, '2026-11-26T12:17:50.549+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'completed', 'P4', '{"content":"c1","filed_on":"2026-04-27","files":[{"file":"inbox/a.xlsx","sha256":"0000000000000000000000000000000000000000000000000000000000000000"}],"persons":[{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k4a"},{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k4b"}]}', '7ec3ae0dd8bebd4d16321d67ee5ad6064a88bbd83472d5213af07f3e016fc210', '3c3833979c8658f748c24ab9a70b276a8973399c853f8aec28f2970ccd657af6', 'f64f223dbea20c960b9c346a52608d6ddb0b93652d23388740f2b9c82233966a');
INSERT INTO public.events VALUES (36, '2026-11-26T12:17:50.549+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'claimed', 'P4', '{"account":"0200000000000000001","amount":10000,"bank":"测试银行","claimed_amount":10000,"claimed_heads":2,"content":"c1","file":"inbox/claim.xlsx","filed_on":"2026-06-05","files":[],"heads":2,"payee":"北京甲测试技术有限公司","reason":"","reduced":0,"row":6,"sheet":"补助资金申请表","unit":"北京甲测试技术有限公司","uscc":"91110105MA0000001X"}', '392c1f7ce539cfdb74b0aed04bd303bd86546e41a65acf8232bb9104c0adeca2', 'f64f223dbea20c960b9c346a52608d6ddb0b93652d23388740f2b9c82233966a', 'fa709eb9ab5db3a2098901d2136bbbeed5876145302bbadef8d31cd1aa4ec362');
INSERT INTO public.events VALUES (37, '2026-11-26T12:17:50.553+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'ordered', '', '{"account":"wangmin","batch":"2026Q3-4","machine":"pc1","made_by":"王敏","made_on":"2026-07-02","payments":[{"account":"0200000000000000001","amount":10000,"bank":"测试银行","claim":36,"claimed_amount":10000,"headcount":2,"payee":"北京甲测试技术有限公司","payment":"2026Q3-0004","persons":["k4a","k4b"],"project":"P4","reason":"","reduced":0,"replaces":"","unit":"北京甲测试技术有限公司","uscc":"91110105MA0000001X"}],"quarter":"2026Q3"}', '422e7633c33a85c31a29ed8b8fc4f394c97955e9e3fbe4b74a27a99d83414de5', 'fa709eb9ab5db3a2098901d2136bbbeed5876145302bbadef8d31cd1aa4ec362', '6013b70417b0402bf8941227f8843a664ea1e42ac333c282fbd7a280b750b8f8');
INSERT INTO public.events VALUES (38, '2026-11-26T12:17:50.556+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'issued', '', '{"batch":"2026Q3-4","quarter":"2026Q3","sheets":[{"name":"拨付单-2026Q3-4.html","sha256":"1111111111111111111111111111111111111111111111111111111111111111"}]}', 'e2c021beaa6e5f5b318cea724c3fe8015be81f07d17e841e6679dfa5df0396c9', '6013b70417b0402bf8941227f8843a664ea1e42ac333c282fbd7a280b750b8f8', 'bd5ce9a054e4ab3522156fed67fd0a709d9e1226d7f626472d8d44c962ce46e4');
INSERT INTO public.events VALUES (39, '2026-11-26T12:17:50.559+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'signed', '', '{"account":"王敏","batch":"2026Q3-4","machine":"pc1","role":"made","signed_on":"2026-07-06","signer":"王敏"}', 'c2bd0c97494b2171ef7c0131da1655179ae46268c6038645e6623349c65be3bf', 'bd5ce9a054e4ab3522156fed67fd0a709d9e1226d7f626472d8d44c962ce46e4', '6fb146f52e29763e117818911b5339de034755dd2049539ae2c1f8add5904485');
INSERT INTO public.events VALUES (40, '2026-11-26T12:17:50.562+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'signed', '', '{"account":"李强","batch":"2026Q3-4","machine":"pc1","role":"released","signed_on":"2026-07-06","signer":"李强"}', '905acd25d1e27958e54836aa961c6955311cc05b5b31fcd16e90019afbd6578e', '6fb146f52e29763e117818911b5339de034755dd2049539ae2c1f8add5904485', 'c031c9491ebd956f4df7f526f5f97dc242d9451403ad8d3d45e2e5e66094e31b');
INSERT INTO public.events VALUES (41, '2026-11-26T12:17:50.565+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'released', '', '{"batch":"2026Q3-4","payments":["2026Q3-0004"]}', '4dbd033fdad1a54ea3f9d7af20c002095d54899ff6984ae0a4abb20b14243cc7', 'c031c9491ebd956f4df7f526f5f97dc242d9451403ad8d3d45e2e5e66094e31b', '2b3324542a6065945ab80887771467cd2e5aff2eae0a6d7e2761c5a1a43dfd17');
INSERT INTO public.events VALUES (42, '2026-11-26T12:17:50.567+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'statement_read', '', '{"file":"bank.csv","read_on":"2026-07-09","rows":1,"sha256":"2026Q3-0004"}', '345f536a34368697231bf6c8e2d0ab66975d9416e73d282a24d6396144d4f974', '2b3324542a6065945ab80887771467cd2e5aff2eae0a6d7e2761c5a1a43dfd17', '4fd7d202c701467984fb66a69be849a605752d7b51b9e33751a71103a5cc5c6a');
INSERT INTO public.events VALUES (43, '2026-11-26T12:17:50.570+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'returned', 'P4', '{"amount":10000,"note":"","payment":"2026Q3-0004","transfer":"t-2026Q3-0004","transferred_on":"2026-07-08"}', '6abfa5c85eda7f1c0133aabb9a409b56fcbb6ced5dd080557fa97391fc21e442', '4fd7d202c701467984fb66a69be849a605752d7b51b9e33751a71103a5cc5c6a', '207be6fec87e43efb9ed8ba1f20d97482cee8bbb3393b4876969e11f58986fb3');
INSERT INTO public.events VALUES (44, '2026-11-26T12:17:50.573+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'approved', 'P5', '{"approved_on":"2026-03-02","district":"朝阳区","ended_on":"","ending":"2026-05-22","heads":30,"industry":"现代服务业","name":"P5研修班","occupation":"焊工","opening":"2026-05-11","state":"正常","unit":"北京甲测试技术有限公司","unit_type":"企业","uscc":"91110105MA0000001X","written":"P5"}', 'd67bf822724fc99235d03e807800edffbb182e4e762ede4d3d94b29e7a73eb21', '207be6fec87e43efb9ed8ba1f20d97482cee8bbb3393b4876969e11f58986fb3', '754307be3703ab975501dd0cbe04ddad2813442e4ef259197f5ad214ac6b67fb');
INSERT INTO public.events VALUES (45, '2026-11-26T12:17:50.574+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'filed', 'P5', '{"content":"c1","filed_on":"2026-04-27","files":[{"file":"inbox/a.xlsx","sha256":"0000000000000000000000000000000000000000000000000000000000000000"}],"persons":[{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k5a"},{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k5b"}]}', '718fa9daba20ff56ba9488b6a3d659cf2e4877d09287c695bac0ce64157b8518', '754307be3703ab975501dd0cbe04ddad2813442e4ef259197f5ad214ac6b67fb', '0056e625347bb7d0392b7d490189cc3e31915c6e1b312b4a554c7a9ed122535c');
INSERT INTO public.events VALUES (46, '2026-11-26T12:17:50.574+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'completed', 'P5', '{"content":"c1","filed_on":"2026-04-27","files":[{"file":"inbox/a.xlsx","sha256":"0000000000000000000000000000000000000000000000000000000000000000"}],"persons":[{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k5a"},{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k5b"}]}', '718fa9daba20ff56ba9488b6a3d659cf2e4877d09287c695bac0ce64157b8518', '0056e625347bb7d0392b7d490189cc3e31915c6e1b312b4a554c7a9ed122535c', '60006d2651e45eac44da5fc863125bbfb128bbea4511a1955f90a26df3c26174');
INSERT INTO public.events VALUES (47, '2026-11-26T12:17:50.574+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'claimed', 'P5', '{"account":"0200000000000000001","amount":10000,"bank":"测试银行","claimed_amount":10000,"claimed_heads":2,"content":"c1","file":"inbox/claim.xlsx","filed_on":"2026-06-05","files":[],"heads":2,"payee":"北京甲测试技术有限公司","reason":"","reduced":0,"row":6,"sheet":"补助资金申请表","unit":"北京甲测试技术有限公司","uscc":"91110105MA0000001X"}', '392c1f7ce539cfdb74b0aed04bd303bd86546e41a65acf8232bb9104c0adeca2', '60006d2651e45eac44da5fc863125bbfb128bbea4511a1955f90a26df3c26174', '9190b57a0890fb7ccbd6657d07ed2a0d3fbcfbaa1fcd41c80bd76ff9f3a9b458');
INSERT INTO public.events VALUES (48, '2026-11-26T12:17:50.578+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'ordered', '', '{"account":"wangmin","batch":"2026Q3-5","machine":"pc1","made_by":"王敏","made_on":"2026-07-02","payments":[{"account":"0200000000000000001","amount":10000,"bank":"测试银行","claim":47,"claimed_amount":10000,"headcount":2,"payee":"北京甲测试技术有限公司","payment":"2026Q3-0005","persons":["k5a","k5b"],"project":"P5","reason":"","reduced":0,"replaces":"","unit":"北京甲测试技术有限公司","uscc":"91110105MA0000001X"}],"quarter":"2026Q3"}', 'ebfc97e7bd56a71da5224d12def546299794a346ea08d29030dc70b89bf5419b', '9190b57a0890fb7ccbd6657d07ed2a0d3fbcfbaa1fcd41c80bd76ff9f3a9b458', '615909af842ebc2768a746f8b7a77cb98e6fe6b0406c0ae7bf7fac7216db8f3b');
INSERT INTO public.events VALUES (49, '2026-11-26T12:17:50.581+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'issued', '', '{"batch":"2026Q3-5","quarter":"2026Q3","sheets":[{"name":"拨付单-2026Q3-5.html","sha256":"1111111111111111111111111111111111111111111111111111111111111111"}]}', '25b1c962b8d57bcd73f09e96427782cc52c7ecfea1bb5ff0a022fb11c5903c42', '615909af842ebc2768a746f8b7a77cb98e6fe6b0406c0ae7bf7fac7216db8f3b', '78e86af7b6d2794c01d28792218d0b40ddc78831cce64a4de40578e7953bd050');
INSERT INTO public.events VALUES (50, '2026-11-26T12:17:50.584+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'signed', '', '{"account":"王敏","batch":"2026Q3-5","machine":"pc1","role":"made","signed_on":"2026-07-06","signer":"王敏"}', '89e34a4e31b108519566d55048fd29c6e63770dd3976784a3643992b2aea32e2', '78e86af7b6d2794c01d28792218d0b40ddc78831cce64a4de40578e7953bd050', 'c672465b18ae6c2d88416b49d5dcaf50b9b1f4d84b7104907c5502d1794bb388');
INSERT INTO public.events VALUES (51, '2026-11-26T12:17:50.587+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'signed', '', '{"account":"李强","batch":"2026Q3-5","machine":"pc1","role":"released","signed_on":"2026-07-06","signer":"李强"}', '6c1818d80bde46dc6211807e7849dc7d70836cda12d33bc0a18b701457e50a70', 'c672465b18ae6c2d88416b49d5dcaf50b9b1f4d84b7104907c5502d1794bb388', 'a52783f170ccd9cdb061527a101bcc1984cd985e395f9a37b425a45df37cf212');
INSERT INTO public.events VALUES (52, '2026-11-26T12:17:50.589+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'released', '', '{"batch":"2026Q3-5","payments":["2026Q3-0005"]}', 'a9703564d8426611a5a66f0604f1095e09f53523162e52796652fb0ef7e41ca3', 'a52783f170ccd9cdb061527a101bcc1984cd985e395f9a37b425a45df37cf212', '5db6a3abf487e1d3ae3f57d9325ac52413be1940f9867a18c2467eae5df48a61');
INSERT INTO public.events VALUES (53, '2026-11-26T12:17:50.593+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'statement_read', '', '{"file":"bank.csv","read_on":"2026-07-09","rows":1,"sha256":"2026Q3-0005"}', '006c89d2b23cf5667e99c8e398759af260ec0d70f0bc6fa3f3b027fd290f6b14', '5db6a3abf487e1d3ae3f57d9325ac52413be1940f9867a18c2467eae5df48a61', 'fc18f830383e8329c9f3b94db05977a60a7119339853a576238329ca0b9bc779');
INSERT INTO public.events VALUES (54, '2026-11-26T12:17:50.595+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'paid', 'P5', '{"amount":10000,"note":"","payment":"2026Q3-0005","transfer":"t-2026Q3-0005","transferred_on":"2026-07-08"}', '7b9e3a0da0252eb99a45b3c9b1497485a3df2dcdc1e23d51042da17a749b9aa1', 'fc18f830383e8329c9f3b94db05977a60a7119339853a576238329ca0b9bc779', 'c4a9a5950395ee9edfc90b8383ded01b59c86caf4f263d0b28eedd3a8cce73ce');
INSERT INTO public.events VALUES (55, '2026-11-26T12:17:50.598+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'recovered', 'P5', '{"amount":10000,"payment":"2026Q3-0005","persons":["k5a","k5b"],"reason":"冒名顶替","recovered_on":"2026-08-03","whole":true}', '25c1bd26af4f5908bb9b7cec48d7d3e3643ae8b43058219e722943a2c88b2026', 'c4a9a5950395ee9edfc90b8383ded01b59c86caf4f263d0b28eedd3a8cce73ce', '0fa25d9d37ebfcde399b939b2256e94b45ed2835b97058b142317ed494ce6c53');
INSERT INTO public.events VALUES (56, '2026-11-26T12:17:50.602+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'recovered_in', 'P5', '{"amount":10000,"received_on":"2026-08-10","transfer":"in-1"}', '667224c77eaa9b753960ae00e6e227207b9beec175ea383d724dca737dcd60fd', '0fa25d9d37ebfcde399b939b2256e94b45ed2835b97058b142317ed494ce6c53', 'bc08c4c01e9dc694f095a85c01718871b6fdf4e13680e1a60128ef96fccd9825');
INSERT INTO public.events VALUES (57, '2026-11-26T12:17:50.605+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'disqualified', '', '{"cancelled_on":"2026-08-03","reason":"弄虚作假","unit":"北京甲测试技术有限公司","uscc":"91110105MA0000001X"}', '84fcd8f5863422a8a8096982fb75212f86b2a8223d7963ece05fb2bb3120c70f', 'bc08c4c01e9dc694f095a85c01718871b6fdf4e13680e1a60128ef96fccd9825', 'ee4482e990e25c784430d08e04272ffe3974519b7f9a4859c0a2faf864762a20');
INSERT INTO public.events VALUES (58, '2026-11-26T12:17:50.608+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'approved', 'P6', '{"approved_on":"2026-03-02","district":"朝阳区","ended_on":"","ending":"2026-05-22","heads":30,"industry":"现代服务业","name":"P6研修班","occupation":"焊工","opening":"2026-05-11","state":"正常","unit":"北京甲测试技术有限公司","unit_type":"企业","uscc":"91110105MA0000001X","written":"P6"}', 'b4ba4abd2e74678ececb8e660616d1973e03cbec8a9973e58f667e04bfff297b', 'ee4482e990e25c784430d08e04272ffe3974519b7f9a4859c0a2faf864762a20', 'a4ac889fc6f99ee4722d7fffd693a4b18f1cd952c3bfaded93a21c0d91e4210a');
INSERT INTO public.events VALUES (59, '2026-11-26T12:17:50.609+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'filed', 'P6', '{"content":"c1","filed_on":"2026-04-27","files":[{"file":"inbox/a.xlsx","sha256":"0000000000000000000000000000000000000000000000000000000000000000"}],"persons":[{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k6a"},{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k6b"}]}', '3348ab265dc3a5647b6050dd8ec134d2bd0ea689c2fe4acb341295bbed9b4243', 'a4ac889fc6f99ee4722d7fffd693a4b18f1cd952c3bfaded93a21c0d91e4210a', '68f6a5b096a9b9a36f00f4d852eb887b64f17002af790cfaa29773359244aaf4');
INSERT INTO public.events VALUES (60, '2026-11-26T12:17:50.609+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'completed', 'P6', '{"content":"c1","filed_on":"2026-04-27","files":[{"file":"inbox/a.xlsx","sha256":"0000000000000000000000000000000000000000000000000000000000000000"}],"persons":[{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k6a"},{"age":41,"class_no":1,"ending":"2026-05-22","gender":"男","level":"技师","occupation":"焊工","opening":"2026-05-11","person_key":"k6b"}]}', '3348ab265dc3a5647b6050dd8ec134d2bd0ea689c2fe4acb341295bbed9b4243', '68f6a5b096a9b9a36f00f4d852eb887b64f17002af790cfaa29773359244aaf4', 'f1e226ce66988c55d60eaf48b8d84f5039e6ef1db6cb255b7c4f33dbb83a8164');
INSERT INTO public.events VALUES (61, '2026-11-26T12:17:50.609+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'claimed', 'P6', '{"account":"0200000000000000001","amount":10000,"bank":"测试银行","claimed_amount":10000,"claimed_heads":2,"content":"c1","file":"inbox/claim.xlsx","filed_on":"2026-06-05","files":[],"heads":2,"payee":"北京甲测试技术有限公司","reason":"","reduced":0,"row":6,"sheet":"补助资金申请表","unit":"北京甲测试技术有限公司","uscc":"91110105MA0000001X"}', '392c1f7ce539cfdb74b0aed04bd303bd86546e41a65acf8232bb9104c0adeca2', 'f1e226ce66988c55d60eaf48b8d84f5039e6ef1db6cb255b7c4f33dbb83a8164', 'cdb9710e6bf2d13f2b43ddc942da3d56497bc984a0d9f91877b5433da4f1302a');
INSERT INTO public.events VALUES (62, '2026-11-26T12:17:50.613+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'ordered', '', '{"account":"wangmin","batch":"2026Q3-6","machine":"pc1","made_by":"王敏","made_on":"2026-07-02","payments":[{"account":"0200000000000000001","amount":10000,"bank":"测试银行","claim":61,"claimed_amount":10000,"headcount":2,"payee":"北京甲测试技术有限公司","payment":"2026Q3-0006","persons":["k6a","k6b"],"project":"P6","reason":"","reduced":0,"replaces":"","unit":"北京甲测试技术有限公司","uscc":"91110105MA0000001X"}],"quarter":"2026Q3"}', '4908bf491da7828bedd9911fb98598c86aae181bb3d76bb5438d6cd248b2dbb8', 'cdb9710e6bf2d13f2b43ddc942da3d56497bc984a0d9f91877b5433da4f1302a', '41c3f30aba484e53f8d9a5501f7080be887d7fc8187b7928a4785871dea0a9d5');
INSERT INTO public.events VALUES (63, '2026-11-26T12:17:50.616+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'cancelled', '', '{"batch":"2026Q3-6","payments":["2026Q3-0006"],"reason":"金额有误"}', '3682537a6d463e0c534f572027ca5f625177b3381598802f54ac13105b962af0', '41c3f30aba484e53f8d9a5501f7080be887d7fc8187b7928a4785871dea0a9d5', '0ae00b8660dab8b03cb48e9a87850f21d86456bb40ded8618f3aad1c8d7524a5');
INSERT INTO public.events VALUES (64, '2026-11-26T12:17:50.620+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'claimed', 'P0', '{"account":"0200000000000000001","amount":10000,"bank":"测试银行","claimed_amount":10000,"claimed_heads":2,"content":"c1","file":"inbox/claim.xlsx","filed_on":"2026-06-05","files":[],"heads":2,"payee":"北京甲测试技术有限公司","reason":"","reduced":0,"row":6,"sheet":"补助资金申请表","unit":"北京甲测试技术有限公司","uscc":"91110105MA0000001X"}', '392c1f7ce539cfdb74b0aed04bd303bd86546e41a65acf8232bb9104c0adeca2', '0ae00b8660dab8b03cb48e9a87850f21d86456bb40ded8618f3aad1c8d7524a5', '7052d87e82f5cb34ddc47fe2e923222dd84d4874dd48e9da7fb770c9e4ef25cd');
INSERT INTO public.events VALUES (65, '2026-11-26T12:17:50.624+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'superseded', 'P0', '{"event":64,"stage":"claim"}', '6c2d38bd4eb9db0f06980e15646a80f8abc95cbdff970bee2c9a9ee55ad122f3', '7052d87e82f5cb34ddc47fe2e923222dd84d4874dd48e9da7fb770c9e4ef25cd', 'c46f38a7c59079a842ac41e9dd58a865892915f2bf2466f85c4bd143f2f4dad0');
INSERT INTO public.events VALUES (66, '2026-11-26T12:17:50.626+00:00', '王敏', 'wangmin', 'pc1', '20260702-001-test', 'test', 'claimed', 'P0', '{"account":"0200000000000000001","amount":15000,"bank":"测试银行","claimed_amount":15000,"claimed_heads":3,"content":"c2","file":"inbox/claim.xlsx","filed_on":"2026-06-05","files":[],"heads":3,"payee":"北京甲测试技术有限公司","reason":"","reduced":0,"row":6,"sheet":"补助资金申请表","unit":"北京甲测试技术有限公司","uscc":"91110105MA0000001X"}', '4a284097e88606dc7b60236cc962b5fe0ce2db9f66aa96170cf6d4eb81a9df9e', 'c46f38a7c59079a842ac41e9dd58a865892915f2bf2466f85c4bd143f2f4dad0', 'f518fc9648043bf6fd04038a561210926dbca9c22555d722cad7f9d2c516b3df');


--
-- Data for Name: filings; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.filings VALUES (3, 'P1', 'filing', 'c1', '2026-04-27', 2);
INSERT INTO public.filings VALUES (4, 'P1', 'completion', 'c1', '2026-04-27', 2);
INSERT INTO public.filings VALUES (5, 'P1', 'claim', 'c1', '2026-06-05', 2);
INSERT INTO public.filings VALUES (9, 'P2', 'filing', 'c1', '2026-04-27', 2);
INSERT INTO public.filings VALUES (10, 'P2', 'completion', 'c1', '2026-04-27', 2);
INSERT INTO public.filings VALUES (11, 'P2', 'claim', 'c1', '2026-06-05', 2);
INSERT INTO public.filings VALUES (18, 'P3', 'filing', 'c1', '2026-04-27', 2);
INSERT INTO public.filings VALUES (19, 'P3', 'completion', 'c1', '2026-04-27', 2);
INSERT INTO public.filings VALUES (20, 'P3', 'claim', 'c1', '2026-06-05', 2);
INSERT INTO public.filings VALUES (34, 'P4', 'filing', 'c1', '2026-04-27', 2);
INSERT INTO public.filings VALUES (35, 'P4', 'completion', 'c1', '2026-04-27', 2);
INSERT INTO public.filings VALUES (36, 'P4', 'claim', 'c1', '2026-06-05', 2);
INSERT INTO public.filings VALUES (45, 'P5', 'filing', 'c1', '2026-04-27', 2);
INSERT INTO public.filings VALUES (46, 'P5', 'completion', 'c1', '2026-04-27', 2);
INSERT INTO public.filings VALUES (47, 'P5', 'claim', 'c1', '2026-06-05', 2);
INSERT INTO public.filings VALUES (59, 'P6', 'filing', 'c1', '2026-04-27', 2);
INSERT INTO public.filings VALUES (60, 'P6', 'completion', 'c1', '2026-04-27', 2);
INSERT INTO public.filings VALUES (61, 'P6', 'claim', 'c1', '2026-06-05', 2);
INSERT INTO public.filings VALUES (64, 'P0', 'claim', 'c1', '2026-06-05', 2);
INSERT INTO public.filings VALUES (66, 'P0', 'claim', 'c2', '2026-06-05', 3);


--
-- Data for Name: incoming; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.incoming VALUES ('in-1', 56, 'P5', '2026-08-10', 10000);


--
-- Data for Name: payment_persons; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.payment_persons VALUES ('2026Q3-0001', 'k1a', 6, 'P1');
INSERT INTO public.payment_persons VALUES ('2026Q3-0001', 'k1b', 6, 'P1');
INSERT INTO public.payment_persons VALUES ('2026Q3-0002', 'k2a', 12, 'P2');
INSERT INTO public.payment_persons VALUES ('2026Q3-0002', 'k2b', 12, 'P2');
INSERT INTO public.payment_persons VALUES ('2026Q3-0003', 'k3a', 21, 'P3');
INSERT INTO public.payment_persons VALUES ('2026Q3-0003', 'k3b', 21, 'P3');
INSERT INTO public.payment_persons VALUES ('2026Q3-0004', 'k4a', 37, 'P4');
INSERT INTO public.payment_persons VALUES ('2026Q3-0004', 'k4b', 37, 'P4');
INSERT INTO public.payment_persons VALUES ('2026Q3-0005', 'k5a', 48, 'P5');
INSERT INTO public.payment_persons VALUES ('2026Q3-0005', 'k5b', 48, 'P5');
INSERT INTO public.payment_persons VALUES ('2026Q3-0006', 'k6a', 62, 'P6');
INSERT INTO public.payment_persons VALUES ('2026Q3-0006', 'k6b', 62, 'P6');


--
-- Data for Name: payment_states; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.payment_states VALUES (6, '2026Q3-0001', 'ordered');
INSERT INTO public.payment_states VALUES (12, '2026Q3-0002', 'ordered');
INSERT INTO public.payment_states VALUES (16, '2026Q3-0002', 'released');
INSERT INTO public.payment_states VALUES (21, '2026Q3-0003', 'ordered');
INSERT INTO public.payment_states VALUES (25, '2026Q3-0003', 'released');
INSERT INTO public.payment_states VALUES (27, '2026Q3-0003', 'paid');
INSERT INTO public.payment_states VALUES (37, '2026Q3-0004', 'ordered');
INSERT INTO public.payment_states VALUES (41, '2026Q3-0004', 'released');
INSERT INTO public.payment_states VALUES (43, '2026Q3-0004', 'returned');
INSERT INTO public.payment_states VALUES (48, '2026Q3-0005', 'ordered');
INSERT INTO public.payment_states VALUES (52, '2026Q3-0005', 'released');
INSERT INTO public.payment_states VALUES (54, '2026Q3-0005', 'paid');
INSERT INTO public.payment_states VALUES (55, '2026Q3-0005', 'recovered');
INSERT INTO public.payment_states VALUES (62, '2026Q3-0006', 'ordered');
INSERT INTO public.payment_states VALUES (63, '2026Q3-0006', 'cancelled');


--
-- Data for Name: payments; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.payments VALUES ('2026Q3-0001', 6, '2026Q3-1', '2026Q3', 'P1', '北京甲测试技术有限公司', '91110105MA0000001X', '', '北京甲测试技术有限公司', '测试银行', '0200000000000000001', '', 2, 10000, 0, 10000, 5);
INSERT INTO public.payments VALUES ('2026Q3-0002', 12, '2026Q3-2', '2026Q3', 'P2', '北京甲测试技术有限公司', '91110105MA0000001X', '', '北京甲测试技术有限公司', '测试银行', '0200000000000000001', '', 2, 10000, 0, 10000, 11);
INSERT INTO public.payments VALUES ('2026Q3-0003', 21, '2026Q3-3', '2026Q3', 'P3', '北京甲测试技术有限公司', '91110105MA0000001X', '', '北京甲测试技术有限公司', '测试银行', '0200000000000000001', '', 2, 10000, 0, 10000, 20);
INSERT INTO public.payments VALUES ('2026Q3-0004', 37, '2026Q3-4', '2026Q3', 'P4', '北京甲测试技术有限公司', '91110105MA0000001X', '', '北京甲测试技术有限公司', '测试银行', '0200000000000000001', '', 2, 10000, 0, 10000, 36);
INSERT INTO public.payments VALUES ('2026Q3-0005', 48, '2026Q3-5', '2026Q3', 'P5', '北京甲测试技术有限公司', '91110105MA0000001X', '', '北京甲测试技术有限公司', '测试银行', '0200000000000000001', '', 2, 10000, 0, 10000, 47);
INSERT INTO public.payments VALUES ('2026Q3-0006', 62, '2026Q3-6', '2026Q3', 'P6', '北京甲测试技术有限公司', '91110105MA0000001X', '', '北京甲测试技术有限公司', '测试银行', '0200000000000000001', '', 2, 10000, 0, 10000, 61);


--
-- Data for Name: persons; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.persons VALUES (3, 'k1a', 'P1', 'filing', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);
INSERT INTO public.persons VALUES (3, 'k1b', 'P1', 'filing', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);
INSERT INTO public.persons VALUES (4, 'k1a', 'P1', 'completion', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);
INSERT INTO public.persons VALUES (4, 'k1b', 'P1', 'completion', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);
INSERT INTO public.persons VALUES (9, 'k2a', 'P2', 'filing', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);
INSERT INTO public.persons VALUES (9, 'k2b', 'P2', 'filing', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);
INSERT INTO public.persons VALUES (10, 'k2a', 'P2', 'completion', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);
INSERT INTO public.persons VALUES (10, 'k2b', 'P2', 'completion', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);
INSERT INTO public.persons VALUES (18, 'k3a', 'P3', 'filing', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);
INSERT INTO public.persons VALUES (18, 'k3b', 'P3', 'filing', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);
INSERT INTO public.persons VALUES (19, 'k3a', 'P3', 'completion', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);
INSERT INTO public.persons VALUES (19, 'k3b', 'P3', 'completion', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);
INSERT INTO public.persons VALUES (34, 'k4a', 'P4', 'filing', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);
INSERT INTO public.persons VALUES (34, 'k4b', 'P4', 'filing', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);
INSERT INTO public.persons VALUES (35, 'k4a', 'P4', 'completion', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);
INSERT INTO public.persons VALUES (35, 'k4b', 'P4', 'completion', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);
INSERT INTO public.persons VALUES (45, 'k5a', 'P5', 'filing', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);
INSERT INTO public.persons VALUES (45, 'k5b', 'P5', 'filing', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);
INSERT INTO public.persons VALUES (46, 'k5a', 'P5', 'completion', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);
INSERT INTO public.persons VALUES (46, 'k5b', 'P5', 'completion', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);
INSERT INTO public.persons VALUES (59, 'k6a', 'P6', 'filing', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);
INSERT INTO public.persons VALUES (59, 'k6b', 'P6', 'filing', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);
INSERT INTO public.persons VALUES (60, 'k6a', 'P6', 'completion', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);
INSERT INTO public.persons VALUES (60, 'k6b', 'P6', 'completion', '2026-05-11', '2026-05-22', '男', '技师', '焊工', 1, 41);


--
-- Data for Name: projects; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.projects VALUES (1, 'P0', 'P0', 'P0研修班', '北京甲测试技术有限公司', '91110105MA0000001X', '现代服务业', '焊工', '2026-05-11', '2026-05-22', '2026-03-02', '正常', '', '企业', '朝阳区', 30);
INSERT INTO public.projects VALUES (2, 'P1', 'P1', 'P1研修班', '北京甲测试技术有限公司', '91110105MA0000001X', '现代服务业', '焊工', '2026-05-11', '2026-05-22', '2026-03-02', '正常', '', '企业', '朝阳区', 30);
INSERT INTO public.projects VALUES (8, 'P2', 'P2', 'P2研修班', '北京甲测试技术有限公司', '91110105MA0000001X', '现代服务业', '焊工', '2026-05-11', '2026-05-22', '2026-03-02', '正常', '', '企业', '朝阳区', 30);
INSERT INTO public.projects VALUES (17, 'P3', 'P3', 'P3研修班', '北京甲测试技术有限公司', '91110105MA0000001X', '现代服务业', '焊工', '2026-05-11', '2026-05-22', '2026-03-02', '正常', '', '企业', '朝阳区', 30);
INSERT INTO public.projects VALUES (33, 'P4', 'P4', 'P4研修班', '北京甲测试技术有限公司', '91110105MA0000001X', '现代服务业', '焊工', '2026-05-11', '2026-05-22', '2026-03-02', '正常', '', '企业', '朝阳区', 30);
INSERT INTO public.projects VALUES (44, 'P5', 'P5', 'P5研修班', '北京甲测试技术有限公司', '91110105MA0000001X', '现代服务业', '焊工', '2026-05-11', '2026-05-22', '2026-03-02', '正常', '', '企业', '朝阳区', 30);
INSERT INTO public.projects VALUES (58, 'P6', 'P6', 'P6研修班', '北京甲测试技术有限公司', '91110105MA0000001X', '现代服务业', '焊工', '2026-05-11', '2026-05-22', '2026-03-02', '正常', '', '企业', '朝阳区', 30);


--
-- Data for Name: publications; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.publications VALUES (31, 'P3', '2026Q3', '2026-07-13', '2026-07-17', 2, 10000);


--
-- Data for Name: recovered_persons; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.recovered_persons VALUES ('2026Q3-0005', 'k5a', 55, 'P5');
INSERT INTO public.recovered_persons VALUES ('2026Q3-0005', 'k5b', 55, 'P5');


--
-- Data for Name: recoveries; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.recoveries VALUES (55, 'P5', '2026Q3-0005', '2026-08-03', '冒名顶替', 10000, 1);


--
-- Data for Name: sheets; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.sheets VALUES (7, '拨付单-2026Q3-1.html', '2026Q3', '2026Q3-1', '1111111111111111111111111111111111111111111111111111111111111111');
INSERT INTO public.sheets VALUES (13, '拨付单-2026Q3-2.html', '2026Q3', '2026Q3-2', '1111111111111111111111111111111111111111111111111111111111111111');
INSERT INTO public.sheets VALUES (22, '拨付单-2026Q3-3.html', '2026Q3', '2026Q3-3', '1111111111111111111111111111111111111111111111111111111111111111');
INSERT INTO public.sheets VALUES (38, '拨付单-2026Q3-4.html', '2026Q3', '2026Q3-4', '1111111111111111111111111111111111111111111111111111111111111111');
INSERT INTO public.sheets VALUES (49, '拨付单-2026Q3-5.html', '2026Q3', '2026Q3-5', '1111111111111111111111111111111111111111111111111111111111111111');


--
-- Data for Name: signatures; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.signatures VALUES (14, '2026Q3-2', '王敏', 'made', '王敏', 'pc1', '2026-07-06');
INSERT INTO public.signatures VALUES (15, '2026Q3-2', '李强', 'released', '李强', 'pc1', '2026-07-06');
INSERT INTO public.signatures VALUES (23, '2026Q3-3', '王敏', 'made', '王敏', 'pc1', '2026-07-06');
INSERT INTO public.signatures VALUES (24, '2026Q3-3', '李强', 'released', '李强', 'pc1', '2026-07-06');
INSERT INTO public.signatures VALUES (39, '2026Q3-4', '王敏', 'made', '王敏', 'pc1', '2026-07-06');
INSERT INTO public.signatures VALUES (40, '2026Q3-4', '李强', 'released', '李强', 'pc1', '2026-07-06');
INSERT INTO public.signatures VALUES (50, '2026Q3-5', '王敏', 'made', '王敏', 'pc1', '2026-07-06');
INSERT INTO public.signatures VALUES (51, '2026Q3-5', '李强', 'released', '李强', 'pc1', '2026-07-06');


--
-- Data for Name: standing_persons; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.standing_persons VALUES ('k1a', '2026Q3-0001', 'P1');
INSERT INTO public.standing_persons VALUES ('k1b', '2026Q3-0001', 'P1');
INSERT INTO public.standing_persons VALUES ('k2a', '2026Q3-0002', 'P2');
INSERT INTO public.standing_persons VALUES ('k2b', '2026Q3-0002', 'P2');
INSERT INTO public.standing_persons VALUES ('k3a', '2026Q3-0003', 'P3');
INSERT INTO public.standing_persons VALUES ('k3b', '2026Q3-0003', 'P3');
INSERT INTO public.standing_persons VALUES ('k5a', '2026Q3-0005', 'P5');
INSERT INTO public.standing_persons VALUES ('k5b', '2026Q3-0005', 'P5');


--
-- Data for Name: standing_projects; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.standing_projects VALUES ('P1', '2026Q3-0001');
INSERT INTO public.standing_projects VALUES ('P2', '2026Q3-0002');
INSERT INTO public.standing_projects VALUES ('P3', '2026Q3-0003');
INSERT INTO public.standing_projects VALUES ('P5', '2026Q3-0005');


--
-- Data for Name: statements; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.statements VALUES ('2026Q3-0003', 26, 'bank.csv', '2026-07-09', 1);
INSERT INTO public.statements VALUES ('2026Q3-0004', 42, 'bank.csv', '2026-07-09', 1);
INSERT INTO public.statements VALUES ('2026Q3-0005', 53, 'bank.csv', '2026-07-09', 1);


--
-- Data for Name: transfers; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.transfers VALUES ('t-2026Q3-0003', 27, '2026Q3-0003', 'P3', '2026-07-08', 'paid', 10000);
INSERT INTO public.transfers VALUES ('t-twice', 32, '', 'P3', '2026-07-09', 'paid', 10000);
INSERT INTO public.transfers VALUES ('t-2026Q3-0004', 43, '2026Q3-0004', 'P4', '2026-07-08', 'returned', 10000);
INSERT INTO public.transfers VALUES ('t-2026Q3-0005', 54, '2026Q3-0005', 'P5', '2026-07-08', 'paid', 10000);


--
-- Data for Name: voids; Type: TABLE DATA; Schema: public; Owner: -
--

INSERT INTO public.voids VALUES ('G20260002', 30, '2026-07-11', '姓名有误');


--
-- Name: alembic_version alembic_version_pkc; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);


--
-- Name: batches pk_batches; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.batches
    ADD CONSTRAINT pk_batches PRIMARY KEY (batch);


--
-- Name: certificates pk_certificates; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.certificates
    ADD CONSTRAINT pk_certificates PRIMARY KEY (number);


--
-- Name: claims pk_claims; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.claims
    ADD CONSTRAINT pk_claims PRIMARY KEY (seq);


--
-- Name: disqualifications pk_disqualifications; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.disqualifications
    ADD CONSTRAINT pk_disqualifications PRIMARY KEY (seq);


--
-- Name: events pk_events; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT pk_events PRIMARY KEY (seq);


--
-- Name: filings pk_filings; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.filings
    ADD CONSTRAINT pk_filings PRIMARY KEY (seq);


--
-- Name: incoming pk_incoming; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incoming
    ADD CONSTRAINT pk_incoming PRIMARY KEY (transfer);


--
-- Name: payment_persons pk_payment_persons; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payment_persons
    ADD CONSTRAINT pk_payment_persons PRIMARY KEY (payment, person_key);


--
-- Name: payment_states pk_payment_states; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payment_states
    ADD CONSTRAINT pk_payment_states PRIMARY KEY (seq, payment);


--
-- Name: payments pk_payments; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT pk_payments PRIMARY KEY (payment);


--
-- Name: persons pk_persons; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.persons
    ADD CONSTRAINT pk_persons PRIMARY KEY (seq, person_key);


--
-- Name: projects pk_projects; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.projects
    ADD CONSTRAINT pk_projects PRIMARY KEY (seq);


--
-- Name: publications pk_publications; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.publications
    ADD CONSTRAINT pk_publications PRIMARY KEY (seq, project);


--
-- Name: recovered_persons pk_recovered_persons; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recovered_persons
    ADD CONSTRAINT pk_recovered_persons PRIMARY KEY (payment, person_key);


--
-- Name: recoveries pk_recoveries; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recoveries
    ADD CONSTRAINT pk_recoveries PRIMARY KEY (seq);


--
-- Name: sheets pk_sheets; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sheets
    ADD CONSTRAINT pk_sheets PRIMARY KEY (seq, name);


--
-- Name: signatures pk_signatures; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.signatures
    ADD CONSTRAINT pk_signatures PRIMARY KEY (seq);


--
-- Name: standing_persons pk_standing_persons; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.standing_persons
    ADD CONSTRAINT pk_standing_persons PRIMARY KEY (person_key);


--
-- Name: standing_projects pk_standing_projects; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.standing_projects
    ADD CONSTRAINT pk_standing_projects PRIMARY KEY (project);


--
-- Name: statements pk_statements; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.statements
    ADD CONSTRAINT pk_statements PRIMARY KEY (sha256);


--
-- Name: transfers pk_transfers; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.transfers
    ADD CONSTRAINT pk_transfers PRIMARY KEY (transfer);


--
-- Name: voids pk_voids; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.voids
    ADD CONSTRAINT pk_voids PRIMARY KEY (number);


--
-- Name: certificates uq_certificates_project_person_key_replaces; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.certificates
    ADD CONSTRAINT uq_certificates_project_person_key_replaces UNIQUE (project, person_key, replaces);


--
-- Name: certificates uq_certificates_year_serial; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.certificates
    ADD CONSTRAINT uq_certificates_year_serial UNIQUE (year, serial);


--
-- Name: events uq_events_hash; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT uq_events_hash UNIQUE (hash);


--
-- Name: events uq_events_prev_hash; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.events
    ADD CONSTRAINT uq_events_prev_hash UNIQUE (prev_hash);


--
-- Name: signatures uq_signatures_batch_role; Type: CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.signatures
    ADD CONSTRAINT uq_signatures_batch_role UNIQUE (batch, role);


--
-- Name: payment_states fall; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER fall AFTER INSERT ON public.payment_states FOR EACH ROW EXECUTE FUNCTION public.fall();


--
-- Name: batches no_delete_batches; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_delete_batches BEFORE DELETE ON public.batches FOR EACH ROW EXECUTE FUNCTION public.no_delete_batches();


--
-- Name: certificates no_delete_certificates; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_delete_certificates BEFORE DELETE ON public.certificates FOR EACH ROW EXECUTE FUNCTION public.no_delete_certificates();


--
-- Name: claims no_delete_claims; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_delete_claims BEFORE DELETE ON public.claims FOR EACH ROW EXECUTE FUNCTION public.no_delete_claims();


--
-- Name: disqualifications no_delete_disqualifications; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_delete_disqualifications BEFORE DELETE ON public.disqualifications FOR EACH ROW EXECUTE FUNCTION public.no_delete_disqualifications();


--
-- Name: events no_delete_events; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_delete_events BEFORE DELETE ON public.events FOR EACH ROW EXECUTE FUNCTION public.no_delete_events();


--
-- Name: filings no_delete_filings; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_delete_filings BEFORE DELETE ON public.filings FOR EACH ROW EXECUTE FUNCTION public.no_delete_filings();


--
-- Name: incoming no_delete_incoming; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_delete_incoming BEFORE DELETE ON public.incoming FOR EACH ROW EXECUTE FUNCTION public.no_delete_incoming();


--
-- Name: payment_persons no_delete_payment_persons; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_delete_payment_persons BEFORE DELETE ON public.payment_persons FOR EACH ROW EXECUTE FUNCTION public.no_delete_payment_persons();


--
-- Name: payment_states no_delete_payment_states; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_delete_payment_states BEFORE DELETE ON public.payment_states FOR EACH ROW EXECUTE FUNCTION public.no_delete_payment_states();


--
-- Name: payments no_delete_payments; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_delete_payments BEFORE DELETE ON public.payments FOR EACH ROW EXECUTE FUNCTION public.no_delete_payments();


--
-- Name: persons no_delete_persons; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_delete_persons BEFORE DELETE ON public.persons FOR EACH ROW EXECUTE FUNCTION public.no_delete_persons();


--
-- Name: projects no_delete_projects; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_delete_projects BEFORE DELETE ON public.projects FOR EACH ROW EXECUTE FUNCTION public.no_delete_projects();


--
-- Name: publications no_delete_publications; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_delete_publications BEFORE DELETE ON public.publications FOR EACH ROW EXECUTE FUNCTION public.no_delete_publications();


--
-- Name: recovered_persons no_delete_recovered_persons; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_delete_recovered_persons BEFORE DELETE ON public.recovered_persons FOR EACH ROW EXECUTE FUNCTION public.no_delete_recovered_persons();


--
-- Name: recoveries no_delete_recoveries; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_delete_recoveries BEFORE DELETE ON public.recoveries FOR EACH ROW EXECUTE FUNCTION public.no_delete_recoveries();


--
-- Name: sheets no_delete_sheets; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_delete_sheets BEFORE DELETE ON public.sheets FOR EACH ROW EXECUTE FUNCTION public.no_delete_sheets();


--
-- Name: signatures no_delete_signatures; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_delete_signatures BEFORE DELETE ON public.signatures FOR EACH ROW EXECUTE FUNCTION public.no_delete_signatures();


--
-- Name: standing_persons no_delete_standing_persons; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_delete_standing_persons BEFORE DELETE ON public.standing_persons FOR EACH ROW EXECUTE FUNCTION public.no_delete_standing_persons();


--
-- Name: standing_projects no_delete_standing_projects; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_delete_standing_projects BEFORE DELETE ON public.standing_projects FOR EACH ROW EXECUTE FUNCTION public.no_delete_standing_projects();


--
-- Name: statements no_delete_statements; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_delete_statements BEFORE DELETE ON public.statements FOR EACH ROW EXECUTE FUNCTION public.no_delete_statements();


--
-- Name: transfers no_delete_transfers; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_delete_transfers BEFORE DELETE ON public.transfers FOR EACH ROW EXECUTE FUNCTION public.no_delete_transfers();


--
-- Name: voids no_delete_voids; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_delete_voids BEFORE DELETE ON public.voids FOR EACH ROW EXECUTE FUNCTION public.no_delete_voids();


--
-- Name: batches no_replace_batches; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_replace_batches BEFORE INSERT ON public.batches FOR EACH ROW EXECUTE FUNCTION public.no_replace_batches();


--
-- Name: certificates no_replace_certificates; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_replace_certificates BEFORE INSERT ON public.certificates FOR EACH ROW EXECUTE FUNCTION public.no_replace_certificates();


--
-- Name: claims no_replace_claims; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_replace_claims BEFORE INSERT ON public.claims FOR EACH ROW EXECUTE FUNCTION public.no_replace_claims();


--
-- Name: disqualifications no_replace_disqualifications; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_replace_disqualifications BEFORE INSERT ON public.disqualifications FOR EACH ROW EXECUTE FUNCTION public.no_replace_disqualifications();


--
-- Name: events no_replace_events; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_replace_events BEFORE INSERT ON public.events FOR EACH ROW EXECUTE FUNCTION public.no_replace_events();


--
-- Name: filings no_replace_filings; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_replace_filings BEFORE INSERT ON public.filings FOR EACH ROW EXECUTE FUNCTION public.no_replace_filings();


--
-- Name: incoming no_replace_incoming; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_replace_incoming BEFORE INSERT ON public.incoming FOR EACH ROW EXECUTE FUNCTION public.no_replace_incoming();


--
-- Name: payment_persons no_replace_payment_persons; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_replace_payment_persons BEFORE INSERT ON public.payment_persons FOR EACH ROW EXECUTE FUNCTION public.no_replace_payment_persons();


--
-- Name: payment_states no_replace_payment_states; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_replace_payment_states BEFORE INSERT ON public.payment_states FOR EACH ROW EXECUTE FUNCTION public.no_replace_payment_states();


--
-- Name: payments no_replace_payments; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_replace_payments BEFORE INSERT ON public.payments FOR EACH ROW EXECUTE FUNCTION public.no_replace_payments();


--
-- Name: persons no_replace_persons; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_replace_persons BEFORE INSERT ON public.persons FOR EACH ROW EXECUTE FUNCTION public.no_replace_persons();


--
-- Name: projects no_replace_projects; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_replace_projects BEFORE INSERT ON public.projects FOR EACH ROW EXECUTE FUNCTION public.no_replace_projects();


--
-- Name: publications no_replace_publications; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_replace_publications BEFORE INSERT ON public.publications FOR EACH ROW EXECUTE FUNCTION public.no_replace_publications();


--
-- Name: recovered_persons no_replace_recovered_persons; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_replace_recovered_persons BEFORE INSERT ON public.recovered_persons FOR EACH ROW EXECUTE FUNCTION public.no_replace_recovered_persons();


--
-- Name: recoveries no_replace_recoveries; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_replace_recoveries BEFORE INSERT ON public.recoveries FOR EACH ROW EXECUTE FUNCTION public.no_replace_recoveries();


--
-- Name: sheets no_replace_sheets; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_replace_sheets BEFORE INSERT ON public.sheets FOR EACH ROW EXECUTE FUNCTION public.no_replace_sheets();


--
-- Name: signatures no_replace_signatures; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_replace_signatures BEFORE INSERT ON public.signatures FOR EACH ROW EXECUTE FUNCTION public.no_replace_signatures();


--
-- Name: statements no_replace_statements; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_replace_statements BEFORE INSERT ON public.statements FOR EACH ROW EXECUTE FUNCTION public.no_replace_statements();


--
-- Name: transfers no_replace_transfers; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_replace_transfers BEFORE INSERT ON public.transfers FOR EACH ROW EXECUTE FUNCTION public.no_replace_transfers();


--
-- Name: voids no_replace_voids; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_replace_voids BEFORE INSERT ON public.voids FOR EACH ROW EXECUTE FUNCTION public.no_replace_voids();


--
-- Name: standing_persons no_second_standing_persons; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_second_standing_persons BEFORE INSERT ON public.standing_persons FOR EACH ROW EXECUTE FUNCTION public.no_second_standing_persons();


--
-- Name: standing_projects no_second_standing_projects; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_second_standing_projects BEFORE INSERT ON public.standing_projects FOR EACH ROW EXECUTE FUNCTION public.no_second_standing_projects();


--
-- Name: batches no_truncate_batches; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_truncate_batches BEFORE TRUNCATE ON public.batches FOR EACH STATEMENT EXECUTE FUNCTION public.no_update_batches();


--
-- Name: certificates no_truncate_certificates; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_truncate_certificates BEFORE TRUNCATE ON public.certificates FOR EACH STATEMENT EXECUTE FUNCTION public.no_update_certificates();


--
-- Name: claims no_truncate_claims; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_truncate_claims BEFORE TRUNCATE ON public.claims FOR EACH STATEMENT EXECUTE FUNCTION public.no_update_claims();


--
-- Name: disqualifications no_truncate_disqualifications; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_truncate_disqualifications BEFORE TRUNCATE ON public.disqualifications FOR EACH STATEMENT EXECUTE FUNCTION public.no_update_disqualifications();


--
-- Name: events no_truncate_events; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_truncate_events BEFORE TRUNCATE ON public.events FOR EACH STATEMENT EXECUTE FUNCTION public.no_update_events();


--
-- Name: filings no_truncate_filings; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_truncate_filings BEFORE TRUNCATE ON public.filings FOR EACH STATEMENT EXECUTE FUNCTION public.no_update_filings();


--
-- Name: incoming no_truncate_incoming; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_truncate_incoming BEFORE TRUNCATE ON public.incoming FOR EACH STATEMENT EXECUTE FUNCTION public.no_update_incoming();


--
-- Name: payment_persons no_truncate_payment_persons; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_truncate_payment_persons BEFORE TRUNCATE ON public.payment_persons FOR EACH STATEMENT EXECUTE FUNCTION public.no_update_payment_persons();


--
-- Name: payment_states no_truncate_payment_states; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_truncate_payment_states BEFORE TRUNCATE ON public.payment_states FOR EACH STATEMENT EXECUTE FUNCTION public.no_update_payment_states();


--
-- Name: payments no_truncate_payments; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_truncate_payments BEFORE TRUNCATE ON public.payments FOR EACH STATEMENT EXECUTE FUNCTION public.no_update_payments();


--
-- Name: persons no_truncate_persons; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_truncate_persons BEFORE TRUNCATE ON public.persons FOR EACH STATEMENT EXECUTE FUNCTION public.no_update_persons();


--
-- Name: projects no_truncate_projects; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_truncate_projects BEFORE TRUNCATE ON public.projects FOR EACH STATEMENT EXECUTE FUNCTION public.no_update_projects();


--
-- Name: publications no_truncate_publications; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_truncate_publications BEFORE TRUNCATE ON public.publications FOR EACH STATEMENT EXECUTE FUNCTION public.no_update_publications();


--
-- Name: recovered_persons no_truncate_recovered_persons; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_truncate_recovered_persons BEFORE TRUNCATE ON public.recovered_persons FOR EACH STATEMENT EXECUTE FUNCTION public.no_update_recovered_persons();


--
-- Name: recoveries no_truncate_recoveries; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_truncate_recoveries BEFORE TRUNCATE ON public.recoveries FOR EACH STATEMENT EXECUTE FUNCTION public.no_update_recoveries();


--
-- Name: sheets no_truncate_sheets; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_truncate_sheets BEFORE TRUNCATE ON public.sheets FOR EACH STATEMENT EXECUTE FUNCTION public.no_update_sheets();


--
-- Name: signatures no_truncate_signatures; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_truncate_signatures BEFORE TRUNCATE ON public.signatures FOR EACH STATEMENT EXECUTE FUNCTION public.no_update_signatures();


--
-- Name: standing_persons no_truncate_standing_persons; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_truncate_standing_persons BEFORE TRUNCATE ON public.standing_persons FOR EACH STATEMENT EXECUTE FUNCTION public.no_update_standing_persons();


--
-- Name: standing_projects no_truncate_standing_projects; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_truncate_standing_projects BEFORE TRUNCATE ON public.standing_projects FOR EACH STATEMENT EXECUTE FUNCTION public.no_update_standing_projects();


--
-- Name: statements no_truncate_statements; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_truncate_statements BEFORE TRUNCATE ON public.statements FOR EACH STATEMENT EXECUTE FUNCTION public.no_update_statements();


--
-- Name: transfers no_truncate_transfers; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_truncate_transfers BEFORE TRUNCATE ON public.transfers FOR EACH STATEMENT EXECUTE FUNCTION public.no_update_transfers();


--
-- Name: voids no_truncate_voids; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_truncate_voids BEFORE TRUNCATE ON public.voids FOR EACH STATEMENT EXECUTE FUNCTION public.no_update_voids();


--
-- Name: batches no_update_batches; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_update_batches BEFORE UPDATE ON public.batches FOR EACH ROW EXECUTE FUNCTION public.no_update_batches();


--
-- Name: certificates no_update_certificates; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_update_certificates BEFORE UPDATE ON public.certificates FOR EACH ROW EXECUTE FUNCTION public.no_update_certificates();


--
-- Name: claims no_update_claims; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_update_claims BEFORE UPDATE ON public.claims FOR EACH ROW EXECUTE FUNCTION public.no_update_claims();


--
-- Name: disqualifications no_update_disqualifications; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_update_disqualifications BEFORE UPDATE ON public.disqualifications FOR EACH ROW EXECUTE FUNCTION public.no_update_disqualifications();


--
-- Name: events no_update_events; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_update_events BEFORE UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION public.no_update_events();


--
-- Name: filings no_update_filings; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_update_filings BEFORE UPDATE ON public.filings FOR EACH ROW EXECUTE FUNCTION public.no_update_filings();


--
-- Name: incoming no_update_incoming; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_update_incoming BEFORE UPDATE ON public.incoming FOR EACH ROW EXECUTE FUNCTION public.no_update_incoming();


--
-- Name: payment_persons no_update_payment_persons; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_update_payment_persons BEFORE UPDATE ON public.payment_persons FOR EACH ROW EXECUTE FUNCTION public.no_update_payment_persons();


--
-- Name: payment_states no_update_payment_states; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_update_payment_states BEFORE UPDATE ON public.payment_states FOR EACH ROW EXECUTE FUNCTION public.no_update_payment_states();


--
-- Name: payments no_update_payments; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_update_payments BEFORE UPDATE ON public.payments FOR EACH ROW EXECUTE FUNCTION public.no_update_payments();


--
-- Name: persons no_update_persons; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_update_persons BEFORE UPDATE ON public.persons FOR EACH ROW EXECUTE FUNCTION public.no_update_persons();


--
-- Name: projects no_update_projects; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_update_projects BEFORE UPDATE ON public.projects FOR EACH ROW EXECUTE FUNCTION public.no_update_projects();


--
-- Name: publications no_update_publications; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_update_publications BEFORE UPDATE ON public.publications FOR EACH ROW EXECUTE FUNCTION public.no_update_publications();


--
-- Name: recovered_persons no_update_recovered_persons; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_update_recovered_persons BEFORE UPDATE ON public.recovered_persons FOR EACH ROW EXECUTE FUNCTION public.no_update_recovered_persons();


--
-- Name: recoveries no_update_recoveries; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_update_recoveries BEFORE UPDATE ON public.recoveries FOR EACH ROW EXECUTE FUNCTION public.no_update_recoveries();


--
-- Name: sheets no_update_sheets; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_update_sheets BEFORE UPDATE ON public.sheets FOR EACH ROW EXECUTE FUNCTION public.no_update_sheets();


--
-- Name: signatures no_update_signatures; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_update_signatures BEFORE UPDATE ON public.signatures FOR EACH ROW EXECUTE FUNCTION public.no_update_signatures();


--
-- Name: standing_persons no_update_standing_persons; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_update_standing_persons BEFORE UPDATE ON public.standing_persons FOR EACH ROW EXECUTE FUNCTION public.no_update_standing_persons();


--
-- Name: standing_projects no_update_standing_projects; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_update_standing_projects BEFORE UPDATE ON public.standing_projects FOR EACH ROW EXECUTE FUNCTION public.no_update_standing_projects();


--
-- Name: statements no_update_statements; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_update_statements BEFORE UPDATE ON public.statements FOR EACH ROW EXECUTE FUNCTION public.no_update_statements();


--
-- Name: transfers no_update_transfers; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_update_transfers BEFORE UPDATE ON public.transfers FOR EACH ROW EXECUTE FUNCTION public.no_update_transfers();


--
-- Name: voids no_update_voids; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER no_update_voids BEFORE UPDATE ON public.voids FOR EACH ROW EXECUTE FUNCTION public.no_update_voids();


--
-- Name: payment_states stand_again; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER stand_again AFTER INSERT ON public.payment_states FOR EACH ROW EXECUTE FUNCTION public.stand_again();


--
-- Name: payment_persons stand_person; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER stand_person AFTER INSERT ON public.payment_persons FOR EACH ROW EXECUTE FUNCTION public.stand_person();


--
-- Name: payments stand_project; Type: TRIGGER; Schema: public; Owner: -
--

CREATE TRIGGER stand_project AFTER INSERT ON public.payments FOR EACH ROW EXECUTE FUNCTION public.stand_project();


--
-- Name: batches fk_batches_seq; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.batches
    ADD CONSTRAINT fk_batches_seq FOREIGN KEY (seq) REFERENCES public.events(seq);


--
-- Name: certificates fk_certificates_seq; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.certificates
    ADD CONSTRAINT fk_certificates_seq FOREIGN KEY (seq) REFERENCES public.events(seq);


--
-- Name: claims fk_claims_seq; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.claims
    ADD CONSTRAINT fk_claims_seq FOREIGN KEY (seq) REFERENCES public.events(seq);


--
-- Name: disqualifications fk_disqualifications_seq; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.disqualifications
    ADD CONSTRAINT fk_disqualifications_seq FOREIGN KEY (seq) REFERENCES public.events(seq);


--
-- Name: filings fk_filings_seq; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.filings
    ADD CONSTRAINT fk_filings_seq FOREIGN KEY (seq) REFERENCES public.events(seq);


--
-- Name: incoming fk_incoming_seq; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.incoming
    ADD CONSTRAINT fk_incoming_seq FOREIGN KEY (seq) REFERENCES public.events(seq);


--
-- Name: payment_persons fk_payment_persons_payment; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payment_persons
    ADD CONSTRAINT fk_payment_persons_payment FOREIGN KEY (payment) REFERENCES public.payments(payment);


--
-- Name: payment_persons fk_payment_persons_seq; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payment_persons
    ADD CONSTRAINT fk_payment_persons_seq FOREIGN KEY (seq) REFERENCES public.events(seq);


--
-- Name: payment_states fk_payment_states_payment; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payment_states
    ADD CONSTRAINT fk_payment_states_payment FOREIGN KEY (payment) REFERENCES public.payments(payment);


--
-- Name: payment_states fk_payment_states_seq; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payment_states
    ADD CONSTRAINT fk_payment_states_seq FOREIGN KEY (seq) REFERENCES public.events(seq);


--
-- Name: payments fk_payments_batch; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT fk_payments_batch FOREIGN KEY (batch) REFERENCES public.batches(batch);


--
-- Name: payments fk_payments_seq; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.payments
    ADD CONSTRAINT fk_payments_seq FOREIGN KEY (seq) REFERENCES public.events(seq);


--
-- Name: persons fk_persons_seq; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.persons
    ADD CONSTRAINT fk_persons_seq FOREIGN KEY (seq) REFERENCES public.events(seq);


--
-- Name: projects fk_projects_seq; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.projects
    ADD CONSTRAINT fk_projects_seq FOREIGN KEY (seq) REFERENCES public.events(seq);


--
-- Name: publications fk_publications_seq; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.publications
    ADD CONSTRAINT fk_publications_seq FOREIGN KEY (seq) REFERENCES public.events(seq);


--
-- Name: recovered_persons fk_recovered_persons_seq; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recovered_persons
    ADD CONSTRAINT fk_recovered_persons_seq FOREIGN KEY (seq) REFERENCES public.events(seq);


--
-- Name: recoveries fk_recoveries_seq; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.recoveries
    ADD CONSTRAINT fk_recoveries_seq FOREIGN KEY (seq) REFERENCES public.events(seq);


--
-- Name: sheets fk_sheets_seq; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.sheets
    ADD CONSTRAINT fk_sheets_seq FOREIGN KEY (seq) REFERENCES public.events(seq);


--
-- Name: signatures fk_signatures_batch; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.signatures
    ADD CONSTRAINT fk_signatures_batch FOREIGN KEY (batch) REFERENCES public.batches(batch);


--
-- Name: signatures fk_signatures_seq; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.signatures
    ADD CONSTRAINT fk_signatures_seq FOREIGN KEY (seq) REFERENCES public.events(seq);


--
-- Name: statements fk_statements_seq; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.statements
    ADD CONSTRAINT fk_statements_seq FOREIGN KEY (seq) REFERENCES public.events(seq);


--
-- Name: transfers fk_transfers_seq; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.transfers
    ADD CONSTRAINT fk_transfers_seq FOREIGN KEY (seq) REFERENCES public.events(seq);


--
-- Name: voids fk_voids_number; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.voids
    ADD CONSTRAINT fk_voids_number FOREIGN KEY (number) REFERENCES public.certificates(number);


--
-- Name: voids fk_voids_seq; Type: FK CONSTRAINT; Schema: public; Owner: -
--

ALTER TABLE ONLY public.voids
    ADD CONSTRAINT fk_voids_seq FOREIGN KEY (seq) REFERENCES public.events(seq);


--
-- PostgreSQL database dump complete
--


