package dev.inlay.core.internal.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.audit.AuditRecord;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.error.StoreException;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.TenantAction;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.core.internal.tenant.OwnTransactions;
import dev.inlay.core.internal.tenant.TenantDataSource;
import dev.inlay.core.internal.tenant.TenantEngine;
import dev.inlay.core.internal.tenant.TenantTransactions;
import dev.inlay.spi.store.AuditStore;
import dev.inlay.spi.tenant.TenantDirectory;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryAuditStore;
import dev.inlay.testkit.contracts.memory.InMemoryDatabase;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@Proves("GOV-1")
final class AuditEngineTest {

    private static final TenantId NORTH = TenantId.of("north-clinic");
    private static final TenantId SOUTH = TenantId.of("south-clinic");
    private static final Instant NOW = Instant.parse("2026-01-31T08:30:00.1234567Z");

    private final InMemoryDatabase database = new InMemoryDatabase();
    private final InMemoryAuditStore store = new InMemoryAuditStore(database);
    private final TenantEngine tenants = new TenantEngine(new EveryTenant(), () -> {}, false);
    private final AuditEngine audit = engineOn(store, database.dataSource());

    @Test
    void hashesTheCanonicalJsonOfEverythingElse() throws Exception {
        AuditEntry entry = new AuditEntry("ida", "contract.changed", "north", Map.of("to", "gold", "from", "basic"));

        AuditRecord record = tenants.call(NORTH, () -> audit.append(entry));

        String json = "{\"at\":\"2026-01-31T08:30:00.123456Z\",\"entry\":{\"action\":\"contract.changed\","
                + "\"actor\":\"ida\",\"detail\":{\"from\":\"basic\",\"to\":\"gold\"},\"subject\":\"north\"},"
                + "\"previousHash\":\"" + "0".repeat(64) + "\",\"seq\":1,\"tenant\":\"north-clinic\"}";
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
        assertThat(record.hash()).isEqualTo(HexFormat.of().formatHex(digest));
        assertThat(record.at()).isEqualTo(Instant.parse("2026-01-31T08:30:00.123456Z"));
        assertThat(record.seq()).isEqualTo(1);
    }

    @Test
    void chainsEachTenantForItself() {
        AuditRecord first = append(NORTH, "a");
        AuditRecord second = append(NORTH, "b");
        AuditRecord other = append(SOUTH, "c");

        assertThat(second.previousHash()).isEqualTo(first.hash());
        assertThat(second.seq()).isEqualTo(2);
        assertThat(other.seq()).isEqualTo(1);
        tenants.run(NORTH, () -> assertThat(audit.read(0, 10)).containsExactly(first, second));
        tenants.run(NORTH, () -> assertThat(audit.read(1, 10)).containsExactly(second));
        tenants.run(SOUTH, () -> assertThat(audit.read(0, 10)).containsExactly(other));
    }

    @Test
    void recordsInTheHostsTransactionWhenAndOnlyWhenItCommits() throws SQLException {
        tenants.run(NORTH, () -> {
            try (Connection tx = begin()) {
                audit.append(tx, entry("lost"));
                tx.rollback();
                audit.append(tx, entry("one"));
                AuditRecord second = audit.append(tx, entry("two"));
                assertThat(second.seq()).isEqualTo(2);
                assertThat(audit.read(0, 10)).isEmpty();

                tx.commit();
            }

            assertThat(audit.read(0, 10)).extracting(AuditRecord::seq).containsExactly(1L, 2L);
        });
        assertThat(audit.verify(NORTH).intact()).isTrue();
    }

    @Test
    void refusesBadInputAtTheDoor() throws Exception {
        try (Connection autoCommit = database.dataSource().getConnection()) {
            refuses("tx", () -> audit.append(autoCommit, entry("a")));
        }
        refuses("limit", () -> audit.read(0, 0));
        refuses("limit", () -> audit.read(0, 10_001));
        refuses("afterSeq", () -> audit.read(-1, 1));
        refuses("subject", () -> audit.append(AuditEntry.of("ida", "did", "half \ud800 of a character")));
        refuses("detail.x", () -> audit.append(new AuditEntry("ida", "did", "it", Map.of("x", "a\u0000b"))));
        assertThat(store.head(NORTH).seq()).isZero();
    }

    @Test
    void needsATenantToAppendAndToRead() {
        assertThatThrownBy(() -> audit.append(entry("a"))).isInstanceOf(NoTenantException.class);
        assertThatThrownBy(() -> audit.read(0, 1)).isInstanceOf(NoTenantException.class);
    }

    @Test
    void saysThatNothingWasTriedWhenThereIsNoConnection() {
        SQLException exhausted = new SQLException("no connection is free", "08001");
        DataSource none = (DataSource) Proxy.newProxyInstance(
                AuditEngineTest.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, args) -> {
                    throw exhausted;
                });
        AuditEngine engine = engineOn(store, none);

