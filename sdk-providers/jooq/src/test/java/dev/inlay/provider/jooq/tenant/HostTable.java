package dev.inlay.provider.jooq.tenant;

import org.jooq.Condition;
import org.jooq.Field;
import org.jooq.Name;
import org.jooq.Record;
import org.jooq.Table;
import org.jooq.TableField;
import org.jooq.TableOptions;
import org.jooq.UniqueKey;
import org.jooq.impl.DSL;
import org.jooq.impl.Internal;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;

/** A table as jOOQ's generator writes it. */
final class HostTable extends TableImpl<Record> {

    static final HostTable CLAIM = new HostTable("claim", TableOptions.table());
    static final HostTable PATIENT = new HostTable("patient", TableOptions.table());
    static final HostTable COUNTRY = new HostTable("country", TableOptions.table());
    static final HostTable CLAIM_VIEW = new HostTable("claim_view", TableOptions.view());

    private static final long serialVersionUID = 1L;

    final TableField<Record, String> tenant =
            createField(DSL.name("tenant"), SQLDataType.VARCHAR(64).nullable(false), this, "");
    final TableField<Record, Integer> id = createField(DSL.name("id"), SQLDataType.INTEGER.nullable(false), this, "");
    final TableField<Record, Integer> other =
            createField(DSL.name("other"), SQLDataType.INTEGER.nullable(true), this, "");

    private HostTable(String name, TableOptions options) {
        super(DSL.name(name), null, null, null, DSL.comment(""), options);
    }

    private HostTable(Name alias, Table<Record> aliased, Condition where) {
        super(alias, null, aliased, null, DSL.comment(""), aliased.getOptions(), where);
    }

    @Override
    public HostTable as(String alias) {
        return new HostTable(DSL.name(alias), this, null);
    }

    @Override
    public HostTable where(Condition condition) {
        return new HostTable(getQualifiedName(), this, condition);
    }

    @Override
    public UniqueKey<Record> getPrimaryKey() {
        return Internal.createUniqueKey(this, DSL.name(getName() + "_pk"), tenant, id);
    }

    @Override
    public java.util.List<UniqueKey<Record>> getKeys() {
        return java.util.List.of(getPrimaryKey());
    }

    Field<?>[] all() {
        return new Field<?>[] {tenant, id, other};
    }
}
