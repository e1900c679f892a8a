package dev.inlay.core.internal.theme;

import static dev.inlay.core.internal.theme.Layers.red;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InvalidDocumentException;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.api.theme.Mode;
import dev.inlay.api.theme.Theme;
import dev.inlay.core.internal.tenant.TenantEngine;
import dev.inlay.spi.tenant.TenantDirectory;
import dev.inlay.spi.theme.ThemeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ThemeEngineTest {

    private static final TenantId NORTH = TenantId.of("north-clinic");
    private static final TenantId SOUTH = TenantId.of("south-clinic");

    private final Directory directory = new Directory();
    private final Source source = new Source();
    private final TenantEngine tenants = new TenantEngine(directory, () -> {}, false);
    private final List<RuntimeException> warnings = new ArrayList<>();
    private Instant now = Instant.parse("2026-03-01T08:00:00Z");
    private final ThemeEngine engine =
            new ThemeEngine(tenants, source, () -> now, (path, reason) -> warnings.add(reason));

    @Test
    void answersWithTheThemeOfTheBoundTenant() {
        source.put("inlay", "{\"a\":" + red("0") + "}");
        source.put("north-clinic", "{\"a\":" + red("1") + "}");

        assertThat(tenants.<String, RuntimeException>call(
                        NORTH, () -> engine.current().css()))
                .contains("--a: #ff0000;");
        assertThat(tenants.<String, RuntimeException>call(
                        SOUTH, () -> engine.current().css()))
                .contains("--a: #000000;");
    }

    @Test
    void failsClosedWithoutATenantAndForAStranger() {
        assertThatThrownBy(engine::current).isInstanceOf(NoTenantException.class);
        assertThatThrownBy(() -> engine.of(TenantId.of("stranger")))
                .isInstanceOfSatisfying(
                        NoTenantException.class, e -> assertThat(e.code()).isEqualTo("tenant.unknown"));
    }

    @Test
    void answersFromMemoryUntilTheSourceChanges() {
        source.put("inlay", "{\"a\":" + red("0") + "}");
        Theme first = engine.of(NORTH);
        int reads = source.reads;

        Theme second = engine.of(NORTH);
        int readsAgain = source.reads;
        source.put("inlay", "{\"a\":" + red("1") + "}");
        Theme third = engine.of(NORTH);

        assertThat(second).isSameAs(first);
        assertThat(readsAgain).isEqualTo(reads);
        assertThat(third.css()).contains("--a: #ff0000;");
    }

    @Test
    void followsATenantToAnotherReseller() {
        source.put("inlay", "{\"a\":" + red("0") + "}");
        source.put("nordic", "{\"a\":" + red("1") + "}");
        Theme before = engine.of(NORTH);

        directory.move(NORTH, TenantPath.of(id("inlay"), id("medisoft"), id("nordic"), NORTH));

        assertThat(before.css()).contains("--a: #000000;");
        assertThat(engine.of(NORTH).css()).contains("--a: #ff0000;");
    }

    @Test
    void keepsTheThemeWhenTheDirectoryChangedElsewhere() {
        source.put("inlay", "{\"a\":" + red("0") + "}");
        Theme before = engine.of(NORTH);
        int reads = source.reads;

        directory.move(SOUTH, TenantPath.of(id("inlay"), id("medisoft"), id("nordic"), SOUTH));

        assertThat(engine.of(NORTH)).isSameAs(before);
        assertThat(source.reads).isEqualTo(reads);
    }

    @Test
    void servesTheNewestThemeToWorkThatWasBoundBeforeTheTenantMoved() {
        source.put("inlay", "{\"a\":" + red("0") + "}");
        source.put("nordic", "{\"a\":" + red("1") + "}");

        tenants.run(NORTH, () -> {
            directory.move(NORTH, TenantPath.of(id("inlay"), id("medisoft"), id("nordic"), NORTH));
            Theme newest = engine.of(NORTH);
            int reads = source.reads;

            assertThat(engine.current()).isSameAs(newest);
            assertThat(engine.of(NORTH)).isSameAs(newest);
            assertThat(source.reads).isEqualTo(reads);

            source.put("nordic", "{\"a\":" + red("0.5") + "}");
            Theme changed = engine.current();

            assertThat(changed.css()).contains("--a: #800000;");
            assertThat(engine.of(NORTH)).isSameAs(changed);
        });
    }

    @Test
    void aBrokenLayerAtTheFirstUseIsAnErrorThatIsNotReadTwice() {
        source.put("inlay", "{\"a\":\n7}");

        assertThatThrownBy(() -> engine.of(NORTH))
                .isInstanceOf(InvalidDocumentException.class)
                .hasMessageContaining("inlay:2 /a: must be an object");
        int reads = source.reads;
        assertThatThrownBy(() -> engine.of(NORTH)).isInstanceOf(InvalidDocumentException.class);

        assertThat(source.reads).isEqualTo(reads);
        assertThat(warnings).isEmpty();
    }

    @Test
    void aBrokenLayerLaterKeepsTheLastGoodThemeUntilItIsMended() {
        source.put("inlay", "{\"a\":" + red("0") + "}");
        Theme good = engine.of(NORTH);

        source.put("inlay", "{");
        Theme kept = engine.of(NORTH);
        int reads = source.reads;
        engine.of(NORTH);
        int readsAgain = source.reads;
        source.put("inlay", "{\"a\":" + red("1") + "}");

        assertThat(kept).isSameAs(good);
        assertThat(readsAgain).isEqualTo(reads);
        assertThat(warnings).hasSize(1);
        assertThat(engine.of(NORTH).css()).contains("--a: #ff0000;");
    }

    @Test
    void warnsOnceAMinuteForAllTenants() {
        source.put("inlay", "{}");
        engine.of(NORTH);
        engine.of(SOUTH);

        source.put("inlay", "{");
        engine.of(NORTH);
        engine.of(SOUTH);
        int atOnce = warnings.size();
        now = now.plus(Duration.ofMinutes(1));
        source.put("inlay", "[");
        engine.of(NORTH);

        assertThat(atOnce).isEqualTo(1);
        assertThat(warnings).hasSize(2);
    }

    @Test
    void aSourceThatCannotBeReadIsTriedAgainAfterAWhile() {
        source.put("inlay", "{}");
        Theme good = engine.of(NORTH);
        source.put("inlay", "{\"a\":" + red("1") + "}");
        source.failure = new IllegalStateException("away");

        assertThat(engine.of(NORTH)).isSameAs(good);
        int reads = source.reads;
        assertThat(engine.of(NORTH)).isSameAs(good);
        assertThat(source.reads).isEqualTo(reads);

        source.failure = null;
        now = now.plus(Duration.ofSeconds(5));
        assertThat(engine.of(NORTH).css()).contains("--a: #ff0000;");
    }

    @Test
    void aSourceThatCannotBeReadAtFirstIsAnError() {
        source.failure = new IllegalStateException("away");

        assertThatThrownBy(() -> engine.of(NORTH)).hasMessage("away");

        source.failure = null;
        assertThat(engine.of(NORTH).css()).isEmpty();
    }

    @Test
    void readsAgainWhenTheSourceChangesMeanwhile() {
        source.put("inlay", "{\"a\":" + red("0") + "}");
        source.put("medisoft", "{\"b\":{\"$value\":\"{a}\"}}");
        source.onRead = () -> {
            source.onRead = () -> {};
            source.put("inlay", "{\"a2\":" + red("1") + "}");
            source.put("medisoft", "{\"b\":{\"$value\":\"{a2}\"}}");
        };

        assertThat(engine.of(NORTH).css()).contains("--b: #ff0000;");
    }

    private static TenantId id(String id) {
        return TenantId.of(id);
    }

    /** Two tenants that an OEM serves directly, until they move. */
    private static final class Directory implements TenantDirectory {

        private final Map<TenantId, TenantPath> paths = new HashMap<>();
        private long version;

        Directory() {
            move(NORTH, TenantPath.direct(id("inlay"), id("medisoft"), NORTH));
            move(SOUTH, TenantPath.direct(id("inlay"), id("medisoft"), SOUTH));
        }

        void move(TenantId tenant, TenantPath path) {
            paths.put(tenant, path);
            version++;
        }

        @Override
        public Optional<TenantProfile> find(TenantId id) {
            return Optional.ofNullable(paths.get(id))
                    .map(path -> TenantProfile.builder(path).build());
        }

        @Override
        public long version() {
            return version;
        }
    }

    /** Light layers that a test writes to; counts reads, and fails when told to. */
    private static final class Source implements ThemeSource {

        private final Map<TenantId, String> layers = new HashMap<>();
        private long version;
        private int reads;
        private Runnable onRead = () -> {};
        private RuntimeException failure;

        void put(String node, String tokens) {
            layers.put(id(node), tokens);
            version++;
        }

        @Override
        public Optional<ThemeLayer> layer(TenantId node, Mode mode) {
            reads++;
            if (failure != null) {
                throw failure;
            }
            Optional<ThemeLayer> layer = mode == Mode.DARK
                    ? Optional.empty()
                    : Optional.ofNullable(layers.get(node)).map(text -> new ThemeLayer(node.value(), text));
            onRead.run();
            return layer;
        }

        @Override
        public long version() {
            return version;
        }
    }
}
