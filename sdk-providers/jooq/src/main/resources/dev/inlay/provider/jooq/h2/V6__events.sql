-- What is not due yet. A delayed event takes its id and its place in its stream when it falls due and moves.
create table if not exists inlay_delayed (
    shard int not null,
    tenant varchar(64) not null,
    target varchar(60) not null,
    id bigint not null,
    due_us bigint not null,
    stream_key varchar(200) not null,
    event_id varchar(100) not null,
    event_type varchar(100) not null,
    event_version int not null,
    content_type varchar(200) not null,
    payload varbinary(1048576) not null,
    published_us bigint not null,
    constraint inlay_delayed_pk primary key (shard, tenant, target, id)
);

create index if not exists inlay_delayed_due on inlay_delayed (shard, due_us, id);

-- What came in and what was answered, so that a repeated event is answered and not worked on again.
create table if not exists inlay_inbox (
    tenant varchar(64) not null,
    consumer varchar(100) not null,
    source varchar(200) not null,
    event_id varchar(200) not null,
    fingerprint varchar(64) not null,
    claim bigint not null,
    response_type varchar(200),
    response varbinary(1048576),
    received_us bigint not null,
    constraint inlay_inbox_pk primary key (tenant, consumer, source, event_id)
);

create index if not exists inlay_inbox_age on inlay_inbox (received_us);

create index if not exists inlay_dedupe_age on inlay_dedupe (published_us);

-- How far each stream of a source was received, for receivers that want order.
create table if not exists inlay_inbox_stream (
    tenant varchar(64) not null,
    consumer varchar(100) not null,
    source varchar(200) not null,
    stream_key varchar(200) not null,
    generation bigint not null,
    seq bigint not null,
    constraint inlay_inbox_stream_pk primary key (tenant, consumer, source, stream_key)
);

-- When each chore that one node does for all is due again.
create table if not exists inlay_chore (
    chore varchar(60) not null,
    due_us bigint not null,
    constraint inlay_chore_pk primary key (chore)
);

-- What an operator or a receiver has stopped; tenant '' is every tenant, actor '' the receiver.
create table if not exists inlay_hold (
    tenant varchar(64) not null,
    target varchar(60) not null,
    reason varchar(500) not null,
    actor varchar(200) not null,
    held_us bigint not null,
    constraint inlay_hold_pk primary key (target, tenant)
);

-- How operators look for what is parked.
create index if not exists inlay_parked_place on inlay_parked (tenant, target, parked_us, id);

create index if not exists inlay_parked_event on inlay_parked (event_id);

-- What receivers acknowledged, where that is kept to compare with what they say they have.
create table if not exists inlay_delivery (
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
    payload varbinary(1048576) not null,
    published_us bigint not null,
    delivered_us bigint not null,
    constraint inlay_delivery_pk primary key (tenant, target, id)
);

create index if not exists inlay_delivery_event on inlay_delivery (tenant, target, event_id);

create index if not exists inlay_delivery_age on inlay_delivery (delivered_us);

-- Up to which id events may have been sent by an owner that never gave the shard back.
alter table inlay_shard add column if not exists doubtful_id bigint default 0 not null;

merge into inlay_schema (version) key (version) values (6);
