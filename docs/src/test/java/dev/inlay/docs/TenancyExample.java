package dev.inlay.docs;

import dev.inlay.api.Inlay;
import dev.inlay.api.access.AccessGrant;
import dev.inlay.api.access.AccessRequest;
import dev.inlay.api.tenant.MessageBinding;
import dev.inlay.api.tenant.PropagationOptions;
import dev.inlay.api.tenant.ReceivedHeader;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantKeys;
import dev.inlay.api.tenant.VerifiedTenant;
import dev.inlay.core.Documents;
import dev.inlay.core.FileAnchor;
import dev.inlay.core.InlaySdk;
import dev.inlay.core.SigningKeys;
import dev.inlay.provider.httpclient.TenantHttpClient;
import dev.inlay.provider.jooq.JooqStores;
import dev.inlay.provider.jooq.PlacedStores;
import dev.inlay.provider.jooq.PostgresRoles;
import dev.inlay.provider.jooq.RowLevelSecurity;
import dev.inlay.provider.jooq.tenant.TenantChecker;
import dev.inlay.provider.jooq.tenant.TenantScope;
import dev.inlay.provider.servlet.TenantFilter;
import dev.inlay.spi.tenant.SigningKey;
import jakarta.servlet.Filter;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.SQLDialect;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;
import org.slf4j.Logger;

/** The samples of the guide to tenancy, so that they compile; {@link GuideSamplesTest} compares the texts. */
@SuppressWarnings("unused")
final class TenancyExample {

    private TenancyExample() {}

    static void bind(Inlay inlay, Logger log) {
        inlay.tenants().run(TenantId.of("north-clinic"), () -> {
            TenantContext tenant = inlay.tenants().current(); // path, segment, region, ring, tier, status, placement
            log.info("working in {}", tenant.profile().region()); // the log's MDC has the key "tenant"
        });
    }

    static Filter edge(Inlay inlay, Users users) {
        Filter atTheEdge = TenantFilter.atEdge(
                inlay,
                request -> Optional.ofNullable(request.getUserPrincipal()).map(user -> users.tenantOf(user.getName())));
        return atTheEdge;
    }

    static CompletableFuture<String> carry(
            Inlay inlay,
            ExecutorService pool,
            ScheduledExecutorService timer,
            Prices prices,
            Invoices invoices,
            String claim) {
        ExecutorService workers = inlay.tenants().wrap(pool);
        ScheduledExecutorService scheduler = inlay.tenants().wrap(timer);
        CompletableFuture<String> invoice = inlay.tenants()
                .supplyAsync(() -> prices.of(claim), workers)
                .thenApply(price -> invoices.draft(claim, price)) // under the tenant of whoever attached it
                .orTimeout(2, TimeUnit.SECONDS);
        return invoice;
    }

    static void name(
            Inlay inlay,
            Map<String, Claim> cache,
            Claim claim,
            Path root,
            String fileNameFromTheUser,
            Queue<String> queue) {
        TenantKeys keys = TenantKeys.of(inlay.tenants().current());
        cache.put(keys.cacheKey("claim", claim.id()), claim);
        Path scan = keys.path(root, "scans", fileNameFromTheUser); // never leaves the tenant's folder
        String index = keys.indexName("claims");
        queue.add(keys.jobPayload(claim.id())); // the worker binds TenantKeys.jobTenant(job) first
    }

    static void services(Path folder, byte[] secret) {
        Inlay billing = InlaySdk.builder()
                .install(Documents.in(folder))
                .install(SigningKeys.of(SigningKey.hmacSha256("2026-11", secret)))
                .propagation(PropagationOptions.builder("billing")
                        .accept("portal")
                        .sendTo("ledger.internal:8443", "ledger")
                        .build())
                .build();
        Filter betweenServices = TenantFilter.betweenServices(billing);
        HttpClient client = TenantHttpClient.on(billing, HttpClient.newHttpClient());
    }

