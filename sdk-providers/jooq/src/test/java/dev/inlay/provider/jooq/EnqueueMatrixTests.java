package dev.inlay.provider.jooq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.StoreException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.OutboxEntry;
import dev.inlay.testkit.contracts.Proves;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every isolation level of a database against what hosts do at once. The host keeps a version per key and a row per
 * change, written in the transaction of the event; afterwards changes and events must be the same, numbered the same.
 */
@Proves({"EVT-1", "EVT-2"})
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class EnqueueMatrixTests {

    private static final int WRITERS = 4;

    private final Entries entries = new Entries();
    private OpenStores database;
    private EnqueueHost host;

    abstract DataSource open();

    /** Every level that the engine has. */
    abstract List<Integer> levels();

    /** Whether a transaction may go on after one of its statements failed. */
    abstract boolean goesOnAfterAFailure();

    @BeforeAll
    void start() throws SQLException {
        database = OpenStores.on(open());
        host = new EnqueueHost(database);
    }

    @AfterAll
    void stop() {
        database.close();
    }

    @ParameterizedTest
    @MethodSource("levels")
    void beginsAKey(int level) throws Exception {
        TenantId tenant = entries.tenant();
        CyclicBarrier together = new CyclicBarrier(WRITERS);
        Callable<Integer> writer = () -> {
            for (int i = 0; i < 5; i++) {
                String key = "first-" + i;
                together.await();
                host.commit(level, tx -> host.change(tx, entries.keyed(tenant, key)));
            }
            return 0;
        };

        Work.together(Collections.nCopies(WRITERS, writer));

        host.requireAgreement(tenant, 5 * WRITERS);
    }

    @ParameterizedTest
    @MethodSource("levels")
    void keepsAHotKey(int level) throws Exception {
        TenantId tenant = entries.tenant();
        Callable<Integer> writer = () -> {
            for (int i = 0; i < 8; i++) {
                host.commit(level, tx -> host.change(tx, entries.keyed(tenant, "hot")));
            }
            return 0;
        };

        Work.together(Collections.nCopies(WRITERS, writer));

        host.requireAgreement(tenant, 8 * WRITERS);
    }

    @ParameterizedTest
    @MethodSource("levels")
    void crossesKeys(int level) throws Exception {
        TenantId tenant = entries.tenant();
        CyclicBarrier together = new CyclicBarrier(2);
        List<Callable<Integer>> writers = List.of(
                () -> crossing(level, tenant, together, "a", "b"), () -> crossing(level, tenant, together, "b", "a"));

        Work.together(writers);

        host.requireAgreement(tenant, 2 * 2 * 4);
    }

    private int crossing(int level, TenantId tenant, CyclicBarrier together, String first, String second)
            throws Exception {
        for (int i = 0; i < 4; i++) {
            together.await();
            host.commit(level, tx -> {
                host.change(tx, entries.keyed(tenant, first));
                host.change(tx, entries.keyed(tenant, second));
            });
        }
        return 0;
    }

    @ParameterizedTest
    @MethodSource("levels")
    void crossesKeysInOneCall(int level) throws Exception {
        TenantId tenant = entries.tenant();
        List<List<String>> orders = List.of(List.of("a", "b", "c"), List.of("c", "b", "a"), List.of("b", "c", "a"));
        List<Callable<Integer>> writers = new ArrayList<>();
        for (List<String> order : orders) {
            writers.add(() -> {
                for (int i = 0; i < 4; i++) {
                    host.commit(
                            level,
                            tx -> host.changeAll(
                                    tx,
                                    order.stream()
                                            .map(key -> entries.keyed(tenant, key))
                                            .toList()));
                }
                return 0;
            });
        }

        Work.together(writers);

        host.requireAgreement(tenant, 3 * 3 * 4);
    }

    @ParameterizedTest
    @MethodSource("levels")
    void makesARequestOnce(int level) throws Exception {
        TenantId tenant = entries.tenant();
        CyclicBarrier together = new CyclicBarrier(WRITERS);
        Callable<Integer> writer = () -> {
            for (int i = 0; i < 4; i++) {
                String request = "request-" + i;
                together.await();
                host.commit(level, tx -> host.change(tx, entries.requested(tenant, "key", request, "same")));
            }
            return 0;
        };

        Work.together(Collections.nCopies(WRITERS, writer));
        host.commit(level, tx -> host.change(tx, entries.requested(tenant, "key", "request-0", "same")));
        host.commit(level, tx -> {
            host.change(tx, entries.requested(tenant, "key", "twice", "same"));
            host.change(tx, entries.requested(tenant, "key", "twice", "same"));
        });

        host.requireAgreement(tenant, 5);
    }

    @ParameterizedTest
    @MethodSource("levels")
    void forgetsARolledBackSavepoint(int level) throws Exception {
        TenantId tenant = entries.tenant();
        Callable<Integer> writer = () -> {
            for (int i = 0; i < 4; i++) {
                String own = "own-" + Thread.currentThread().getId() + "-" + i;
                host.commit(level, tx -> {
                    host.change(tx, entries.keyed(tenant, "key"));
                    Savepoint before = tx.setSavepoint();
                    host.change(tx, entries.keyed(tenant, "key"));
                    host.change(tx, entries.keyed(tenant, own));
                    host.change(tx, entries.requested(tenant, "key", "undone-" + own, "same"));
                    tx.rollback(before);
                    host.change(tx, entries.keyed(tenant, "key"));
                    host.change(tx, entries.keyed(tenant, own));
                    host.change(tx, entries.requested(tenant, "key", "undone-" + own, "same"));
                });
            }
            return 0;
        };

        Work.together(Collections.nCopies(2, writer));

        host.requireAgreement(tenant, 2 * 4 * 4);
    }

    /** The api refuses spaces; the store keeps them apart all the same. */
    @ParameterizedTest
    @MethodSource("levels")
    void tellsCaseAndTrailingSpacesApart(int level) throws Exception {
        TenantId quiet = entries.tenant();
        TenantId loud = TenantId.of(quiet.value().toUpperCase(Locale.ROOT));
        List<String> alike = List.of("key", "KEY", "Key", "key ", "key  ", " key");
        List<Callable<Integer>> writers = new ArrayList<>();
        for (TenantId tenant : List.of(quiet, loud)) {
            writers.add(() -> {
                for (String text : alike) {
                    host.commit(level, tx -> {
                        host.change(tx, entries.keyed(tenant, text));
                        host.change(tx, entries.requested(tenant, text, text, "same"));
                    });
                }
                return 0;
            });
        }

        Work.together(writers);

        host.requireAgreement(quiet, 2 * alike.size());
        host.requireAgreement(loud, 2 * alike.size());
        assertThat(host.seqs(quiet)).as("numbers, of which each key has two").containsOnly(1L, 2L);
    }

    @ParameterizedTest
    @MethodSource("levels")
    void outlivesAFailedStatement(int level) throws Exception {
        TenantId tenant = entries.tenant();
        OutboxEntry after = entries.keyed(tenant, "key");

        try (Connection tx = database.begin()) {
            tx.setTransactionIsolation(level);
            host.change(tx, entries.keyed(tenant, "key"));
            Savepoint before = tx.setSavepoint();
            assertThatThrownBy(() -> host.violate(tx)).isInstanceOf(SQLException.class);
            if (!goesOnAfterAFailure()) {
                assertThatThrownBy(() -> host.change(tx, entries.keyed(tenant, "key")))
                        .isInstanceOf(StoreException.class)
                        .hasCauseInstanceOf(SQLException.class);
                tx.rollback(before);
            }
            host.change(tx, after);
            tx.commit();
        }

        host.requireAgreement(tenant, 2);
    }

    @ParameterizedTest
    @MethodSource("levels")
    void leavesNothingOfWhatFailed(int level) throws Exception {
        TenantId tenant = entries.tenant();

        try (Connection tx = database.begin()) {
            tx.setTransactionIsolation(level);
            host.change(tx, entries.keyed(tenant, "key"));
            host.change(tx, entries.requested(tenant, "key", "request", "same"));
            assertThatThrownBy(() -> host.violate(tx)).isInstanceOf(SQLException.class);
            tx.rollback();
        }
        host.commit(level, tx -> host.change(tx, entries.requested(tenant, "key", "request", "same")));

        host.requireAgreement(tenant, 1);
    }
}
