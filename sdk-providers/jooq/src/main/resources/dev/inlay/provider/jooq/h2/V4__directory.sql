-- Who the tenants are, platform data without a tenant of its own. Whoever changes a row first raises the one row of
-- inlay_tenant_version, which locks it until the commit, and writes the number that comes of it into the row's version.
create table if not exists inlay_tenant (
    id varchar(64) not null,
    platform varchar(64) not null,
    oem varchar(64) not null,
    reseller varchar(64) null,
    status varchar(16) default 'active' not null,
    segment varchar(64) default 'shared' not null,
    region varchar(64) default 'default' not null,
    ring varchar(64) default 'stable' not null,
    tier varchar(64) default 'standard' not null,
    placement varchar(64) default 'shared' not null,
    zone varchar(64) default 'Z' not null,
    version bigint not null,
    constraint inlay_tenant_pk primary key (id),
    constraint inlay_tenant_status check (status in ('active', 'suspended', 'closed'))
);

create index if not exists inlay_tenant_changes on inlay_tenant (version);

create index if not exists inlay_tenant_platform on inlay_tenant (platform);

create index if not exists inlay_tenant_oem on inlay_tenant (oem, platform);

create index if not exists inlay_tenant_reseller on inlay_tenant (reseller, oem, platform);

create table if not exists inlay_tenant_version (
    id int not null,
    version bigint not null,
    constraint inlay_tenant_version_pk primary key (id)
);

insert into inlay_tenant_version (id, version) select 1, 0 where not exists (select 1 from inlay_tenant_version where id = 1);

merge into inlay_schema (version) key (version) values (4);
