package dev.inlay.core.internal.tenant.propagation;

import dev.inlay.api.tenant.PropagationOptions;
import dev.inlay.api.tenant.ReceivedHeader;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.UntrustedTenantException;
import dev.inlay.core.SigningKeys;
import dev.inlay.core.internal.tenant.TenantEngine;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.tenant.KeySource;
import dev.inlay.spi.tenant.SecurityEvent;
import dev.inlay.spi.tenant.SigningKey;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import dev.inlay.testkit.contracts.memory.MutableClock;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;

/** One of the services of a test: its own directory, engine and clock, and keys as it is given them. */
final class Service {

    static final TenantId NORTH = TenantId.of("north-clinic");
    static final TenantId SOUTH = TenantId.of("south-clinic");
    static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    final MutableClock clock = MutableClock.at(NOW);
    final InMemoryTenantDirectory directory =
            InMemoryTenantDirectory.of("inlay/medisoft/nordic/north-clinic", "inlay/medisoft/-/south-clinic");
    final TenantEngine tenants = new TenantEngine(directory, () -> {}, false);
    final List<SecurityEvent> reported = new CopyOnWriteArrayList<>();
    final SigningKeys keys;
    final PropagationEngine propagation;

    private Service(PropagationOptions options, SigningKeys keys) {
        this.keys = keys;
        this.propagation = new PropagationEngine(tenants, keySource(keys), options, List.of(reported::add), clock);
    }

    static Service named(String name, UnaryOperator<PropagationOptions.Builder> options, SigningKey... keys) {
        return new Service(
                options.apply(PropagationOptions.builder(name)).build(),
                SigningKeys.of(keys[0], Arrays.copyOfRange(keys, 1, keys.length)));
    }

    static Service named(String name, SigningKey... keys) {
        return named(name, UnaryOperator.identity(), keys);
    }

    static SigningKey key(String id) {
        return SigningKey.hmacSha256(
                id, ("a secret of 32 bytes or more: " + id + " ").getBytes(StandardCharsets.UTF_8));
    }

    private static KeySource keySource(SigningKeys plugin) {
        List<KeySource> found = new ArrayList<>();
        plugin.contribute(new Contributions() {
            @Override
            public <T> Contributions add(Class<T> point, T extension) {
                found.add((KeySource) extension);
                return this;
            }
        });
        return found.get(0);
    }

    String issue(String audience) {
        return tenants.call(NORTH, () -> propagation.issue(audience));
    }

    /** The code of the refusal, or {@code accepted as} whom. */
    String verdict(String... values) {
        return verdict(ReceivedHeader.of(List.of(values)));
    }

    String verdict(ReceivedHeader header) {
        try {
            return "accepted as " + propagation.verify(header).tenant();
        } catch (UntrustedTenantException e) {
            return e.code();
        }
    }
}
