package dev.inlay.testkit.cli;

import dev.inlay.api.Inlay;
import dev.inlay.api.audit.AuditCheckpoint;
import dev.inlay.api.audit.AuditVerification;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.AuditFiles;
import dev.inlay.core.InlayBuilder;
import dev.inlay.core.InlaySdk;
import dev.inlay.core.SigningKeys;
import dev.inlay.spi.store.StoresFactory;
import dev.inlay.spi.tenant.SigningKey;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.ServiceLoader;

/** Verifies and exports audit trails, with a database or without. */
final class AuditCommand {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private AuditCommand() {}

    static int run(String[] args, PrintStream out) {
        try {
            AuditOptions options = AuditOptions.parse(System.getenv(), args);
            return options.export() ? export(options, out) : verify(options, out);
        } catch (UnusableException e) {
            out.println("UNUSABLE: " + e.getMessage());
        } catch (InvalidValueException e) {
            out.println("FAILED: " + e.getMessage());
            return Verdict.FAILED.exitCode();
        } catch (InlayException | IOException e) {
            out.println("UNUSABLE: " + e);
        }
        return Verdict.UNUSABLE.exitCode();
    }

    private static int verify(AuditOptions options, PrintStream out) throws IOException {
        List<AuditCheckpoint> checkpoints = options.checkpoints().isPresent()
                ? AuditFiles.checkpoints(options.checkpoints().get())
                : List.of();
        AuditVerification found;
        if (options.file().isPresent()) {
            found = AuditFiles.verify(
                    options.file().get(),
                    options.tenant(),
                    options.after(),
                    checkpoints,
                    options.keys().toArray(SigningKey[]::new));
        } else {
            try (Inlay inlay = open(options)) {
                found = inlay.audit().verify(options.tenant(), checkpoints);
            }
        }
        out.print(text(options.tenant(), found));
        return (found.intact() ? Verdict.PASSED : Verdict.FAILED).exitCode();
    }

    private static String text(TenantId tenant, AuditVerification found) {
        StringBuilder text = new StringBuilder();
        if (found.intact()) {
            text.append("tenant '").append(tenant).append("': records ").append(found.first());
            text.append(" to ").append(found.last()).append(" hold together\n");
        } else {
            text.append(found.problem()).append("\nfirst broken position: ");
            text.append(found.firstBroken().orElseThrow()).append('\n');
        }
        found.firstUnproven()
                .ifPresent(seq -> text.append("unproven: ")
                        .append(found.unproven())
                        .append(" records, from position ")
                        .append(seq)
                        .append(", since no checkpoint names a later one\n"));
        return text.append(found.intact() ? "INTACT\n" : "BROKEN\n").toString();
    }

    private static int export(AuditOptions options, PrintStream out) throws IOException {
        try (Inlay inlay = open(options);
                OutputStream file = new BufferedOutputStream(
                        Files.newOutputStream(options.file().orElseThrow()))) {
            long last = inlay.audit().export(options.tenant(), options.after(), file);
            out.println("tenant '" + options.tenant() + "': exported up to position " + last);
        }
        return Verdict.PASSED.exitCode();
    }

    /** The tenant is taken to exist: what its trail holds is the same, whatever the directory says. */
    private static Inlay open(AuditOptions options) {
        List<StoresFactory> factories = ServiceLoader.load(StoresFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
        if (factories.size() != 1) {
            throw new UnusableException(
                    "put one provider of stores on the class path, such as inlay-provider-jooq with its libraries and"
                            + " the database's driver; found " + factories.size());
        }
        InlayBuilder builder = InlaySdk.builder()
                .install(InMemoryTenantDirectory.of("inlay/operator/-/" + options.tenant()))
                .install(factories.get(0).on(new DriverDataSource(options)));
        List<SigningKey> keys = options.keys();
        if (!keys.isEmpty()) {
            builder.install(
                    SigningKeys.of(keys.get(0), keys.subList(1, keys.size()).toArray(SigningKey[]::new)));
        }
        Inlay inlay = builder.build().start();
        try {
            return inlay.awaitReady(PATIENCE);
        } catch (InlayException e) {
            inlay.close();
            throw e;
        }
    }
}
