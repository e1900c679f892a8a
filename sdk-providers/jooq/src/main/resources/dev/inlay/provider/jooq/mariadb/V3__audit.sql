-- The end of each tenant's chain; locked by whoever appends until it commits.
create table if not exists inlay_audit_head (
    tenant varchar(64) not null,
    seq bigint not null,
    hash varchar(64) not null,
    constraint inlay_audit_head_pk primary key (tenant)
) engine = innodb default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists inlay_audit (
    tenant varchar(64) not null,
    seq bigint not null,
    at_us bigint not null,
    actor varchar(200) not null,
    action varchar(200) not null,
    subject varchar(200) not null,
    previous_hash varchar(64) not null,
    hash varchar(64) not null,
    constraint inlay_audit_pk primary key (tenant, seq)
) engine = innodb default character set utf8mb4 collate utf8mb4_nopad_bin;

create table if not exists inlay_audit_detail (
    tenant varchar(64) not null,
    seq bigint not null,
    name varchar(200) not null,
    content varchar(1000) not null,
    constraint inlay_audit_detail_pk primary key (tenant, seq, name),
    constraint inlay_audit_detail_record foreign key (tenant, seq) references inlay_audit (tenant, seq)
) engine = innodb default character set utf8mb4 collate utf8mb4_nopad_bin;

insert into inlay_schema (version) values (3) on duplicate key update version = inlay_schema.version;
