package dev.inlay.core.internal.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.spi.tenant.TenantDirectory;
import dev.inlay.testkit.contracts.Proves;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A directory that fails, as a partner's may, in a way of its own. */
@Proves("TEN-9")
final class DirectoryOutageTest {

    private final MapDirectory sound = new MapDirectory();
    private boolean down;
    private final TenantEngine tenants = new TenantEngine(new Failing(), () -> {}, false);

    @Test
    void bindsWhomItHasBoundBeforeAndRefusesOthersAsRetryable() {
        tenants.run(MapDirectory.NORTH, () -> {});

        down = true;

        tenants.run(MapDirectory.NORTH, () -> {});
        assertThatThrownBy(() -> tenants.run(MapDirectory.SOUTH, () -> {}))
                .hasMessageContaining("south-clinic")
                .hasCauseInstanceOf(IllegalStateException.class)
                .isInstanceOfSatisfying(InlayException.class, e -> {
                    assertThat(e.code()).isEqualTo("tenant.directory.unavailable");
                    assertThat(e.retryable()).isTrue();
                });
        assertThat(tenants.currentIfBound()).isEmpty();
    }

    @Test
    void takesADirectoryThatSaysNothingForFresh() {
        assertThat(tenants.directory().isStale()).isFalse();
        assertThat(tenants.directory().version()).isEqualTo(sound.version());
    }

    private final class Failing implements TenantDirectory {
        @Override
        public Optional<TenantProfile> find(TenantId id) {
            if (down) {
                throw new IllegalStateException("connection refused");
            }
            return sound.find(id);
        }

        @Override
        public long version() {
            return sound.version();
        }
    }
}
