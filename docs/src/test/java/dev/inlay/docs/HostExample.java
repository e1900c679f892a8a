package dev.inlay.docs;

import dev.inlay.api.Inlay;
import dev.inlay.api.entitlement.Feature;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.metering.Meter;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.Documents;
import dev.inlay.core.InlaySdk;
import dev.inlay.provider.feign.FeignTransport;
import dev.inlay.provider.jooq.JooqStores;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * The host of the README. What stands between the two marks stands there too; {@link HostExampleIT} compares and runs
 * it.
 */
final class HostExample {

    // README begins
    static final Feature CLAIMS = Feature.flag("claims.automation");
    static final Meter CLAIMED = Meter.sum("claims.submitted", "claim");

    static String submit(Path folder, DataSource dataSource, URI erp, Claims claims, Claim claim) throws SQLException {
        try (Inlay inlay = InlaySdk.builder()
                .install(Documents.in(folder)) // tenants, plans, contracts and themes as JSON
                .install(JooqStores.on(dataSource)) // PostgreSQL, MariaDB or H2
                .install(FeignTransport.to("erp", erp))
                .build()) {
            inlay.start().awaitReady(Duration.ofSeconds(30));

            return inlay.tenants().call(TenantId.of("north-clinic"), () -> {
                inlay.entitlements().require(CLAIMS); // throws NotEntitledException with the whole decision
                try (Connection tx = inlay.dataSource().getConnection()) {
                    claims.save(tx, claim);
                    inlay.events().publish(tx, ErpEvent.of("claim.submitted", claim.id(), claim));
                    inlay.metering().record(tx, CLAIMED, 1, claim.id());
                    tx.commit(); // all of it, or none of it
                }
                return inlay.themes().current().css();
            });
        }
    }
    // README ends

    private HostExample() {}

    record Claim(String id, int amount) {}

    /** The host's own table. */
    static final class Claims {
        void save(Connection tx, Claim claim) throws SQLException {
            try (PreparedStatement insert = tx.prepareStatement("INSERT INTO claim (id, amount) VALUES (?, ?)")) {
                insert.setString(1, claim.id());
                insert.setInt(2, claim.amount());
                insert.executeUpdate();
            }
        }
    }
}
