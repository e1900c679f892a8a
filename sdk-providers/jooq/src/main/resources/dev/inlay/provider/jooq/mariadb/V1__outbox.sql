-- Which scripts ran, whoever ran them; every script ends by saying so.
create table if not exists inlay_schema (
    version int not null,
    constraint inlay_schema_pk primary key (version)
) engine = innodb default character set utf8mb4 collate utf8mb4_nopad_bin;

create sequence if not exists inlay_event_id;

-- An event waits here from the host's commit until its receiver has it. stream_key '' is an event without a key.
create table if not exists inlay_event (
    shard int not null,
    tenant varchar(64) not null,
    target varchar(60) not null,
    id bigint not null,
    stream_key varchar(200) not null,
    generation bigint not null,
    seq bigint not null,
    event_id varchar(100) not null,
    event_type varchar(100) not null,
    event_version int not null,
    content_type varchar(200) not null,
    payload longblob not null,
    published_us bigint not null,
    constraint inlay_event_pk primary key (shard, tenant, target, id)
) engine = innodb default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists inlay_event_stream on inlay_event (shard, tenant, target, stream_key, seq);

-- The number given last in each stream; locked by a writer until it commits.
create table if not exists inlay_stream (
    tenant varchar(64) not null,
    target varchar(60) not null,
    stream_key varchar(200) not null,
    generation bigint not null,
    last_seq bigint not null,
    constraint inlay_stream_pk primary key (tenant, target, stream_key)
) engine = innodb default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists inlay_parked (
    shard int not null,
    tenant varchar(64) not null,
    target varchar(60) not null,
    id bigint not null,
    stream_key varchar(200) not null,
    generation bigint not null,
    seq bigint not null,
    event_id varchar(100) not null,
    event_type varchar(100) not null,
    event_version int not null,
    content_type varchar(200) not null,
    payload longblob not null,
    published_us bigint not null,
    parked_us bigint not null,
    reason varchar(500) not null,
    constraint inlay_parked_pk primary key (shard, tenant, target, id)
) engine = innodb default character set utf8mb4 collate utf8mb4_nopad_bin;

create index if not exists inlay_parked_stream on inlay_parked (shard, tenant, target, stream_key, seq);

create index if not exists inlay_parked_age on inlay_parked (parked_us, id);

-- Written by relays only, so that a host never waits for one.
create table if not exists inlay_retry (
    shard int not null,
    tenant varchar(64) not null,
    target varchar(60) not null,
    stream_key varchar(200) not null,
    id bigint not null,
    attempts int not null,
    next_attempt_us bigint not null,
    constraint inlay_retry_pk primary key (shard, tenant, target, stream_key, id)
) engine = innodb default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists inlay_dedupe (
    tenant varchar(64) not null,
    request_id varchar(200) not null,
    fingerprint varchar(64) not null,
    event_id varchar(100) not null,
    published_us bigint not null,
    constraint inlay_dedupe_pk primary key (tenant, request_id)
) engine = innodb default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists inlay_shard (
    shard int not null,
    owner varchar(64),
    epoch bigint not null,
    until_us bigint not null,
    revision bigint not null,
    constraint inlay_shard_pk primary key (shard)
) engine = innodb default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists inlay_node (
    node varchar(64) not null,
    until_us bigint not null,
    constraint inlay_node_pk primary key (node)
) engine = innodb default character set utf8mb4 collate utf8mb4_nopad_bin;

insert into inlay_shard (shard, epoch, until_us, revision)
    values
        (0, 0, 0, 0), (1, 0, 0, 0), (2, 0, 0, 0), (3, 0, 0, 0),
        (4, 0, 0, 0), (5, 0, 0, 0), (6, 0, 0, 0), (7, 0, 0, 0),
        (8, 0, 0, 0), (9, 0, 0, 0), (10, 0, 0, 0), (11, 0, 0, 0),
        (12, 0, 0, 0), (13, 0, 0, 0), (14, 0, 0, 0), (15, 0, 0, 0)
    on duplicate key update shard = inlay_shard.shard;

insert into inlay_schema (version) values (1) on duplicate key update version = inlay_schema.version;
