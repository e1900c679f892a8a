package dev.inlay.core.internal.event;

import dev.inlay.api.event.Discrepancy;
import dev.inlay.api.event.Discrepancy.Kind;
import dev.inlay.api.event.ReconcileRequest;
import dev.inlay.spi.event.ReceiverLedger;
import dev.inlay.spi.store.Delivery;
import dev.inlay.spi.store.DeliveryStore;
import dev.inlay.spi.store.DeliveryWindow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Merges the ledger with what the receiver lists, both by event id, holding a page of each. What the receiver has and
 * the ledger does not show within the time is looked up, many at once. For one thread, once.
 */
final class Comparison {

    static final int PAGE = 1_000;

    private final ReconcileRequest request;
    private final DeliveryStore deliveries;
    private final DeliveryWindow window;
    private final ReceiverEntries receiver;
    private final Findings findings;
    private final List<ReceiverLedger.Entry> unknown = new ArrayList<>();
    private Iterator<Delivery> page = List.<Delivery>of().iterator();
    private String after = "";
    private boolean last;
    private ReceiverLedger.@Nullable Entry theirs;

    Comparison(ReconcileRequest request, DeliveryStore deliveries, ReceiverLedger ledger, Findings findings) {
        this.request = request;
        this.deliveries = deliveries;
        this.window = new DeliveryWindow(request.tenant(), request.target(), request.from(), request.until());
        this.receiver = new ReceiverEntries(
                ledger,
                new ReceiverLedger.Query(
                        request.tenant(),
                        request.from().minus(request.margin()),
                        request.until().plus(request.margin()),
                        PAGE));
        this.findings = findings;
    }

    /** Answers how many events of the time still wait or are parked. */
    long run() {
        Delivery ours = nextOfOurs();
        theirs = receiver.next();
        while (ours != null || theirs != null) {
            int order = order(ours, theirs);
            if (order < 0 && ours != null) {
                findings.found(discrepancy(Kind.MISSING, ours));
                ours = nextOfOurs();
            } else if (theirs != null) {
                ReceiverLedger.Entry entry = theirs;
                if (order == 0 && ours != null) {
                    compare(ours, entry);
                    ours = nextOfOurs();
                } else {
                    unknown(entry);
                }
                skipDuplicates(entry);
            }
        }
        lookUp();
        return deliveries.inFlight(window);
    }

    private static int order(@Nullable Delivery ours, ReceiverLedger.@Nullable Entry theirs) {
        if (ours == null) {
            return 1;
        }
        return theirs == null ? -1 : ours.eventId().compareTo(theirs.eventId());
    }

    private @Nullable Delivery nextOfOurs() {
        if (!page.hasNext() && !last) {
            List<Delivery> read = deliveries.read(window, after, PAGE);
            last = read.size() < PAGE;
            page = read.iterator();
        }
        if (!page.hasNext()) {
            return null;
        }
        Delivery next = page.next();
        after = next.eventId();
        return next;
    }

    private void compare(Delivery ours, ReceiverLedger.Entry entry) {
        boolean sameContent = entry.hash().map(hash -> hash.equals(ours.hash())).orElse(true);
        boolean sameKey = entry.key().isEmpty() || entry.key().equals(ours.key());
        boolean sameSeq = entry.seq() == 0 || entry.seq() == ours.seq();
        if (sameContent && sameKey && sameSeq) {
            findings.matched();
        } else {
            findings.found(discrepancy(Kind.DIFFERENT, ours));
        }
    }

    /** What the receiver got only within the margin was acknowledged at a time that is not asked for. */
    private void unknown(ReceiverLedger.Entry entry) {
        if (isWithin(entry.at())) {
            unknown.add(entry);
            if (unknown.size() == PAGE) {
                lookUp();
            }
        }
    }

    private void lookUp() {
        DeliveryStore.Whereabouts known = deliveries.find(
                request.tenant(),
                request.target(),
                unknown.stream().map(ReceiverLedger.Entry::eventId).toList());
        for (ReceiverLedger.Entry entry : unknown) {
            if (known.inFlight().contains(entry.eventId())) {
                findings.found(discrepancy(Kind.IN_FLIGHT, entry));
            } else if (!known.acknowledged().contains(entry.eventId())) {
                findings.found(discrepancy(Kind.EXTRA, entry));
            }
        }
        unknown.clear();
    }

    private void skipDuplicates(ReceiverLedger.Entry first) {
        ReceiverLedger.Entry next = receiver.next();
        while (next != null && next.eventId().equals(first.eventId())) {
            if (isWithin(first.at()) || isWithin(next.at())) {
                findings.found(discrepancy(Kind.DUPLICATE, next));
            }
            next = receiver.next();
        }
        theirs = next;
    }

    private boolean isWithin(Instant at) {
        return !at.isBefore(request.from()) && at.isBefore(request.until());
    }

    private static Discrepancy discrepancy(Kind kind, Delivery ours) {
        return new Discrepancy(kind, ours.eventId(), ours.key(), ours.seq(), ours.at());
    }

    private static Discrepancy discrepancy(Kind kind, ReceiverLedger.Entry theirs) {
        return new Discrepancy(kind, theirs.eventId(), theirs.key(), theirs.seq(), theirs.at());
    }
}
