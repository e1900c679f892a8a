package dev.inlay.example.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A day of a clinic-billing product on Inlay: an ERP that misbehaves, a host that is killed in the middle, another that
 * goes on, and the question whether the two sides agree.
 */
public final class Quickstart {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration LATE = HostMain.REQUEST_TIMEOUT.multipliedBy(2);

    private final Path home;
    private final Path dir;
    private final List<Claim> claims;
    private final LoopbackErp erp;
    private final List<String> arguments;
    private final AtomicInteger done = new AtomicInteger();
    private final Progress progress;
    private final List<String> failures = new ArrayList<>();

    private Quickstart(Options options, List<Claim> claims, LoopbackErp erp) {
        this.home = options.home();
        this.dir = options.dir();
        this.claims = claims;
        this.erp = erp;
        this.progress = new Progress(System.err, Boolean.getBoolean("quickstart.terminal"), claims.size());
        LocalDate day = claims.get(0).submitted().atZone(ZoneOffset.UTC).toLocalDate();
        // Both hosts live at ten o'clock of that day, one after the other.
        Instant morning = day.atTime(10, 0).toInstant(ZoneOffset.UTC);
        Duration shift = Duration.between(Instant.now().truncatedTo(ChronoUnit.MILLIS), morning);
        this.arguments =
                List.of(home.toString(), dir.toString(), erp.address().toString(), day.toString(), shift.toString());
    }

    /**
     * Runs the day.
     *
     * @param args {@code --home} the folder with claims.csv and the documents, default {@code examples/quickstart};
     *     {@code --dir} where the database and the style sheets go, default a new temporary folder; {@code --seed} what
     *     goes wrong
     */
    public static void main(String[] args) throws Exception {
        Options options = Options.parse(args);
        boolean agreed;
        try (LoopbackErp erp = new LoopbackErp(options.seed(), LATE)) {
            agreed = new Quickstart(options, Claim.read(options.home().resolve("claims.csv")), erp).run();
        }
        System.exit(agreed ? 0 : 1);
    }

    private boolean run() throws Exception {
        clear();
        int half = claims.size() / 2;
        try (HostProcess first = HostProcess.start(arguments, done)) {
            watch(first, half, "at work");
            if (!first.isAlive()) {
                failures.add("the first host ended by itself, with exit code " + first.exitCode());
            }
            first.kill();
        }
        int killedAt = done.get();
        int postedAt = erp.ledger().size();
        progress.say(killedAt, postedAt, "host killed, another goes on");
        try (HostProcess second = HostProcess.start(arguments, done)) {
            watch(second, Integer.MAX_VALUE, "at work again");
            if (second.isAlive()) {
                failures.add("the second host did not end within " + PATIENCE.toSeconds() + " s");
                second.kill();
            } else if (second.exitCode() != 0) {
                failures.add("the second host ended with exit code " + second.exitCode());
            }
        }
        progress.say(done.get(), erp.ledger().size(), "the day is over");
        return compare(killedAt, postedAt);
    }

    private void clear() throws IOException {
        Files.createDirectories(dir);
        for (String file : List.of("clinic.mv.db", "clinic.trace.db", "report.properties")) {
            Files.deleteIfExists(dir.resolve(file));
        }
    }

    /** Until the host ends, or has finished so many claims. */
    private void watch(HostProcess host, int until, String what) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (done.get() < until && System.nanoTime() < end && !host.ended(10)) {
            progress.at(done.get(), erp.ledger().size(), what);
        }
    }

    private boolean compare(int killedAt, int postedAt) throws Exception {
        Summary summary = new Summary(System.out);
        if (!Files.exists(dir.resolve("report.properties"))) {
            failures.add("the host left no report");
            summary.verdict(failures);
            return false;
        }
        HostReport report = HostReport.read(dir.resolve("report.properties"));
        try (HostDatabase database = HostDatabase.open(dir.resolve("clinic"))) {
            List<HostDatabase.Refused> refused = database.refused();
            Reconciliation reconciliation = new Reconciliation(
                    claims, database.accepted(), refused, report, erp.ledger().postings());
            summary.table(claims, refused, report, reconciliation, erp.ledger());
            summary.refusals(refused);
            summary.mischief(erp.mischief(), erp);
            System.out.printf(
                    "the host was killed after %d of %d claims, with %d events in the ERP%n",
                    killedAt, claims.size(), postedAt);
            summary.styleSheets(report);
            failures.addAll(reconciliation.differences());
        }
        provenSomething();
        summary.verdict(failures);
        return failures.isEmpty();
    }

    /** A day without trouble proves nothing. */
    private void provenSomething() {
        for (Mischief.Fate fate : Mischief.Fate.values()) {
            if (erp.mischief().count(fate) == 0) {
                failures.add("the ERP met no request with " + fate);
            }
        }
        if (erp.malformed() > 0) {
            failures.add("the ERP could not read " + erp.malformed() + " requests");
        }
        erp.ledger().conflicts().forEach(posting -> failures.add("conflict: the ERP refused " + posting));
    }
}
