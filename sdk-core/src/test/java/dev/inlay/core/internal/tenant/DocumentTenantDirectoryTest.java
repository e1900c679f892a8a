package dev.inlay.core.internal.tenant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.MutableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Documents that nobody has looked at for a while. */
@Proves("TEN-9")
final class DocumentTenantDirectoryTest {

    private final MutableClock clock = MutableClock.at(Instant.parse("2026-11-20T10:00:00Z"));
    private final DocumentTenantDirectory directory = new DocumentTenantDirectory();

    @Test
    void isStaleWhenNoLookSucceededForTooLong() {
        watchedSince(clock.instant());

        clock.advance(Duration.ofSeconds(1));
        assertThat(directory.state().isStale()).isFalse();
        clock.advance(Duration.ofMillis(1));

        assertThat(directory.state().isStale()).isTrue();
        assertThat(directory.state().reason()).contains("1000 ms");
        assertThat(directory.state().lastRefreshed()).contains(Instant.parse("2026-11-20T10:00:00Z"));
        assertThatExceptionOfType(InlayException.class)
                .isThrownBy(() -> directory.find(TenantId.of("stranger")))
                .matches(e -> e.code().equals("tenant.directory.unavailable") && e.retryable());
    }

    @Test
    void isFreshAgainWhenALateLookSucceeds() {
        watchedSince(clock.instant());
        clock.advance(Duration.ofMinutes(1));
        assertThat(directory.hasFailed()).isFalse();

        directory.succeeded(clock.instant());

        assertThat(directory.state().isStale()).isFalse();
        assertThat(directory.find(TenantId.of("stranger"))).isEmpty();
    }

    @Test
    void isNotOverdueWhereNobodyLooks() {
        watchedSince(clock.instant());
        directory.unwatched();

        clock.advance(Duration.ofDays(1));

        assertThat(directory.state().isStale()).isFalse();
    }

    private void watchedSince(Instant at) {
        directory.watched(clock, Duration.ofSeconds(1));
        directory.replace(Map.of());
        directory.succeeded(at);
    }
}
