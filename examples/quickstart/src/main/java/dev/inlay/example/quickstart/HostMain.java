package dev.inlay.example.quickstart;

import dev.inlay.api.Inlay;
import dev.inlay.core.Documents;
import dev.inlay.core.InlaySdk;
import dev.inlay.provider.feign.FeignTransport;
import dev.inlay.provider.jooq.JooqStores;
import dev.inlay.provider.resilience4j.Resilience;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * The process of the host: goes on with the day where the process before it was killed, says {@code done} for every
 * claim, and writes its report at the end.
 */
final class HostMain {

    static final Duration REQUEST_TIMEOUT = Duration.ofMillis(400);

    private HostMain() {}

    /** Arguments: folder with documents and claims, working folder, address of the ERP, day, shift of the clock. */
    public static void main(String[] args) throws Exception {
        Path home = Path.of(args[0]);
        Path dir = Path.of(args[1]);
        LocalDate day = LocalDate.parse(args[3]);
        InstantSource clock = InstantSource.offset(InstantSource.system(), Duration.parse(args[4]));
        List<Claim> claims = Claim.read(home.resolve("claims.csv"));
        try (HostDatabase database = HostDatabase.open(dir.resolve("clinic"));
                Inlay inlay = InlaySdk.builder()
                        .clock(clock)
                        .leaseTime(Duration.ofSeconds(3)) // how long the killed host's events wait for the next one
                        .install(Documents.in(home.resolve("inlay")))
                        .install(JooqStores.on(database.dataSource()))
                        .install(FeignTransport.builder("erp", URI.create(args[2]))
                                .requestTimeout(REQUEST_TIMEOUT)
                                .build())
                        .install(Resilience.builder()
                                .reopening(Duration.ofMillis(500), 3)
                                .build())
                        .build()) {
            inlay.start().awaitReady(Duration.ofSeconds(30));
            ClinicHost host = new ClinicHost(inlay);
            takeAll(host, claims, database.done());
            host.awaitDelivered(Duration.ofSeconds(60));
            List<String> tenants = claims.stream().map(Claim::tenant).distinct().toList();
            host.report(tenants, day, dir.resolve("css")).write(dir.resolve("report.properties"));
        }
    }

    /** Each clinic's claims one after the other, the clinics side by side. */
    private static void takeAll(ClinicHost host, List<Claim> claims, Set<String> done) throws Exception {
        Map<String, List<Claim>> byTenant = claims.stream().collect(Collectors.groupingBy(Claim::tenant));
        ExecutorService clinics = Executors.newFixedThreadPool(byTenant.size());
        try {
            List<Future<?>> running = new ArrayList<>();
            byTenant.values()
                    .forEach(day -> running.add(clinics.submit(() -> {
                        for (Claim claim : day) {
                            if (!done.contains(claim.tenant() + '/' + claim.claim())) {
                                host.take(claim);
                                System.out.println("done");
                            }
                        }
                        return null;
                    })));
            for (Future<?> clinic : running) {
                clinic.get();
            }
        } finally {
            clinics.shutdownNow();
        }
    }
}
