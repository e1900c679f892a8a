-- Which scripts ran, whoever ran them; every script ends by saying so.
create table if not exists inlay_schema (
    version int not null,
    constraint inlay_schema_pk primary key (version)
);

create sequence if not exists inlay_event_id;

-- An event waits here from the host's commit until its receiver has it. stream_key '' is an event without a key.
create table if not exists inlay_event (
    shard int not null,
    tenant varchar(64) collate "C" not null,
    target varchar(60) collate "C" not null,
    id bigint not null,
    stream_key varchar(200) collate "C" not null,
    generation bigint not null,
    seq bigint not null,
    event_id varchar(100) collate "C" not null,
    event_type varchar(100) collate "C" not null,
    event_version int not null,
    content_type varchar(200) collate "C" not null,
    payload bytea not null,
    published_us bigint not null,
    constraint inlay_event_pk primary key (shard, tenant, target, id)
);

create index if not exists inlay_event_stream on inlay_event (shard, tenant, target, stream_key, seq);

-- The number given last in each stream; locked by a writer until it commits.
create table if not exists inlay_stream (
    tenant varchar(64) collate "C" not null,
    target varchar(60) collate "C" not null,
    stream_key varchar(200) collate "C" not null,
    generation bigint not null,
    last_seq bigint not null,
    constraint inlay_stream_pk primary key (tenant, target, stream_key)
);

create table if not exists inlay_parked (
    shard int not null,
    tenant varchar(64) collate "C" not null,
    target varchar(60) collate "C" not null,
    id bigint not null,
    stream_key varchar(200) collate "C" not null,
    generation bigint not null,
    seq bigint not null,
    event_id varchar(100) collate "C" not null,
    event_type varchar(100) collate "C" not null,
    event_version int not null,
    content_type varchar(200) collate "C" not null,
    payload bytea not null,
    published_us bigint not null,
    parked_us bigint not null,
    reason varchar(500) not null,
    constraint inlay_parked_pk primary key (shard, tenant, target, id)
);

create index if not exists inlay_parked_stream on inlay_parked (shard, tenant, target, stream_key, seq);

create index if not exists inlay_parked_age on inlay_parked (parked_us, id);

-- Written by relays only, so that a host never waits for one.
create table if not exists inlay_retry (
    shard int not null,
    tenant varchar(64) collate "C" not null,
    target varchar(60) collate "C" not null,
    stream_key varchar(200) collate "C" not null,
    id bigint not null,
    attempts int not null,
    next_attempt_us bigint not null,
    constraint inlay_retry_pk primary key (shard, tenant, target, stream_key, id)
);

create table if not exists inlay_dedupe (
    tenant varchar(64) collate "C" not null,
    request_id varchar(200) collate "C" not null,
    fingerprint varchar(64) collate "C" not null,
    event_id varchar(100) collate "C" not null,
    published_us bigint not null,
    constraint inlay_dedupe_pk primary key (tenant, request_id)
);

create table if not exists inlay_shard (
    shard int not null,
    owner varchar(64) collate "C",
    epoch bigint not null,
    until_us bigint not null,
    revision bigint not null,
    constraint inlay_shard_pk primary key (shard)
);

create table if not exists inlay_node (
    node varchar(64) collate "C" not null,
    until_us bigint not null,
    constraint inlay_node_pk primary key (node)
);

-- [jooq ignore start]
insert into inlay_shard (shard, epoch, until_us, revision)
    select shard, 0, 0, 0 from generate_series(0, 15) as shards (shard) on conflict do nothing;

insert into inlay_schema (version) values (1) on conflict do nothing;
-- [jooq ignore stop]
