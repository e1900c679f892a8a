package dev.inlay.provider.jooq.isolation;

import dev.inlay.api.Inlay;
import dev.inlay.api.event.ErpEvent;
import dev.inlay.api.tenant.CarriedTenant;
import dev.inlay.api.tenant.PropagationOptions;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.InlaySdk;
import dev.inlay.core.SigningKeys;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.tenant.SigningKey;
import dev.inlay.testkit.contracts.memory.RecordingTransport;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.MDC;

/** A host with one instance and all that its tenants share. */
final class World implements AutoCloseable {

    /** A reseller that is a tenant too, a tenant below it, one that differs from that by letter case, and one apart. */
    static final List<TenantId> TENANTS = List.of(
            TenantId.of("nordic"),
            TenantId.of("north-clinic"),
            TenantId.of("North-Clinic"),
            TenantId.of("south-clinic"));

    /** A tenant that nobody knows the place of. */
    static final TenantId LOST = TenantId.of("lost");

    private static final byte[] SECRET = "thirty-two bytes that only friends know".getBytes(StandardCharsets.UTF_8);
    private static final Duration LONG = Duration.ofSeconds(30);

    final Oracle oracle = new Oracle();
    final Clock clock = new Clock();
    final Workers workers = new Workers(oracle);
    final Map<String, String> cache = new ConcurrentHashMap<>();
    final Ledger ledger = new Ledger();
    final HostDatabase database;
    final ChangingDirectory directory;
    final Inlay inlay;

    private final Map<TenantId, CarriedTenant> captured = new ConcurrentHashMap<>();
    private final Set<Guard> off;
    private final RecordingTransport erp = RecordingTransport.to("erp").answering(this::deliver);

    World(HostDatabase database, Set<Guard> off) throws SQLException {
        this.database = database;
        this.off = off;
        this.directory = new ChangingDirectory(keeps(Guard.STATUS_CHANGE), keeps(Guard.ROUTED_PLACEMENT));
        this.inlay = InlaySdk.builder()
                .install(directory)
                .install(database.stores())
                .install(SigningKeys.of(SigningKey.hmacSha256("key-1", SECRET)))
                .install(erp)
                .clock(clock)
                .propagation(propagation())
                .build();
    }

    private PropagationOptions propagation() {
        PropagationOptions.Builder options = PropagationOptions.builder(Headers.HERE);
        return keeps(Guard.ONE_USE_HEADER)
                ? options.build()
                : options.acceptReplays().build();
    }

    void start() throws Exception {
        if (MDC.getMDCAdapter().getClass() != org.slf4j.helpers.BasicMDCAdapter.class) {
            throw new IllegalStateException("run with -Dslf4j.provider=" + LoggingWithMdc.class.getName()
                    + ", as the build does: without an MDC nothing could leak into it");
        }
        workers.watch(inlay.tenants());
        inlay.start().awaitReady(LONG);
        database.makeClaims();
        for (TenantId tenant : TENANTS) {
            captured.put(tenant, inlay.tenants().call(tenant, inlay.tenants()::capture));
            inlay.tenants().run(tenant, () -> inlay.audit().read(0, 1));
        }
        if (keeps(Guard.ROUTED_PLACEMENT)) {
            database.secureOwn();
        }
    }

    /** Where a tenant's rows are. */
    static String placeOf(TenantId tenant) {
        return tenant.value().equals("south-clinic") ? HostDatabase.OWN : HostDatabase.SHARED;
    }

    boolean keeps(Guard guard) {
        return !off.contains(guard);
    }

    /** What a host captured in a tenant's work earlier. */
    CarriedTenant captured(TenantId tenant) {
        return captured.get(tenant);
    }

    /** Does something on another of the host's workers. */
    void elsewhere(Runnable work) throws Exception {
        CompletableFuture<Void> done = new CompletableFuture<>();
        workers.executeFor(done, () -> {
            work.run();
            done.complete(null);
        });
        Carriers.await(done);
    }

    /** Begins a thread of the host's, looked at when it ends. */
    void thread(Runnable work) {
        Thread thread = new Thread(
                () -> {
                    MDC.clear();
                    work.run();
                    workers.check("a thread");
                },
                "host-thread");
        thread.setContextClassLoader(Workers.class.getClassLoader());
        thread.start();
    }

    /** The receiver of events looks whose they are. */
    private DeliveryOutcome deliver(OutboundEvent event) {
        String canary = new String(event.payload().bytes(), StandardCharsets.UTF_8).replace("\"", "");
        if (!Oracle.isOf(event.tenant(), canary)) {
            oracle.report(Kind.EVENTS, 0, "an event of '" + event.tenant() + "' carried '" + canary + "'");
        }
        String shown = MDC.get("tenant");
        if (shown != null && !shown.equals(event.tenant().value())) {
            oracle.report(
                    Kind.MDC, 0, "an event of '" + event.tenant() + "' is sent while the log shows '" + shown + "'");
        }
        return DeliveryOutcome.delivered();
    }

    static ErpEvent event(String key, String canary) {
        return ErpEvent.of("claim.submitted", key, "\"" + canary + "\"");
    }

    /** Looks once more at everything, when all work has ended. */
    void settle() throws Exception {
        workers.awaitQuiet();
        erp.awaitDelivered(ledger.published(), LONG);
        for (TenantId tenant : TENANTS) {
            if (!inlay.audit().verify(tenant).intact()) {
                oracle.report(Kind.AUDIT, 0, "the trail of '" + tenant + "' is broken");
            }
            inlay.tenants().run(tenant, () -> Books.addUp(new Turn(this, 0, tenant, new SplittableRandom(0))));
        }
    }

    @Override
    public void close() {
        workers.shutdownNow();
        inlay.close();
        database.close();
    }
}
