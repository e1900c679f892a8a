package dev.inlay.provider.servlet;

import dev.inlay.api.Inlay;
import dev.inlay.api.tenant.PropagationOptions;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.InlaySdk;
import dev.inlay.core.SigningKeys;
import dev.inlay.spi.tenant.SigningKey;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;

/** Instances that know the same tenants and share a key. */
final class Services {

    static final TenantId NORTH = TenantId.of("north-clinic");
    static final TenantId SOUTH = TenantId.of("south-clinic");
    static final TenantId EAST = TenantId.of("east-clinic");

    private static final SigningKey KEY =
            SigningKey.hmacSha256("k1", "a secret of thirty-two bytes or more".getBytes(StandardCharsets.UTF_8));

    private Services() {}

    static InMemoryTenantDirectory directory() {
        return InMemoryTenantDirectory.of(
                "inlay/medisoft/-/north-clinic", "inlay/medisoft/-/south-clinic", "inlay/medisoft/-/east-clinic");
    }

    static Inlay service(String name, InMemoryTenantDirectory directory, InstantSource clock) {
        return InlaySdk.builder()
                .install(directory)
                .install(SigningKeys.of(KEY))
                .clock(clock)
                .propagation(PropagationOptions.builder(name)
                        .accept("orders")
                        .headerLife(PropagationOptions.MAX_HEADER_LIFE)
                        .build())
                .build();
    }

    static Inlay started(String name, InstantSource clock) {
        Inlay inlay = service(name, directory(), clock);
        inlay.start().awaitReady(Duration.ofSeconds(60));
        return inlay;
    }
}
