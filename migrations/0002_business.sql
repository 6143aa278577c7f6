-- Networks, people, agendas, appointments. Conventions: network_id leads every key;
-- minutes are whole; money is in minor units; instants are timestamptz.

-- People who sign in ---------------------------------------------------------------
-- Identity belongs to no network: one person, one account. Only the identity role
-- reads these; the application role knows members by their display name.
create table accounts (
  id uuid primary key,
  email text not null unique,
  email_verified boolean not null default false,
  name text not null,
  image text,
  language text not null default 'fr' check (language in ('fr', 'en')),
  demo boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create table account_credentials (
  id uuid primary key,
  account_id uuid not null references accounts on delete cascade,
  provider_id text not null,
  provider_account_id text not null,
  password_hash text,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on account_credentials (account_id);
create table account_sessions (
  id uuid primary key,
  account_id uuid not null references accounts on delete cascade,
  token text not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on account_sessions (account_id);
create table account_verifications (
  id uuid primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on account_verifications (identifier);
alter table accounts enable row level security;
alter table account_credentials enable row level security;
alter table account_sessions enable row level security;
alter table account_verifications enable row level security;
create policy identity on accounts to reserve_identity using (true);
create policy identity on account_credentials to reserve_identity using (true);
create policy identity on account_sessions to reserve_identity using (true);
create policy identity on account_verifications to reserve_identity using (true);
grant select, insert, update, delete on accounts to reserve_identity;
grant select, insert, update, delete on account_credentials to reserve_identity;
grant select, insert, update, delete on account_sessions to reserve_identity;
grant select, insert, update, delete on account_verifications to reserve_identity;

create table members (
  network_id uuid not null,
  account_id uuid not null,
  role text not null check (role in ('owner', 'manager', 'staff', 'reader')),
  display_name text not null check (length(display_name) between 1 and 120),
  created_at timestamptz not null default now(),
  primary key (network_id, account_id)
);
create index on members (account_id);
call distribute_table('members');
call secure_table('members');
-- Somebody who signs in may ask where he belongs before any network is chosen.
create policy own_memberships on members for select
  using (current_setting('app.network_id', true) is not distinct from ''
    and account_id = nullif(current_setting('app.account_id', true), '')::uuid);
alter table members add foreign key (network_id) references networks;

-- Establishments -------------------------------------------------------------------
create table establishments (
  network_id uuid not null,
  establishment_id uuid not null,
  slug text not null check (slug ~ '^[a-z0-9](-?[a-z0-9])*$' and length(slug) between 2 and 60),
  name text not null check (length(name) between 1 and 120),
  siret text check (siret ~ '^[0-9]{14}$'),
  activity text not null,
  description text not null default '',
  street text not null default '',
  postcode text not null default '',
  commune_code text,
  commune_name text not null default '',
  department_code text,
  phone text,
  email text,
  website text,
  colour text not null default '#1f4d3a' check (colour ~ '^#[0-9a-f]{6}$'),
  time_zone text not null default 'Europe/Paris',
  holiday_region text not null default 'FR',
  open_on_holidays boolean not null default false,
  -- The closed default: nothing is public until somebody says so.
  online boolean not null default false,
  listed boolean not null default false,
  slot_step_minutes integer not null default 15 check (slot_step_minutes between 5 and 240),
  hold_minutes integer not null default 5 check (hold_minutes between 1 and 30),
  min_notice_minutes integer not null default 60 check (min_notice_minutes >= 0),
  max_ahead_days integer not null default 90 check (max_ahead_days between 1 and 730),
  change_notice_minutes integer not null default 1440 check (change_notice_minutes >= 0),
  max_upcoming_per_client integer not null default 5 check (max_upcoming_per_client between 1 and 100),
  min_gap_days integer not null default 0 check (min_gap_days between 0 and 365),
  position integer not null default 0,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (network_id, establishment_id),
  unique (network_id, slug),
  check (not listed or online)
);
call distribute_table('establishments');
call secure_table('establishments');
alter table establishments add foreign key (network_id) references networks;

create table opening_hours (
  network_id uuid not null,
  establishment_id uuid not null,
  weekday integer not null check (weekday between 1 and 7),
  opens_minute integer not null check (opens_minute between 0 and 1439),
  closes_minute integer not null check (closes_minute > opens_minute and closes_minute <= 2880),
  primary key (network_id, establishment_id, weekday, opens_minute)
);
call distribute_table('opening_hours');
call secure_table('opening_hours');
alter table opening_hours add foreign key (network_id, establishment_id) references establishments on delete cascade;

-- A day with exceptions replaces the weekly hours of that day; nulls mean closed.
create table opening_exceptions (
  network_id uuid not null,
  exception_id uuid not null,
  establishment_id uuid not null,
  day date not null,
  opens_minute integer check (opens_minute between 0 and 1439),
  closes_minute integer check (closes_minute > opens_minute and closes_minute <= 2880),
  reason text not null default '',
  primary key (network_id, exception_id),
  check ((opens_minute is null) = (closes_minute is null))
);
create index on opening_exceptions (network_id, establishment_id, day);
call distribute_table('opening_exceptions');
call secure_table('opening_exceptions');
alter table opening_exceptions add foreign key (network_id, establishment_id) references establishments on delete cascade;

-- What an establishment chose to publish, readable by everybody: the only table that
-- is read across networks. Written with the establishment, in the same transaction.
create table directory_entries (
  network_id uuid not null,
  establishment_id uuid not null,
  network_slug text not null,
  network_name text not null,
  slug text not null,
  name text not null,
  activity text not null,
  street text not null,
  postcode text not null,
  commune_code text,
  commune_name text not null,
  department_code text,
  colour text not null,
  search text not null,
  primary key (network_id, establishment_id)
);
create index on directory_entries using gin (search gin_trgm_ops);
create index on directory_entries (department_code);
call distribute_table('directory_entries');
call secure_table('directory_entries');
create policy everyone_reads on directory_entries for select using (true);
alter table directory_entries add foreign key (network_id, establishment_id) references establishments on delete cascade;

-- Agendas and services -------------------------------------------------------------
create table agendas (
  network_id uuid not null,
  agenda_id uuid not null,
  establishment_id uuid not null,
  name text not null check (length(name) between 1 and 120),
  kind text not null default 'person' check (kind in ('person', 'room', 'device')),
  account_id uuid,
  colour text not null default '#0072b2' check (colour ~ '^#[0-9a-f]{6}$'),
  online boolean not null default false,
  position integer not null default 0,
  feed_token_digest bytea,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (network_id, agenda_id)
);
create index on agendas (network_id, establishment_id);
create unique index on agendas (network_id, feed_token_digest);
call distribute_table('agendas');
call secure_table('agendas');
alter table agendas add foreign key (network_id, establishment_id) references establishments;

create table services (
  network_id uuid not null,
  service_id uuid not null,
  establishment_id uuid not null,
  name text not null check (length(name) between 1 and 120),
  category text not null default '',
  description text not null default '',
  duration_minutes integer not null check (duration_minutes between 5 and 1440),
  buffer_before_minutes integer not null default 0 check (buffer_before_minutes between 0 and 480),
  buffer_after_minutes integer not null default 0 check (buffer_after_minutes between 0 and 480),
  capacity integer not null default 1 check (capacity between 1 and 500),
  price_minor integer check (price_minor >= 0),
  currency text not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
  colour text not null default '#0072b2' check (colour ~ '^#[0-9a-f]{6}$'),
  online boolean not null default false,
  position integer not null default 0,
  created_at timestamptz not null default now(),
  archived_at timestamptz,
  primary key (network_id, service_id)
);
create index on services (network_id, establishment_id);
call distribute_table('services');
call secure_table('services');
alter table services add foreign key (network_id, establishment_id) references establishments;

create table service_agendas (
  network_id uuid not null,
  service_id uuid not null,
  agenda_id uuid not null,
  primary key (network_id, service_id, agenda_id)
);
create index on service_agendas (network_id, agenda_id);
call distribute_table('service_agendas');
call secure_table('service_agendas');
alter table service_agendas add foreign key (network_id, service_id) references services on delete cascade;
alter table service_agendas add foreign key (network_id, agenda_id) references agendas on delete cascade;

-- When an agenda works and when it does not, in the establishment's local time.
create table agenda_rules (
  network_id uuid not null,
  rule_id uuid not null,
  agenda_id uuid not null,
  kind text not null check (kind in ('available', 'unavailable')),
  starts_local timestamp not null,
  duration_minutes integer not null check (duration_minutes between 5 and 527040),
  rrule text,
  exdates timestamp[] not null default '{}',
  reason text not null default '',
  created_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (network_id, rule_id)
);
create index on agenda_rules (network_id, agenda_id);
call distribute_table('agenda_rules');
call secure_table('agenda_rules');
alter table agenda_rules add foreign key (network_id, agenda_id) references agendas on delete cascade;

-- Clients --------------------------------------------------------------------------
-- What is compared when people are searched: plain text whose punctuation is space, so
-- that "Jean-Pierre", "jean pierre" and "JEAN.PIERRE@" begin the same words.
create function words(value text) returns text
  language sql immutable strict parallel safe
  as $$ select trim(regexp_replace(public.plain_text(value), '[[:space:][:punct:]’]+', ' ', 'g')) $$;

-- Patterns of the words that are one slip away from this one: a letter wrong, missing,
-- too many, or two exchanged (Damerau, 1964). What follows it may not be typed yet, so
-- that its last letter wrong is its last letter too many.
create function near_words(word text) returns text[]
  language sql immutable strict parallel safe
  as $$
    select coalesce(array_agg(distinct '% ' || p || '%'), '{}')
    from generate_series(0, length(word) - 1) at,
      lateral (values
        (left(word, at) || '_' || substr(word, at + 1)),
        (case when at < length(word) - 1 then left(word, at) || '_' || substr(word, at + 2) end),
        (left(word, at) || substr(word, at + 2)),
        (left(word, at) || substr(word, at + 2, 1) || substr(word, at + 1, 1) || substr(word, at + 3))
      ) edits(p)
    where length(replace(p, '_', '')) >= 3
  $$;

create table clients (
  network_id uuid not null,
  client_id uuid not null,
  first_name text not null default '' check (length(first_name) <= 120),
  last_name text not null default '' check (length(last_name) <= 120),
  -- Lower case, so that equality finds it: row policies keep an index on lower(email) out of reach.
  email text check (length(email) <= 254 and email = lower(email)),
  phone text check (phone ~ '^\+[1-9][0-9]{4,14}$'),
  language text not null default 'fr' check (language in ('fr', 'en')),
  preferred_channel text not null default 'email' check (preferred_channel in ('email', 'sms', 'phone', 'letter', 'meeting')),
  note text not null default '' check (length(note) <= 10000),
  fields jsonb not null default '{}' check (jsonb_typeof(fields) = 'object'),
  search text not null generated always as (
    ' ' || words(first_name || ' ' || last_name || ' ' || coalesce(email, '') || ' ' || coalesce(phone, '')) || ' '
  ) stored,
  -- What lists are ordered by; a card without a name stands after the names.
  sort_name text collate "C" not null generated always as (
    coalesce(nullif(words(last_name || ' ' || first_name), ''), '~' || coalesce(email, phone, ''))
  ) stored,
  revision integer not null default 1,
  merged_into uuid,
  last_activity_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  deleted_at timestamptz,
  primary key (network_id, client_id),
  check (first_name <> '' or last_name <> '' or email is not null or phone is not null),
  check (merged_into is null or deleted_at is not null)
);
create index clients_search on clients using gin (network_id, search gin_trgm_ops) where deleted_at is null;
create index clients_phone on clients (network_id, phone) where deleted_at is null;
create index clients_email on clients (network_id, email) where deleted_at is null;
create index clients_name on clients (network_id, sort_name, client_id) where deleted_at is null;
-- With what is searched: most searches end among the latest cards.
create index clients_activity on clients (network_id, last_activity_at, client_id) include (search) where deleted_at is null;
create index clients_created on clients (network_id, created_at, client_id) where deleted_at is null;
call distribute_table('clients');
call secure_table('clients');
alter table clients add foreign key (network_id) references networks;

-- A network's own fields on its client cards.
create table client_fields (
  network_id uuid not null,
  field_id uuid not null,
  label text not null check (length(label) between 1 and 120),
  kind text not null check (kind in ('text', 'number', 'date', 'choice', 'consent')),
  choices text[] not null default '{}',
  required boolean not null default false,
  sensitive boolean not null default false,
  online boolean not null default false,
  help text not null default '',
  position integer not null default 0,
  archived_at timestamptz,
  primary key (network_id, field_id)
);
call distribute_table('client_fields');
call secure_table('client_fields');
alter table client_fields add foreign key (network_id) references networks;

-- What a merge did, kept a day so that it can be taken back whole. Not walked by a merge.
create table client_merges (
  network_id uuid not null,
  merge_id uuid not null,
  client_id uuid not null,
  merged_ids uuid[] not null check (cardinality(merged_ids) >= 1),
  -- The card that was kept, as it was before.
  before jsonb not null,
  -- Rows that were moved to it: their table, column, former card and keys.
  moved jsonb not null,
  -- Of the card that was kept, after the merge: a later change ends the taking back.
  revision integer not null,
  merged_by uuid,
  merged_at timestamptz not null default now(),
  undone_at timestamptz,
  primary key (network_id, merge_id)
);
create index on client_merges (network_id, client_id);
call distribute_table('client_merges');
call secure_table('client_merges');
alter table client_merges add foreign key (network_id, client_id) references clients on delete cascade;

-- Two cards that look alike and are two people: somebody said so.
create table client_distinctions (
  network_id uuid not null,
  client_id uuid not null,
  other_id uuid not null check (other_id > client_id),
  decided_by uuid,
  decided_at timestamptz not null default now(),
  primary key (network_id, client_id, other_id)
);
create index on client_distinctions (network_id, other_id);
call distribute_table('client_distinctions');
call secure_table('client_distinctions');
alter table client_distinctions add foreign key (network_id, client_id) references clients on delete cascade;
alter table client_distinctions add foreign key (network_id, other_id) references clients on delete cascade;

-- A file of clients on its way in: sealed with the network's key, gone after two days.
create table client_imports (
  network_id uuid not null,
  import_id uuid not null,
  content_sealed bytea,
  -- Headers, first rows, first refusals.
  findings_sealed bytea,
  -- The refused rows as a file with their reasons.
  refused_sealed bytea,
  encoding text not null,
  delimiter text not null check (length(delimiter) = 1),
  -- For each column of the file, what it is: a column of clients, an own field's id, or null.
  mapping jsonb not null check (jsonb_typeof(mapping) = 'array'),
  when_known text not null default 'skip' check (when_known in ('skip', 'update', 'create')),
  status text not null default 'read' check (status in ('read', 'checked', 'writing', 'done', 'failed')),
  counts jsonb not null default '{}' check (jsonb_typeof(counts) = 'object'),
  failure text,
  rows_total integer not null check (rows_total >= 0),
  rows_done integer not null default 0 check (rows_done between 0 and rows_total),
  progress_at timestamptz,
  created_by uuid,
  created_at timestamptz not null default now(),
  primary key (network_id, import_id)
);
create index on client_imports (network_id, created_at);
call distribute_table('client_imports');
call secure_table('client_imports');
alter table client_imports add foreign key (network_id) references networks;

-- Row policies keep the trigram index out of reach of an ordinary query, because its
-- operators are not leak-proof. This function searches one network only. Words match
-- the beginnings of names and addresses in any order, digits any part of a number
-- however it is written. Whole words come first (score 1), then beginnings (0.9); where
-- there are none, words with one slip in one of them (0.6), or in each among the latest
-- cards (0.4). Each by latest activity. What is common is among the latest 3,000 cards, which an index alone
-- tells; what is not is rare enough for the trigrams.
create function search_clients(query text, maximum integer)
  returns table (client_id uuid, score real)
  language plpgsql stable security definer set search_path = public set enable_seqscan = off set enable_indexscan = on
  as $$
declare
  network constant uuid := nullif(current_setting('app.network_id', true), '')::uuid;
  wanted constant integer := least(maximum, 5000);
  tokens constant text[] := string_to_array(words(left(query, 120)), ' ');
  letters constant text[] := array(select t from unnest(tokens) with ordinality x(t, n) where t !~ '^[0-9]*$' order by length(t) desc, n limit 6);
  -- Nobody dials the 0 that is written in +33 (0)6.
  digits constant text := regexp_replace(coalesce((select string_agg(t, '' order by n) from unnest(tokens) with ordinality x(t, n) where t ~ '^[0-9]+$'), ''), '^(00)?330', '33');
  number_is text := case
    when digits = '' then null
    when digits ~ '^00[1-9]' then format('search like %L', '% ' || substr(digits, 3) || '%')
    -- As dialled within France, overseas departments too; or in the middle of a number.
    when digits ~ '^0([1-9]|$)' then format('search like any (%L::text[])', array(
      select '% ' || prefix || substr(digits, 2) || '%' from unnest(array['33', '262', '590', '594', '596']) prefix) || ('%' || digits || '%'))
    when length(digits) < 3 then format('search like %L', '% ' || digits || '%')
    else format('search like %L', '%' || digits || '%')
  end;
  equal constant text := case when digits = '' then (select string_agg(format('search like %L', '% ' || w || ' %'), ' and ') from unnest(letters) w) else 'false' end;
  begun text;
  near text;
  latest constant text := '(select client_id, search, last_activity_at from clients where network_id = %1$L and deleted_at is null order by last_activity_at desc limit 3000)';
  every constant text := '(select client_id, search, last_activity_at from clients where network_id = %1$L and deleted_at is null and %2$s limit %4$s)';
  ids constant text := 'coalesce((array_agg(client_id order by last_activity_at desc, client_id) filter (where %s))[:%%3$s], ''{}'')';
  first uuid[] := '{}';
  second uuid[] := '{}';
begin
  if network is null or (cardinality(letters) = 0 and digits = '') then
    return;
  end if;
  -- Several numbers may be words of their own ("Salle 2, lot 7").
  if digits <> '' and exists (select from unnest(tokens) t where t ~ '^[0-9]+$' having count(*) > 1) then
    number_is := format('(%s or (%s))', number_is, (select string_agg(format('search like %L', '% ' || t || '%'), ' and ') from unnest(tokens) t where t ~ '^[0-9]+$'));
  end if;
  begun := concat_ws(' and ', (select string_agg(format('search like %L', '% ' || w || '%'), ' and ') from unnest(letters) w), number_is);

  if wanted < 3000 then
    execute format(format('select %s, %s from ', format(ids, '%5$s'), format(ids, 'not (%5$s)')) || latest || ' c where %2$s', network, begun, wanted, null, equal) into first, second;
  end if;
  if cardinality(first) + cardinality(second) < wanted then
    perform set_config('enable_indexscan', 'off', true);
    execute format(format('select %s, %s from ', format(ids, '%5$s'), format(ids, 'not (%5$s)')) || every || ' c', network, begun, wanted, 'all', equal) into first, second;
  elsif cardinality(first) < wanted and equal <> 'false' then
    perform set_config('enable_indexscan', 'off', true);
    execute format(format('select %s from ', format(ids, 'true')) || every || ' c', network, equal, wanted, 'all') into first;
  end if;
  perform set_config('enable_indexscan', 'on', true);
  return query select id, 1::real from unnest(first) with ordinality x(id, n) order by n;
  return query select id, 0.9::real from unnest(second) with ordinality x(id, n) where id <> all (first) order by n limit wanted - cardinality(first);
  if cardinality(first) + cardinality(second) > 0 then
    return;
  end if;

  -- Only the trigrams: for a list of patterns the planner expects so many rows that it
  -- would read every card in order of activity instead. Of two lists one is kept from
  -- the index, which would try them in every combination.
  for slip in 1 .. cardinality(letters) loop
    continue when length(letters[slip]) < 4;
    near := (
      select string_agg(case
          when n <> slip then format('search like %L', '% ' || w || '%')
          when length(w) < 8 then format('search like any (%L::text[])', array(select p from unnest(near_words(w)) p where p ~ '[^%_ ]{3}'))
          -- Of a long word one half is untouched, unless the two letters in its middle are exchanged.
          else format('search like any (%L::text[]) and (search || %L) like any (%L::text[])',
            array['% ' || left(w, length(w) / 2) || '%', '%' || substr(w, length(w) / 2 + 1) || '%', '% ' || overlay(w placing reverse(substr(w, length(w) / 2, 2)) from length(w) / 2) || '%'], '', near_words(w))
        end, ' and ')
      from unnest(letters) with ordinality x(w, n));
    perform set_config('enable_indexscan', 'off', true);
    execute format(format('select %s from ', format(ids, 'true')) || every || ' c', network, concat_ws(' and ', near, number_is), wanted, 1000) into first;
    perform set_config('enable_indexscan', 'on', true);
    return query select id, 0.6::real from unnest(first) with ordinality x(id, n) order by n;
    if first <> '{}' then
      return;
    end if;
  end loop;
  near := (
    select string_agg(case when length(w) < 4 then format('search like %L', '% ' || w || '%') else format('search like any (%L::text[])', near_words(w)) end, ' and ')
    from unnest(letters) w);
  if near is not null then
    execute format(format('select %s from ', format(ids, 'true')) || latest || ' c where %2$s', network, concat_ws(' and ', near, number_is), wanted) into first;
    return query select id, 0.4::real from unnest(first) with ordinality x(id, n) order by n;
  end if;
end $$;
create policy searching on clients for select to reserve_search using (true);
grant select on clients to reserve_search;
alter function search_clients owner to reserve_search;
revoke all on function search_clients from public;
grant execute on function search_clients to reserve_app;

-- Information notices: what people are told when data is collected, kept by version.
create table notices (
  network_id uuid not null,
  notice_id uuid not null,
  establishment_id uuid,
  locale text not null check (locale in ('fr', 'en')),
  version integer not null check (version > 0),
  body text not null check (length(body) between 1 and 20000),
  published_at timestamptz not null default now(),
  primary key (network_id, notice_id)
);
create unique index notices_version on notices (network_id, coalesce(establishment_id, '00000000-0000-0000-0000-000000000000'), locale, version);
call distribute_table('notices');
call secure_table('notices', 'select, insert');
alter table notices add foreign key (network_id) references networks;

-- Appointments ---------------------------------------------------------------------
create table appointments (
  network_id uuid not null,
  appointment_id uuid not null,
  establishment_id uuid not null,
  client_id uuid,
  status text not null default 'confirmed' check (status in ('confirmed', 'arrived', 'done', 'no_show', 'cancelled')),
  origin text not null default 'staff' check (origin in ('staff', 'walk_in', 'site', 'directory', 'facebook', 'google', 'pagesjaunes', 'link', 'import', 'api')),
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  title text not null default '' check (length(title) <= 200),
  note text not null default '' check (length(note) <= 10000),
  answers jsonb not null default '{}' check (jsonb_typeof(answers) = 'object'),
  notice_id uuid,
  manage_token_digest bytea,
  series_id uuid,
  revision integer not null default 1,
  created_by uuid,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  cancelled_at timestamptz,
  cancelled_by text check (cancelled_by in ('client', 'staff')),
  deleted_at timestamptz,
  primary key (network_id, appointment_id)
);
create index on appointments (network_id, establishment_id, starts_at);
create index on appointments (network_id, client_id, starts_at);
create index appointments_no_shows on appointments (network_id, client_id) where status = 'no_show' and deleted_at is null;
create index appointments_manage on appointments (network_id, manage_token_digest) where manage_token_digest is not null;
call distribute_table('appointments');
call secure_table('appointments');
alter table appointments add foreign key (network_id, establishment_id) references establishments;
alter table appointments add foreign key (network_id, client_id) references clients;
alter table appointments add foreign key (network_id, notice_id) references notices;

-- What occupies an agenda. THE invariant of the house: on one agenda no two rows
-- touch, buffers included, whatever path wrote them, and seats never pass capacity.
-- A hold is an occupation with an end of its own (held_until) and no appointment yet.
create table occupations (
  network_id uuid not null,
  occupation_id uuid not null,
  agenda_id uuid not null,
  service_id uuid,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  blocked tstzrange not null check (blocked @> tstzrange(starts_at, ends_at) and lower_inc(blocked) and not upper_inc(blocked)),
  capacity integer not null default 1 check (capacity >= 1),
  seats_taken integer not null check (seats_taken between 0 and capacity),
  primary key (network_id, occupation_id),
  constraint no_overlap exclude using gist (network_id with =, agenda_id with =, blocked with &&)
);
create index on occupations (network_id, agenda_id, starts_at) include (ends_at);
call distribute_table('occupations');
call secure_table('occupations');
alter table occupations add foreign key (network_id, agenda_id) references agendas;
alter table occupations add foreign key (network_id, service_id) references services;

-- One service within an appointment: who (agenda), when, how many seats.
-- occupation_id is null once it no longer occupies (cancelled or deleted).
create table appointment_items (
  network_id uuid not null,
  item_id uuid not null,
  appointment_id uuid not null,
  service_id uuid,
  agenda_id uuid not null,
  occupation_id uuid,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  seats integer not null default 1 check (seats >= 1),
  price_minor integer,
  position integer not null default 0,
  primary key (network_id, item_id)
);
create index on appointment_items (network_id, appointment_id);
create index on appointment_items (network_id, agenda_id, starts_at);
create index on appointment_items (network_id, occupation_id);
call distribute_table('appointment_items');
call secure_table('appointment_items');
alter table appointment_items add foreign key (network_id, appointment_id) references appointments on delete cascade;
alter table appointment_items add foreign key (network_id, agenda_id) references agendas;
alter table appointment_items add foreign key (network_id, service_id) references services;
alter table appointment_items add foreign key (network_id, occupation_id) references occupations;

-- A slot kept a few minutes while somebody types. Each seat that it keeps is counted
-- in its occupation, exactly like an appointment's.
create table holds (
  network_id uuid not null,
  hold_id uuid not null,
  establishment_id uuid not null,
  held_until timestamptz not null,
  origin text not null default 'link',
  created_at timestamptz not null default now(),
  primary key (network_id, hold_id)
);
create index on holds (network_id, held_until);
call distribute_table('holds');
call secure_table('holds');
alter table holds add foreign key (network_id, establishment_id) references establishments;

create table hold_items (
  network_id uuid not null,
  hold_id uuid not null,
  position integer not null,
  service_id uuid not null,
  agenda_id uuid not null,
  occupation_id uuid not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  seats integer not null default 1 check (seats >= 1),
  primary key (network_id, hold_id, position)
);
create index on hold_items (network_id, occupation_id);
create index on hold_items (network_id, agenda_id);
call distribute_table('hold_items');
call secure_table('hold_items');
alter table hold_items add foreign key (network_id, hold_id) references holds on delete cascade;
alter table hold_items add foreign key (network_id, service_id) references services;
alter table hold_items add foreign key (network_id, agenda_id) references agendas;
alter table hold_items add foreign key (network_id, occupation_id) references occupations;

-- People who wait for a place to come free.
create table waiting_entries (
  network_id uuid not null,
  entry_id uuid not null,
  establishment_id uuid not null,
  client_id uuid not null,
  service_ids uuid[] not null check (cardinality(service_ids) between 1 and 6),
  agenda_id uuid,
  from_day date not null,
  to_day date not null check (to_day >= from_day),
  from_minute integer not null default 0 check (from_minute between 0 and 1439),
  to_minute integer not null default 1440 check (to_minute > from_minute and to_minute <= 1440),
  status text not null default 'waiting' check (status in ('waiting', 'offered', 'booked', 'withdrawn', 'expired')),
  offered_at timestamptz,
  offered_starts_at timestamptz,
  manage_token_digest bytea not null,
  notice_id uuid,
  created_at timestamptz not null default now(),
  primary key (network_id, entry_id)
);
create index on waiting_entries (network_id, establishment_id, status, from_day);
create index on waiting_entries (network_id, client_id);
call distribute_table('waiting_entries');
call secure_table('waiting_entries');
alter table waiting_entries add foreign key (network_id, establishment_id) references establishments;
alter table waiting_entries add foreign key (network_id, client_id) references clients;
alter table waiting_entries add foreign key (network_id, notice_id) references notices;

-- Calendars elsewhere that make an agenda busy here.
create table calendar_subscriptions (
  network_id uuid not null,
  subscription_id uuid not null,
  agenda_id uuid not null,
  name text not null default '',
  url_sealed bytea,
  status text not null default 'new' check (status in ('new', 'ok', 'failing')),
  failure text not null default '',
  etag text,
  refused_count integer not null default 0,
  fetched_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (network_id, subscription_id)
);
create index on calendar_subscriptions (network_id, agenda_id);
call distribute_table('calendar_subscriptions');
call secure_table('calendar_subscriptions');
alter table calendar_subscriptions add foreign key (network_id, agenda_id) references agendas on delete cascade;

create table external_busy (
  network_id uuid not null,
  agenda_id uuid not null,
  subscription_id uuid not null,
  busy_id uuid not null,
  uid text not null,
  starts_at timestamptz not null,
  ends_at timestamptz not null check (ends_at > starts_at),
  summary text not null default '',
  primary key (network_id, busy_id)
);
create index on external_busy (network_id, agenda_id, starts_at);
create index on external_busy (network_id, subscription_id);
call distribute_table('external_busy');
call secure_table('external_busy');
alter table external_busy add foreign key (network_id, agenda_id) references agendas on delete cascade;
alter table external_busy add foreign key (network_id, subscription_id) references calendar_subscriptions on delete cascade;

-- Public pages ---------------------------------------------------------------------
-- How people came: counted by day, nobody followed.
create table origin_visits (
  network_id uuid not null,
  establishment_id uuid not null,
  day date not null,
  origin text not null,
  visits integer not null default 0 check (visits >= 0),
  primary key (network_id, establishment_id, day, origin)
);
call distribute_table('origin_visits');
call secure_table('origin_visits');
alter table origin_visits add foreign key (network_id, establishment_id) references establishments on delete cascade;

-- Accepted or refused, and when; the choice's own random number is all that links to a browser.
create table cookie_choices (
  network_id uuid not null,
  choice_id uuid not null,
  choice text not null check (choice in ('accepted', 'refused')),
  text_version integer not null,
  chosen_at timestamptz not null default now(),
  primary key (network_id, choice_id, chosen_at)
);
call distribute_table('cookie_choices');
call secure_table('cookie_choices', 'select, insert');
alter table cookie_choices add foreign key (network_id) references networks;
