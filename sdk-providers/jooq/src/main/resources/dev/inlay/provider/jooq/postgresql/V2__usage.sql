create table if not exists inlay_usage (
    tenant varchar(64) collate "C" not null,
    source varchar(200) collate "C" not null,
    usage_id varchar(200) collate "C" not null,
    meter varchar(100) collate "C" not null,
    amount bigint not null,
    used_us bigint not null,
    used_on date not null,
    payload_hash varchar(64) collate "C" not null,
    receipt bigint not null,
    constraint inlay_usage_pk primary key (tenant, source, usage_id)
);

create index if not exists inlay_usage_totals on inlay_usage (tenant, meter, used_on, amount);

-- Uses whose id was counted before with other content, for a person to look at.
create table if not exists inlay_usage_quarantine (
    tenant varchar(64) collate "C" not null,
    source varchar(200) collate "C" not null,
    usage_id varchar(200) collate "C" not null,
    payload_hash varchar(64) collate "C" not null,
    meter varchar(100) collate "C" not null,
    amount bigint not null,
    used_us bigint not null,
    used_on date not null,
    constraint inlay_usage_quarantine_pk primary key (tenant, source, usage_id, payload_hash)
);

-- [jooq ignore start]
insert into inlay_schema (version) values (2) on conflict do nothing;
-- [jooq ignore stop]
