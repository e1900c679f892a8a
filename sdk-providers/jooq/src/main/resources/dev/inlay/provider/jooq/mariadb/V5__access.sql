-- Grants of access. The id of one begins with its tenant's, so that a grant is found where its tenant's trail is.
create table if not exists inlay_grant (
    tenant varchar(64) not null,
    id varchar(100) not null,
    actor varchar(200) not null,
    reason varchar(500) not null,
    may_write smallint not null,
    granted_us bigint not null,
    until_us bigint not null,
    ended_us bigint,
    ended_by varchar(200),
    ended_reason varchar(500),
    constraint inlay_grant_pk primary key (tenant, id)
) engine = innodb default character set utf8mb4 collate utf8mb4_nopad_bin;

insert into inlay_schema (version) values (5) on duplicate key update version = inlay_schema.version;
