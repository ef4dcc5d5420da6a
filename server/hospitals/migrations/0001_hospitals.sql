-- The directory of hospitals, the official department catalogue, and the guide of each hospital with its whole history.
create schema hospitals;
grant usage on schema hospitals to banyi_app;

create table hospitals.hospitals (
  id text primary key,
  name text not null,
  aliases text[] not null default '{}',
  province text not null default '',
  city text not null default '',
  district text not null,
  adcode text not null default '',
  address text not null default '',
  phone text not null default '',
  level text not null default '',
  level_norm text not null default '',
  category text not null default '',
  -- GCJ-02; null where the source has no coordinates: such a hospital is never routed to
  lat double precision check (lat between -90 and 90),
  lng double precision check (lng between -180 and 180),
  -- what has to be shown next to the row, e.g. © OpenStreetMap contributors
  attribution text not null default '',
  -- 'built-in' rows follow the file that comes with the program until an operator's import touches them
  source text not null check (source in ('built-in', 'operator')),
  -- 0 三级甲等 .. 9 unknown, for sorting
  level_rank smallint not null,
  -- normalised names and aliases between line breaks; letters of their pinyin and initials likewise (search-tokens.ts)
  name_text text not null,
  letter_text text not null,
  initial_text text not null,
  tokens tsvector not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  check ((lat is null) = (lng is null))
);
-- Two Chinese characters are fewer than a trigram wants, so searching goes over our own tokens (facts/backend-stack 1.2).
-- A tsvector, not text[]: its lexemes are sorted, so a broad search that reads every row is five times as fast.
create index hospitals_tokens on hospitals.hospitals using gin (tokens) with (fastupdate = off);
create index hospitals_district on hospitals.hospitals (district);

create table hospitals.departments (
  code text primary key,
  name text not null,
  aliases text[] not null default '{}',
  parent_code text,
  kind text not null,
  is_bookable boolean not null,
  -- names, pinyin and initials between line breaks; 171 rows need no index
  search_text text not null
);

-- Each save is a row; the newest is the guide. The key makes two saves over the same version impossible.
create table hospitals.guide_versions (
  hospital_id text not null references hospitals.hospitals (id),
  version int not null check (version > 0),
  guide jsonb not null,
  changed_at timestamptz not null,
  changed_by_id uuid not null,
  changed_by text not null,
  primary key (hospital_id, version)
);
create trigger append_only before update or delete on hospitals.guide_versions for each row execute function core.refuse_change();

grant select, insert, update on hospitals.hospitals, hospitals.departments to banyi_app;
grant select, insert on hospitals.guide_versions to banyi_app;
