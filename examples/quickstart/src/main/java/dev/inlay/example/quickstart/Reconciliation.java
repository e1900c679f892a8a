package dev.inlay.example.quickstart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compares what was to happen (the day's claims), what the host's database holds, what Inlay counted, and what the ERP
 * posted, event by event. It uses none of Inlay.
 */
final class Reconciliation {

    private static final int SHOWN = 20;

    private final List<Claim> claims;
    private final List<HostDatabase.Accepted> accepted;
    private final List<HostDatabase.Refused> refused;
    private final HostReport report;
    private final List<Ledger.Posting> postings;
    private final List<String> differences = new ArrayList<>();
    private final Map<String, Counts> byTenant = new LinkedHashMap<>();

    /** What went wrong with one tenant's events; all zero when nothing did. */
    static final class Counts {
        int delivered;
        int gaps;
        int lost;
        int appliedTwice;
    }

    Reconciliation(
            List<Claim> claims,
            List<HostDatabase.Accepted> accepted,
            List<HostDatabase.Refused> refused,
            HostReport report,
            List<Ledger.Posting> postings) {
        this.claims = List.copyOf(claims);
        this.accepted = List.copyOf(accepted);
        this.refused = List.copyOf(refused);
        this.report = report;
        this.postings = List.copyOf(postings);
        claims.stream().map(Claim::tenant).sorted().distinct().forEach(tenant -> byTenant.put(tenant, new Counts()));
        everyClaimIsAcceptedOrRefused();
        everyAcceptedClaimIsPostedOnce();
        nothingElseIsPosted();
        everyStreamIsWholeAndInOrder();
        usageIsWhatWasAccepted();
        nothingIsLeftOver();
    }

    /** What differs, in words; empty when everything agrees. */
    List<String> differences() {
        if (differences.size() <= SHOWN) {
            return List.copyOf(differences);
        }
        List<String> shown = new ArrayList<>(differences.subList(0, SHOWN));
        shown.add("… and " + (differences.size() - SHOWN) + " more");
        return shown;
    }

    Counts of(String tenant) {
        return Objects.requireNonNull(byTenant.get(tenant));
    }

    private void everyClaimIsAcceptedOrRefused() {
        Map<String, Integer> outcomes = new HashMap<>();
        accepted.forEach(row -> outcomes.merge(row.tenant() + '/' + row.claim(), 1, Integer::sum));
        refused.forEach(row -> outcomes.merge(row.tenant() + '/' + row.claim(), 1, Integer::sum));
        for (Claim claim : claims) {
            @Nullable Integer count = outcomes.remove(name(claim));
            if (count == null) {
                differences.add("claim " + name(claim) + " was neither accepted nor refused");
            } else if (count > 1) {
                differences.add("claim " + name(claim) + " was accepted and refused");
            }
        }
        outcomes.keySet().forEach(name -> differences.add("claim " + name + " is in the database but not in the file"));
    }

    private void everyAcceptedClaimIsPostedOnce() {
        Map<String, List<Ledger.Posting>> byClaim =
                postings.stream().collect(Collectors.groupingBy(p -> p.tenant() + '/' + p.claim()));
        for (HostDatabase.Accepted row : accepted) {
            String name = row.tenant() + '/' + row.claim();
            List<Ledger.Posting> posted = byClaim.getOrDefault(name, List.of());
            Counts counts = of(row.tenant());
            if (posted.isEmpty()) {
                counts.lost++;
                differences.add("lost: claim " + name + " (event " + row.eventId() + ") never reached the ERP");
            } else {
                counts.delivered++;
                compare(row, posted.get(0));
            }
            if (posted.size() > 1) {
                counts.appliedTwice += posted.size() - 1;
                differences.add("applied twice: claim " + name + " was posted " + posted.size() + " times");
            }
        }
    }

    private void compare(HostDatabase.Accepted row, Ledger.Posting posting) {
        if (!posting.eventId().equals(row.eventId())
                || !posting.account().equals(row.account())
                || posting.amount() != row.amount()) {
            differences.add("changed: claim " + row.tenant() + '/' + row.claim() + " is " + row.account() + " "
                    + row.amount() + " as event " + row.eventId() + " in the database, but " + posting.account() + " "
                    + posting.amount() + " as event " + posting.eventId() + " in the ERP");
        }
    }

    private void nothingElseIsPosted() {
        Set<String> known = new HashSet<>();
        accepted.forEach(row -> known.add(row.tenant() + '/' + row.claim()));
        for (Ledger.Posting posting : postings) {
            if (!known.contains(posting.tenant() + '/' + posting.claim())) {
                differences.add("unknown: the ERP posted claim " + posting.tenant() + '/' + posting.claim()
                        + ", which the database does not hold");
            }
        }
    }

    private void everyStreamIsWholeAndInOrder() {
        Map<String, Integer> placeInFile = new HashMap<>();
        claims.forEach(claim -> placeInFile.put(name(claim), placeInFile.size()));
        Map<String, List<Ledger.Posting>> streams = new TreeMap<>(postings.stream()
                .collect(Collectors.groupingBy(p -> p.tenant() + " " + p.stream() + " " + p.generation())));
        streams.forEach((stream, events) -> {
            long highest = events.stream().mapToLong(Ledger.Posting::seq).max().orElse(0);
            long missing = highest
                    - events.stream().mapToLong(Ledger.Posting::seq).distinct().count();
            if (missing > 0) {
                Counts counts = byTenant.get(events.get(0).tenant());
                if (counts != null) {
                    counts.gaps += (int) missing;
                }
                differences.add("gap: stream " + stream + " lacks " + missing + " of " + highest + " events");
            }
            inOrder(stream, events, placeInFile);
        });
    }

    /** By number, and by what the host did: claims of one account are taken in the order of the file. */
    private void inOrder(String stream, List<Ledger.Posting> events, Map<String, Integer> placeInFile) {
        Comparator<Ledger.Posting> byFile =
                Comparator.comparing(p -> placeInFile.getOrDefault(p.tenant() + '/' + p.claim(), Integer.MAX_VALUE));
        for (int i = 1; i < events.size(); i++) {
            Ledger.Posting before = events.get(i - 1);
            Ledger.Posting after = events.get(i);
            if (before.seq() >= after.seq() || byFile.compare(before, after) >= 0) {
                differences.add("out of order: in stream " + stream + ", claim " + after.claim() + " (seq "
                        + after.seq() + ") was posted after claim " + before.claim() + " (seq " + before.seq() + ")");
            }
        }
    }

    private void usageIsWhatWasAccepted() {
        byTenant.keySet().forEach(tenant -> {
            long rows =
                    accepted.stream().filter(row -> row.tenant().equals(tenant)).count();
            HostReport.@Nullable OfTenant told = report.byTenant().get(tenant);
            if (told == null) {
                differences.add("the host reported nothing of " + tenant);
            } else if (told.usage() != rows) {
                differences.add("usage: " + tenant + " is counted with " + told.usage() + " claims, but " + rows
                        + " were accepted");
            }
        });
    }

    private void nothingIsLeftOver() {
        report.byTenant().forEach((tenant, told) -> {
            if (told.pending() > 0) {
                differences.add("pending: " + told.pending() + " events of " + tenant + " still wait");
            }
            if (told.parked() > 0) {
                differences.add("parked: " + told.parked() + " events of " + tenant);
            }
        });
    }

    private static String name(Claim claim) {
        return claim.tenant() + '/' + claim.claim();
    }
}