        assertThatThrownBy(() -> tenants.run(NORTH, () -> engine.append(entry("a"))))
                .isInstanceOfSatisfying(StoreException.class, e -> {
                    assertThat(e.code()).isEqualTo("store.connection");
                    assertThat(e.retryable()).isTrue();
                })
                .hasMessageContaining("nothing was appended to the trail of tenant 'north-clinic'")
                .hasCause(exhausted);
    }

    @Test
    void staysOneChainUnderWritersAtOnce() {
        ExecutorService writers = Executors.newFixedThreadPool(4);
        List<CompletableFuture<AuditRecord>> all = IntStream.range(0, 100)
                .mapToObj(i -> CompletableFuture.supplyAsync(() -> append(NORTH, "a" + i), writers))
                .toList();

        Set<Long> positions = new HashSet<>();
        all.forEach(one -> positions.add(one.join().seq()));
        writers.shutdownNow();

        assertThat(positions).hasSize(100).contains(1L, 100L);
        assertThat(audit.verify(NORTH).records()).isEqualTo(100);
        assertThat(audit.verify(NORTH).intact()).isTrue();
    }

    @Test
    void findsAnEmptyChainAndALongOneIntact() {
        assertThat(audit.verify(NORTH).intact()).isTrue();
        for (int i = 0; i < 2001; i++) {
            append(NORTH, "a" + i);
        }

        assertThat(audit.verify(NORTH).records()).isEqualTo(2001);
        assertThat(audit.verify(NORTH).intact()).isTrue();
    }

    @Test
    void namesTheFirstBrokenLink() {
        brokenAt(3, "was changed", records -> {
            records.set(2, withAction(records.get(2), "forged"));
            return records;
        });
        brokenAt(2, "is missing; record 3 follows", records -> {
            records.remove(1);
            return records;
        });
        brokenAt(2, "is missing; record 3 follows", records -> {
            records.add(1, records.remove(2));
            return records;
        });
        brokenAt(2, "does not link", records -> {
            AuditRecord second = records.get(1);
            records.set(1, at(records.get(2), 2));
            records.set(2, at(second, 3));
            return records;
        });
        brokenAt(3, "record 2 stands there", records -> {
            records.add(1, records.get(1));
            return records;
        });
        brokenAt(4, "does not link", records -> {
            records.set(2, rehashed(withAction(records.get(2), "forged")));
            return records;
        });
    }

    @Test
    void noticesATailThatWasCutForgedOrAddedAgainstTheHeadThatTheStoreKeeps() {
        brokenAt(4, "is missing; the head kept by the store is at 5", records -> records.subList(0, 3));
        brokenAt(1, "is missing; the head kept by the store is at 5", records -> List.of());
        brokenAt(5, "is not the one that the head kept by the store names", records -> {
            records.set(4, rehashed(withAction(records.get(4), "forged")));
            return records;
        });
        brokenAt(6, "stands behind the head", records -> {
            AuditRecord last = records.get(4);
            AuditStore.Head head = new AuditStore.Head(last.seq(), last.hash());
            records.add(AuditChain.next(NORTH, head, NOW, entry("forged")));
            return records;
        });
    }

    private void brokenAt(long seq, String problem, UnaryOperator<List<AuditRecord>> change) {
        InMemoryAuditStore chain = new InMemoryAuditStore(database);
        AuditEngine engine = engineOn(chain, database.dataSource());
        tenants.run(NORTH, () -> {
            for (int i = 1; i <= 5; i++) {
                engine.append(entry("a" + i));
            }
        });
        assertThat(engine.verify(NORTH).intact()).isTrue();

        chain.tamper(NORTH, change);

        assertThat(engine.verify(NORTH)).satisfies(found -> {
            assertThat(found.problem()).contains(problem);
            assertThat(found.firstBroken()).hasValue(seq);
            assertThat(found.intact()).isFalse();
        });
    }

    private void refuses(String field, TenantAction<Exception> call) {
        assertThatThrownBy(() -> tenants.run(NORTH, call))
                .isInstanceOfSatisfying(
                        InvalidValueException.class, e -> assertThat(e.field()).isEqualTo(field));
    }

    private AuditRecord append(TenantId tenant, String action) {
        return tenants.call(tenant, () -> audit.append(entry(action)));
    }

    private Connection begin() throws SQLException {
        Connection tx = database.dataSource().getConnection();
        tx.setAutoCommit(false);
        return tx;
    }

    private static AuditEntry entry(String action) {
        return AuditEntry.of("ida", action, "something");
    }

    private static AuditRecord withAction(AuditRecord r, String action) {
        return new AuditRecord(r.tenant(), r.seq(), r.at(), entry(action), r.previousHash(), r.hash());
    }

    private static AuditRecord at(AuditRecord r, long seq) {
        return new AuditRecord(r.tenant(), seq, r.at(), r.entry(), r.previousHash(), r.hash());
    }

    private static AuditRecord rehashed(AuditRecord r) {
        return new AuditRecord(r.tenant(), r.seq(), r.at(), r.entry(), r.previousHash(), AuditChain.hashOf(r));
    }

    /** Knows whoever is asked for. */
    private static final class EveryTenant implements TenantDirectory {

        @Override
        public Optional<TenantProfile> find(TenantId id) {
            TenantPath path = TenantPath.direct(TenantId.of("inlay"), TenantId.of("medisoft"), id);
            return Optional.of(TenantProfile.builder(path).build());
        }

        @Override
        public long version() {
            return 1;
        }
    }

    private AuditEngine engineOn(AuditStore chain, DataSource host) {
        TenantTransactions plain = TenantTransactions.plain(host);
        return new AuditEngine(
                chain,
                new TenantDataSource(() -> host, plain, tenants, tenant -> {}),
                new OwnTransactions(plain),
                tenants,
                () -> NOW,
                () -> {},
                new CheckpointMaker(chain, Optional.empty(), List.of(), () -> NOW));
    }
}
