create table visit (at timestamptz not null default now());
