package dev.inlay.example.benchmarks;

import dev.inlay.api.Inlay;
import dev.inlay.api.tenant.PropagationOptions;
import dev.inlay.api.tenant.ReceivedHeader;
import dev.inlay.api.tenant.TenantScope;
import dev.inlay.api.tenant.VerifiedTenant;
import dev.inlay.core.InlaySdk;
import dev.inlay.core.SigningKeys;
import dev.inlay.spi.tenant.SigningKey;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.crypto.Mac;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Tenant headers per second and thread: one issued, one verified, and the floor under both, a bare HMAC SHA-256 over
 * the bytes that are signed. The clock stands still and the header is verified again and again, so that remembering it
 * is not in the figure.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class HeaderOperations {

    /** An instance with a tenant bound, and a header of its own. */
    @State(Scope.Thread)
    @SuppressWarnings("NullAway.Init") // JMH calls the set-up before anything else
    public static class Subjects {

        final SigningKey key = SigningKey.hmacSha256("k1", new byte[32]);
        final Inlay inlay = InlaySdk.builder()
                .install(new FixedDirectory())
                .install(SigningKeys.of(key))
                .clock(InstantSource.fixed(Instant.parse("2026-11-20T10:00:00Z")))
                .propagation(
                        PropagationOptions.builder("orders").acceptReplays().build())
                .build();
        TenantScope scope;
        ReceivedHeader header;
        byte[] signed;

        /** Starts the instance and checks that the header is accepted. */
        @Setup
        public void start() {
            inlay.start().awaitReady(Duration.ofSeconds(20));
            scope = inlay.tenants().open(FixedDirectory.TENANT);
            String text = inlay.propagation().issue("orders");
            header = ReceivedHeader.of(text);
            signed = ("inlay-tenant-header/1\n" + text.substring(0, text.indexOf(", sig=")))
                    .getBytes(StandardCharsets.US_ASCII);
            if (!inlay.propagation().verify(header).tenant().equals(FixedDirectory.TENANT)) {
                throw new IllegalStateException("the header names another tenant");
            }
        }

        /** Ends the instance. */
        @TearDown
        public void close() {
            scope.close();
            inlay.close();
        }
    }

    @Benchmark
    public String issue(Subjects subjects) {
        return subjects.inlay.propagation().issue("orders");
    }

    @Benchmark
    public VerifiedTenant verify(Subjects subjects) {
        return subjects.inlay.propagation().verify(subjects.header);
    }

    @Benchmark
    public byte[] hmac(Subjects subjects) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(subjects.key.secret());
        return mac.doFinal(subjects.signed);
    }

    /** Measures, and adds what was measured. */
    static void measure(boolean quick, Result result) throws RunnerException {
        Map<String, Double> perSecond = new HashMap<>();
        for (RunResult run : new Runner(new OptionsBuilder()
                        .include(HeaderOperations.class.getName())
                        .forks(quick ? 1 : 3)
                        .warmupIterations(quick ? 3 : 5)
                        .warmupTime(TimeValue.milliseconds(1000))
                        .measurementIterations(quick ? 3 : 10)
                        .measurementTime(TimeValue.milliseconds(quick ? 300 : 1000))
                        .build())
                .run()) {
            String label = run.getPrimaryResult().getLabel();
            perSecond.put(
                    label.substring(label.lastIndexOf('.') + 1),
                    run.getPrimaryResult().getScore());
        }
        double verify = Objects.requireNonNull(perSecond.get("verify"));
        double hmac = Objects.requireNonNull(perSecond.get("hmac"));
        result.ours("header_issue_ops", Objects.requireNonNull(perSecond.get("issue")))
                .ours("header_verify_ops", verify)
                .peer("hmac_ops", hmac)
                .ratio("header_verify_hmac", verify, hmac);
    }
}
