package dev.inlay.example.quickstart;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Prints what the day came to. */
final class Summary {

    private static final List<String> COLUMNS = List.of(
            "tenant",
            "claims",
            "refused",
            "usage",
            "delivered",
            "duplicates refused",
            "parked",
            "gaps",
            "lost",
            "applied twice");

    private final PrintStream out;

    Summary(PrintStream out) {
        this.out = out;
    }

    void table(
            List<Claim> claims,
            List<HostDatabase.Refused> refused,
            HostReport report,
            Reconciliation reconciliation,
            Ledger ledger) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(COLUMNS);
        report.byTenant().forEach((tenant, told) -> {
            Reconciliation.Counts counts = reconciliation.of(tenant);
            rows.add(List.of(
                    tenant,
                    "" + claims.stream().filter(c -> c.tenant().equals(tenant)).count(),
                    "" + refused.stream().filter(r -> r.tenant().equals(tenant)).count(),
                    "" + told.usage(),
                    "" + counts.delivered,
                    "" + ledger.duplicates(tenant),
                    "" + told.parked(),
                    "" + counts.gaps,
                    "" + counts.lost,
                    "" + counts.appliedTwice));
        });
        print(rows);
    }

    private void print(List<List<String>> rows) {
        List<Integer> widths = new ArrayList<>(Collections.nCopies(COLUMNS.size(), 0));
        rows.forEach(row -> {
            for (int i = 0; i < row.size(); i++) {
                widths.set(i, Math.max(widths.get(i), row.get(i).length()));
            }
        });
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                String padding = " ".repeat(widths.get(i) - row.get(i).length());
                line.append(i == 0 ? row.get(i) + padding : "  " + padding + row.get(i));
            }
            out.println(line);
        }
    }

    void refusals(List<HostDatabase.Refused> refused) {
        Map<String, Long> reasons = new TreeMap<>(refused.stream()
                .collect(Collectors.groupingBy(r -> r.tenant() + ": " + r.reason(), Collectors.counting())));
        reasons.forEach((reason, count) -> out.println("refused  " + count + " of " + reason));
    }

    void mischief(Mischief mischief, LoopbackErp erp) {
        out.printf(
                "the ERP  served %d, failed %d, unavailable %d, too busy %d, lost %d answers, answered %d too late,"
                        + " sent back %d that came too early%n",
                mischief.count(Mischief.Fate.SERVED),
                mischief.count(Mischief.Fate.ERROR),
                mischief.count(Mischief.Fate.UNAVAILABLE),
                mischief.count(Mischief.Fate.BUSY),
                mischief.count(Mischief.Fate.ANSWER_LOST),
                mischief.count(Mischief.Fate.ANSWER_LATE),
                erp.tooEarly());
    }

    void styleSheets(HostReport report) {
        report.byTenant().values().forEach(told -> out.println("CSS      " + nearest(Path.of(told.css()))));
    }

    private static Path nearest(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.startsWith(here) ? here.relativize(absolute) : absolute;
    }

    /** The verdict is the last line. */
    void verdict(List<String> differences) {
        if (differences.isEmpty()) {
            out.println("quickstart: OK");
            return;
        }
        differences.forEach(difference -> out.println("differs  " + Objects.requireNonNull(difference)));
        out.println("quickstart: FAILED");
    }
}
