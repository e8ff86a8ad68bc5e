import type { Platform } from '../tenancy/component';
import type { Variables } from '../workload/program';
import { POSTGRES_IMAGE, type PostgresDatabase, postgresServer } from './postgres-server';
import { Store } from './store';
import type { StoreProps } from './store-server';

/**
 * One table that only grows. The API may insert and read; a trigger refuses every change, whoever asks, and each event
 * carries the hash of the one before it, so that a gap or a change made below the database shows. Numbers are given under
 * the lock, as a sequence would give them before it and in another order than that of the chain.
 */
const APPEND_ONLY = `SET ROLE audit_owner;
CREATE TABLE event (
  id bigint PRIMARY KEY,
  recorded_at timestamptz NOT NULL DEFAULT now(),
  actor text NOT NULL,
  action text NOT NULL,
  subject text NOT NULL,
  detail jsonb NOT NULL DEFAULT '{}',
  previous text NOT NULL UNIQUE,
  hash text NOT NULL UNIQUE
);
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit events are only ever added' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE FUNCTION chain() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS $$
DECLARE
  last record;
BEGIN
  PERFORM pg_advisory_xact_lock(1);
  SELECT id, hash INTO last FROM public.event ORDER BY id DESC LIMIT 1;
  NEW.id := coalesce(last.id, 0) + 1;
  NEW.recorded_at := clock_timestamp();
  NEW.previous := coalesce(last.hash, '');
  NEW.hash := encode(sha256(convert_to(jsonb_build_array(
    NEW.previous, NEW.id, extract(epoch FROM NEW.recorded_at), NEW.actor, NEW.action, NEW.subject, NEW.detail)::text, 'UTF8')), 'hex');
  RETURN NEW;
END $$;
CREATE TRIGGER chain BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION chain();
GRANT SELECT, INSERT (actor, action, subject, detail) ON event TO kfm_api;
`;

export const AUDIT: PostgresDatabase = {
  image: POSTGRES_IMAGE,
  database: 'audit',
  owner: 'audit_owner',
  roles: ['kfm_api', 'audit_owner'],
  bootstrap: APPEND_ONLY,
};

/** Audit and provenance: canonical and append-only. */
export class Audit extends Store {
  constructor(scope: Platform, props: StoreProps) {
    super(scope, 'audit', props, postgresServer(AUDIT, props, scope.traits));
  }

  /** How the governed API connects, apart from its password. */
  get variables(): Variables {
    return { AUDIT_HOST: this.host, AUDIT_PORT: String(this.port), AUDIT_DATABASE: AUDIT.database, AUDIT_USER: 'kfm_api' };
  }
}