    static void messages(Inlay inlay, String messageId, byte[] payload, String received, Claims claims) {
        MessageBinding binding = MessageBinding.of("claims", messageId, payload);
        String seal = inlay.propagation().seal(binding); // goes beside the message

        VerifiedTenant owner = inlay.propagation().verify(ReceivedHeader.of(received), binding);
        owner.run(() -> claims.handle(payload));
    }

    static void rotate(SigningKeys keys, byte[] old, byte[] fresh) {
        keys.replace(
                SigningKey.hmacSha256("2026-11", old), SigningKey.hmacSha256("2026-12", fresh)); // everywhere first
        keys.replace(
                SigningKey.hmacSha256("2026-12", fresh), SigningKey.hmacSha256("2026-11", old)); // then sign with it
        keys.replace(SigningKey.hmacSha256("2026-12", fresh)); // when what the old one signed has expired
    }

    static JooqStores roles(DataSource asClinicApp, DataSource asMigrator, DataSource asRelay) {
        PostgresRoles roles = PostgresRoles.of("inlay_migrator", "clinic_app", "inlay_relay");
        String once = roles.creation(); // an administrator runs it, and gives the roles their passwords
        String afterEachUpdate = roles.script(); // the migrator runs it, when the tables are there
        String forYourTable = RowLevelSecurity.on(roles, "claim").script(); // the table's owner runs it

        JooqStores stores = JooqStores.on(asClinicApp)
                .migratedBy(asMigrator)
                .relayedBy(asRelay)
                .withRowLevelSecurity();
        return stores;
    }

    static List<String> check(Inlay inlay, Connection tx) {
        TenantChecker checker = TenantChecker.of(inlay.tenants(), CLAIM.TENANT);
        DSLContext sql =
                DSL.using(checker.checking(new DefaultConfiguration().set(tx).set(SQLDialect.POSTGRES)));
        TenantScope scope = TenantScope.of(inlay.tenants());
        List<String> mine = sql.select(CLAIM.ID)
                .from(CLAIM)
                .where(scope.scoped(CLAIM.TENANT))
                .fetch(CLAIM.ID);
        return mine;
    }

    static void place(DataSource shared, DataSource ownDatabase) {
        PlacedStores placed = PlacedStores.of(JooqStores.on(shared))
                .schema("segment-a", "segment_a")
                .database("dedicated-7", JooqStores.on(ownDatabase))
                .atMost(32);
    }

    static void breakGlass(Inlay inlay, Claims claims) throws SQLException {
        AccessGrant grant = inlay.access()
                .grant(AccessRequest.of(
                        "ida", TenantId.of("north-clinic"), "ticket 4711: claim stuck", Duration.ofHours(1)));
        inlay.access().run(grant.id(), "ida", () -> {
            try (Connection tx = inlay.dataSource().getConnection()) {
                claims.show(tx); // reads; the database refuses every write
            }
        });
    }

    static void audit(Path folder, DataSource dataSource, byte[] secret, Path anchors) {
        Inlay audited = InlaySdk.builder()
                .install(Documents.in(folder))
                .install(JooqStores.on(dataSource))
                .install(SigningKeys.of(SigningKey.hmacSha256("2026-11", secret)))
                .install(FileAnchor.at(anchors)) // on another machine's disk
                .build();
    }

    static final ClaimTable CLAIM = new ClaimTable();

    /** As the host's code generator would write it. */
    static final class ClaimTable extends TableImpl<Record> {

        private static final long serialVersionUID = 1L;

        final TableField<Record, String> ID = createField(DSL.name("id"), SQLDataType.VARCHAR);
        final TableField<Record, String> TENANT = createField(DSL.name("tenant"), SQLDataType.VARCHAR);

        ClaimTable() {
            super(DSL.name("claim"));
        }

        @Override
        public Class<? extends Record> getRecordType() {
            return Record.class;
        }
    }

    record Claim(String id) {}

    interface Users {
        TenantId tenantOf(String name);
    }

    interface Prices {
        int of(String claim);
    }

    interface Invoices {
        String draft(String claim, int price);
    }

    interface Claims {
        void handle(byte[] payload);

        void show(Connection tx) throws SQLException;
    }
}
