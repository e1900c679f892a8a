package dev.inlay.provider.jooq;

import static dev.inlay.provider.jooq.PlacementTests.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.error.StoreException;
import dev.inlay.provider.jooq.PlacementTests.LaterPlacements;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.store.StoreRouter;
import dev.inlay.spi.store.Stores;
import dev.inlay.testkit.contracts.Proves;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Proves("TEN-5")
final class PlacedStoresTest {

    private final PlacedHost host = new PlacedHost();
    private final DataSource shared = Engines.h2();
    private final LaterPlacements later = new LaterPlacements();
    private final PlacedStores plain = PlacedStores.of(JooqStores.on(shared)).resolving(later);

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void opensNoMoreDatabasesThanItMay() {
        StoreRouter router = started(plain.atMost(2));
        for (String name : List.of("one", "two")) {
            later.places.put(name, Place.database(name, () -> JooqStores.on(Engines.h2())));
        }
        later.places.put("one-again", Place.database("one", () -> JooqStores.on(Engines.h2())));
        later.places.put("in-schema", Place.schema("tenant_1"));

        router.at("one");

        refused("placement.too-many", () -> router.at("two"));
        assertThat(router.at("one-again")).isSameAs(router.at("one")).isNotSameAs(router.at("shared"));
        assertThat(router.at("in-schema")).isSameAs(router.at("shared"));
        assertThat(router.databases()).containsExactly(router.at("shared"), router.at("one"));
    }

    @Test
    void sharesADatabaseAmongPlacementsWithOneDataSource() {
        DataSource dedicated = Engines.h2();
        StoreRouter router = started(plain.database("a", JooqStores.on(dedicated))
                .database("b", JooqStores.on(dedicated))
                .database("c", JooqStores.on(shared)));

        assertThat(router.at("a")).isSameAs(router.at("b"));
        assertThat(router.at("c")).isSameAs(router.at("shared"));
        assertThat(router.at("a").name()).isEqualTo("a");
    }

    @Test
    void opensADatabaseOnceForAllWhoNeedItAtOnce() throws Exception {
        AtomicInteger pools = new AtomicInteger();
        later.places.put("east", Place.database("east", () -> {
            pools.incrementAndGet();
            return JooqStores.on(Engines.h2());
        }));
        StoreRouter router = started(plain);
        ExecutorService tenants = Executors.newFixedThreadPool(8);
        List<Future<Stores>> found = new ArrayList<>();

        for (int i = 0; i < 8; i++) {
            found.add(tenants.submit(() -> router.at("east")));
        }

        for (Future<Stores> stores : found) {
            assertThat(stores.get(20, TimeUnit.SECONDS)).isSameAs(router.at("east"));
        }
        tenants.shutdown();
        assertThat(pools).hasValue(1);
    }

    @Test
    void triesAgainToMakeAPoolThatCouldNotBeMade() {
        AtomicInteger tries = new AtomicInteger();
        later.places.put("east", Place.database("east", () -> {
            if (tries.incrementAndGet() == 1) {
                throw new IllegalStateException("pool");
            }
            return JooqStores.on(Engines.h2());
        }));
        StoreRouter router = started(plain);

        assertThatThrownBy(() -> router.at("east"))
                .hasMessageContaining("east")
                .hasRootCauseMessage("pool")
                .isInstanceOfSatisfying(
                        StoreException.class, e -> assertThat(e.retryable()).isTrue());
        assertThat(router.at("east").operations().holds()).isEmpty();
    }

    @Test
    void closesThePoolsThatItMadeAndLeavesTheHostsOpen() {
        HikariDataSource given = host.pool(Engines.h2(), 2);
        HikariDataSource made = host.pool(Engines.h2(), 2);
        later.places.put("made", Place.database("made", () -> JooqStores.on(made)));
        PlacedStores plugin = plain.database("given", JooqStores.on(given));
        StoreRouter router = started(plugin);
        router.at("given");
        router.at("made");

        plugin.close();
        plugin.close();

        assertThat(made.isClosed()).isTrue();
        assertThat(given.isClosed()).isFalse();
        refused("store.closed", () -> router.at("made"));
    }

    @Test
    void refusesASchemaThatAnotherPlacementHas() {
        StoreRouter router = started(plain.schema("a", "tenant_a").schema("b", "Tenant_A"));

        router.at("a");

        refused("placement.schema-shared", () -> router.at("b"));
    }

    @Test
    void refusesAPlacementThatIsThereAlreadyAndABoundBelowOne() {
        invalid("placement", () -> plain.schema("shared", "tenant_a"));
        invalid("placement", () -> plain.schema("a", "x").database("a", JooqStores.on(shared)));
        invalid("databases", () -> plain.atMost(0));
        invalid("placement.database", () -> Place.database("", () -> JooqStores.on(shared)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\"b", "a`b", "a;drop", "a.b", "\u00e4"})
    void refusesASchemaThatIsNoPlainName(String schema) {
        invalid("placement.schema", () -> Place.schema(schema));
    }

    private static void invalid(String field, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        InvalidValueException.class, e -> assertThat(e.field()).isEqualTo(field));
    }

    private static StoreRouter started(PlacedStores plugin) {
        AtomicReference<StoreRouter> contributed = new AtomicReference<>();
        plugin.contribute(new Contributions() {
            @Override
            public <T> Contributions add(Class<T> point, T extension) {
                contributed.set((StoreRouter) point.cast(extension));
                return this;
            }
        });
        plugin.start(OpenStores.context());
        return contributed.get();
    }
}
