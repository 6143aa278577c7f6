-- What every room stands on: the rules for tables, the ledger, keys, idempotency.
-- One statement a call for GRANT and POLICY, tables first, then distribution, then
-- foreign keys: the order that Citus demands and plain PostgreSQL does not mind.

create extension if not exists btree_gist;
create extension if not exists btree_gin;
create extension if not exists pg_trgm;
create extension if not exists unaccent;

-- The network of the running transaction. A connection that was used before yields ''.
create function current_network() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.network_id', true), '')::uuid;

create function current_account() returns uuid
  language sql stable parallel safe
  return nullif(current_setting('app.account_id', true), '')::uuid;

-- unaccent() alone is only stable, because its dictionary may change; naming the
-- dictionary makes this wrapper safe to index.
create function plain_text(value text) returns text
  language sql immutable strict parallel safe
  as $$ select lower(public.unaccent('public.unaccent'::regdictionary, value)) $$;

-- Words to search by: no accents, no punctuation, "St-Étienne" and "saint etienne" alike.
create function search_words(value text) returns text
  language sql immutable strict parallel safe
  as $$ select trim(regexp_replace(regexp_replace(public.plain_text(value), '[^a-z0-9]+', ' ', 'g'), '\mst(e?)\M', 'saint\1', 'g')) $$;

-- A table whose rows belong to a network: row-level security for everybody, the owner
-- too, and the application role may do what `privileges` names.
create procedure secure_table(target regclass, privileges text default 'select, insert, update, delete')
  language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format(
    'create policy network on %s using (network_id = nullif(current_setting(''app.network_id'', true), '''')::uuid) '
    'with check (network_id = nullif(current_setting(''app.network_id'', true), '''')::uuid)', target);
  execute format('grant %s on %s to reserve_app', privileges, target);
end $$;

-- Shards a table by network where Citus is installed; nothing elsewhere.
create procedure distribute_table(target regclass)
  language plpgsql as $$
begin
  if exists (select from pg_extension where extname = 'citus') then
    if target = 'networks'::regclass then
      execute format('select create_distributed_table(%L, %L)', target, 'network_id');
    else
      execute format('select create_distributed_table(%L, %L, colocate_with => %L)', target, 'network_id', 'networks');
    end if;
  end if;
end $$;

create procedure replicate_table(target regclass)
  language plpgsql as $$
begin
  if exists (select from pg_extension where extname = 'citus') then
    execute format('select create_reference_table(%L)', target);
  end if;
end $$;

-- A customer of the operator. Everything else belongs to one.
create table networks (
  network_id uuid primary key,
  slug text not null check (slug ~ '^[a-z0-9](-?[a-z0-9])*$' and length(slug) between 3 and 60),
  name text not null check (length(name) between 1 and 120),
  brand text,
  siren text check (siren ~ '^[0-9]{9}$'),
  sector text not null default 'beauty',
  health boolean not null default false,
  demo boolean not null default false,
  locale text not null default 'fr' check (locale in ('fr', 'en')),
  colour text not null default '#1f4d3a' check (colour ~ '^#[0-9a-f]{6}$'),
  created_at timestamptz not null default now()
);
call distribute_table('networks');
call secure_table('networks');

-- Public addresses: the only way from a word in a URL to a network, read before any
-- network is known. Points to nothing, so that it can be replicated.
create table network_addresses (
  slug text primary key check (slug not in ('api', 'app', 'assets', 'docs', 'embed', 'health', 'metrics', 'rdv', 'annuaire', 'directory', 'cookies', 'ledger')),
  network_id uuid not null unique
);
call replicate_table('network_addresses');
alter table network_addresses enable row level security;
alter table network_addresses force row level security;
create policy everyone_reads on network_addresses for select using (true);
create policy network_writes on network_addresses for insert with check (network_id = nullif(current_setting('app.network_id', true), '')::uuid);
create policy network_changes on network_addresses for update using (network_id = nullif(current_setting('app.network_id', true), '')::uuid);
grant select, insert, update on network_addresses to reserve_app;

-- Evidence. Append-only by privilege: the application role can insert and select.
create table ledger_entries (
  network_id uuid not null,
  entry_id uuid not null,
  recorded_at timestamptz not null,
  kind text not null,
  promise_ids text[] not null,
  subject_digest bytea,
  body jsonb not null,
  digest bytea not null check (length(digest) = 32),
  primary key (network_id, entry_id)
);
create index on ledger_entries (network_id, kind, recorded_at);
call distribute_table('ledger_entries');
call secure_table('ledger_entries', 'select, insert');

-- Entries that wait for their place in the chain, so that no booking queues behind another.
create table ledger_pending (
  network_id uuid not null,
  entry_id uuid not null,
  primary key (network_id, entry_id)
);
call distribute_table('ledger_pending');
call secure_table('ledger_pending', 'select, insert, delete');

create table ledger_chain (
  network_id uuid not null,
  seq bigint not null check (seq >= 0),
  entry_id uuid not null,
  entry_digest bytea not null check (length(entry_digest) = 32),
  previous_hash bytea not null check (length(previous_hash) = 32),
  chain_hash bytea not null check (length(chain_hash) = 32),
  primary key (network_id, seq),
  unique (network_id, entry_id)
);
call distribute_table('ledger_chain');
call secure_table('ledger_chain', 'select, insert');

create table ledger_heads (
  network_id uuid not null,
  day date not null,
  size bigint not null check (size >= 0),
  chain_hash bytea not null,
  root bytea not null,
  signature bytea not null,
  key_id text not null,
  signed_at timestamptz not null,
  primary key (network_id, day)
);
call distribute_table('ledger_heads');
call secure_table('ledger_heads', 'select, insert');

-- Data keys, each wrapped by the root key. Destroying the row destroys every copy.
create table network_keys (
  network_id uuid not null,
  key_id uuid not null,
  wrapped bytea,
  algorithm text not null default 'A256GCM',
  created_at timestamptz not null default now(),
  destroyed_at timestamptz,
  primary key (network_id, key_id),
  check ((wrapped is null) = (destroyed_at is not null))
);
create unique index network_keys_live on network_keys (network_id) where destroyed_at is null;
call distribute_table('network_keys');
call secure_table('network_keys', 'select, insert, update');

-- A write repeated with the same key answers what it answered the first time.
create table idempotency_keys (
  network_id uuid not null,
  actor text not null,
  key text not null check (length(key) between 8 and 200),
  request_digest bytea not null,
  status integer,
  response jsonb,
  created_at timestamptz not null default now(),
  primary key (network_id, actor, key)
);
create index on idempotency_keys (network_id, created_at);
call distribute_table('idempotency_keys');
call secure_table('idempotency_keys');

-- Communes, departments and regions of France (Insee), loaded from a package.
create table communes (
  commune_code text primary key,
  name text not null,
  department_code text not null,
  department_name text not null,
  region_name text not null,
  postcodes text[] not null,
  population integer not null default 0,
  search text not null
);
create index communes_search on communes using gin (search gin_trgm_ops);
create index on communes (department_code);
call replicate_table('communes');
-- Not forced: the owner loads it at every upgrade of the package.
alter table communes enable row level security;
create policy everyone_reads on communes for select using (true);
grant select on communes to reserve_app;
