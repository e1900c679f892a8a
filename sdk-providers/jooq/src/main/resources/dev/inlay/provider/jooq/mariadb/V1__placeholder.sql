create table placeholder (
    id bigint not null primary key
);
