package dev.inlay.provider.jooq.internal.audit;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayAudit.INLAY_AUDIT;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayAuditDetail.INLAY_AUDIT_DETAIL;
import static dev.inlay.provider.jooq.internal.schema.tables.InlayAuditHead.INLAY_AUDIT_HEAD;

import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.audit.AuditRecord;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.provider.jooq.internal.database.Database;
import dev.inlay.provider.jooq.internal.database.Micros;
import dev.inlay.provider.jooq.internal.database.Storable;
import dev.inlay.provider.jooq.internal.database.Tx;
import dev.inlay.provider.jooq.internal.schema.tables.records.InlayAuditDetailRecord;
import dev.inlay.provider.jooq.internal.schema.tables.records.InlayAuditHeadRecord;
import dev.inlay.provider.jooq.internal.schema.tables.records.InlayAuditRecord;
import dev.inlay.spi.store.AuditStore;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.DSLContext;
import org.jooq.Result;

/** The audit chains in the host's database. */
public final class JooqAuditStore implements AuditStore {

    private static final Head EMPTY = new Head(0, "0".repeat(64));

    private final Database database;

    /**
     * Opens nothing.
     *
     * @param database the host's
     */
    public JooqAuditStore(Database database) {
        this.database = database;
    }

    @Override
    public AuditRecord append(Connection tx, TenantId tenant, Link link) {
        return database.join(
                tx, "appending to the audit trail of tenant " + tenant, joined -> append(joined, tenant, link));
    }

    @Override
    public List<AuditRecord> read(TenantId tenant, long afterSeq, int limit) {
        return database.call(
                tenant, "reading the audit trail of tenant " + tenant, tx -> read(tx.sql(), tenant, afterSeq, limit));
    }

    @Override
    public Head head(TenantId tenant) {
        return database.call(
                tenant,
                "reading the head of the audit trail of tenant " + tenant,
                tx -> tx.sql()
                        .selectFrom(INLAY_AUDIT_HEAD)
                        .where(INLAY_AUDIT_HEAD.TENANT.eq(tenant.value()))
                        .fetchOptional(JooqAuditStore::head)
                        .orElse(EMPTY));
    }

    private static AuditRecord append(Tx tx, TenantId tenant, Link link) {
        InlayAuditHeadRecord first = new InlayAuditHeadRecord(tenant.value(), EMPTY.seq(), EMPTY.hash());
        InlayAuditHeadRecord head =
                tx.dialect().insertOrChange(tx.sql(), first, Map.of(INLAY_AUDIT_HEAD.SEQ, INLAY_AUDIT_HEAD.SEQ));
        AuditRecord record = link.after(head(head));
        validate(record.entry());
        insert(tx.sql(), record);
        tx.sql()
                .update(INLAY_AUDIT_HEAD)
                .set(INLAY_AUDIT_HEAD.SEQ, record.seq())
                .set(INLAY_AUDIT_HEAD.HASH, record.hash())
                .where(INLAY_AUDIT_HEAD.TENANT.eq(tenant.value()))
                .execute();
        return record;
    }

    private static void validate(AuditEntry entry) {
        Storable.checked("actor", entry.actor(), 200);
        Storable.checked("action", entry.action(), 200);
        Storable.checked("subject", entry.subject(), 200);
        entry.detail().forEach((name, content) -> {
            Storable.checked("detail name", name, 200);
            Storable.checked("detail." + name, content, 1000);
        });
    }

    private static void insert(DSLContext sql, AuditRecord record) {
        AuditEntry entry = record.entry();
        String tenant = record.tenant().value();
        sql.insertInto(INLAY_AUDIT)
                .set(new InlayAuditRecord(
                        tenant,
                        record.seq(),
                        Micros.of(record.at()),
                        entry.actor(),
                        entry.action(),
                        entry.subject(),
                        record.previousHash(),
                        record.hash()))
                .execute();
        if (!entry.detail().isEmpty()) {
            sql.insertInto(INLAY_AUDIT_DETAIL)
                    .set(entry.detail().entrySet().stream()
                            .map(detail -> new InlayAuditDetailRecord(
                                    tenant, record.seq(), detail.getKey(), detail.getValue()))
                            .toList())
                    .execute();
        }
    }

    private static List<AuditRecord> read(DSLContext sql, TenantId tenant, long afterSeq, int limit) {
        Result<InlayAuditRecord> rows = sql.selectFrom(INLAY_AUDIT)
                .where(INLAY_AUDIT.TENANT.eq(tenant.value()))
                .and(INLAY_AUDIT.SEQ.gt(afterSeq))
                .orderBy(INLAY_AUDIT.SEQ)
                .limit(limit)
                .fetch();
        if (rows.isEmpty()) {
            return List.of();
        }
        Map<Long, Map<String, String>> details = new TreeMap<>();
        sql.selectFrom(INLAY_AUDIT_DETAIL)
                .where(INLAY_AUDIT_DETAIL.TENANT.eq(tenant.value()))
                .and(INLAY_AUDIT_DETAIL.SEQ.gt(afterSeq))
                .and(INLAY_AUDIT_DETAIL.SEQ.le(rows.get(rows.size() - 1).getSeq()))
                .forEach(row -> details.computeIfAbsent(row.getSeq(), seq -> new TreeMap<>())
                        .put(row.getName(), row.getContent()));
        return rows.map(row -> record(row, details.getOrDefault(row.getSeq(), Map.of())));
    }

    private static AuditRecord record(InlayAuditRecord row, Map<String, String> detail) {
        return new AuditRecord(
                TenantId.of(row.getTenant()),
                row.getSeq(),
                Micros.toInstant(row.getAtUs()),
                new AuditEntry(row.getActor(), row.getAction(), row.getSubject(), detail),
                row.getPreviousHash(),
                row.getHash());
    }

    private static Head head(InlayAuditHeadRecord row) {
        return new Head(row.getSeq(), row.getHash());
    }
}
