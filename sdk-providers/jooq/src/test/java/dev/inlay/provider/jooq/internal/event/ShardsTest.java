package dev.inlay.provider.jooq.internal.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.tenant.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ShardsTest {

    private static final TenantId NORTH = TenantId.of("north-clinic");

    private final Shards shards = new Shards(16);

    @Test
    void keepsAStreamInItsShardForGood() {
        assertThat(shards.of(NORTH, "erp", Optional.of("claim-2"), "e1")).isEqualTo(11);
        assertThat(shards.of(NORTH, "erp", Optional.of("claim-2"), "e2")).isEqualTo(11);
    }

    @Test
    void spreadsTheKeysOfOneTenant() {
        Map<Integer, Long> used = IntStream.range(0, 16_000)
                .mapToObj(i -> shards.of(NORTH, "erp", Optional.of("claim-" + i), "e"))
                .collect(Collectors.groupingBy(shard -> shard, Collectors.counting()));

        assertThat(used.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 16).boxed().toList());
        assertThat(used.values()).allSatisfy(count -> assertThat(count).isBetween(500L, 2000L));
    }

    @Test
    void spreadsEventsWithoutAKeyByTheirId() {
        long used = IntStream.range(0, 1000)
                .mapToObj(i -> shards.of(NORTH, "erp", Optional.empty(), "event-" + i))
                .distinct()
                .count();

        assertThat(used).isEqualTo(16);
    }
}
