package dev.inlay.core.internal.event;

import dev.inlay.api.error.InlayException;
import dev.inlay.spi.event.ReceiverLedger;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a receiver says it has, one entry after the other, a page in memory at a time. For one thread. */
final class ReceiverEntries {

    private final ReceiverLedger ledger;
    private final ReceiverLedger.Query query;
    private Iterator<ReceiverLedger.Entry> page =
            List.<ReceiverLedger.Entry>of().iterator();
    private Optional<String> cursor = Optional.empty();
    private boolean last;
    private String before = "";

    ReceiverEntries(ReceiverLedger ledger, ReceiverLedger.Query query) {
        this.ledger = ledger;
        this.query = query;
    }

    /** The next; {@code null} at the end. */
    ReceiverLedger.@Nullable Entry next() {
        while (!page.hasNext()) {
            if (last) {
                return null;
            }
            turn();
        }
        ReceiverLedger.Entry entry = page.next();
        if (entry.eventId().compareTo(before) < 0) {
            throw outOfOrder("'" + entry.eventId() + "' came after '" + before + "'");
        }
        before = entry.eventId();
        return entry;
    }

    private void turn() {
        ReceiverLedger.Page read = read();
        if (read.next().isPresent() && read.next().equals(cursor)) {
            throw outOfOrder("a page pointed to itself");
        }
        page = read.entries().iterator();
        cursor = read.next();
        last = cursor.isEmpty();
    }

    private ReceiverLedger.Page read() {
        try {
            return ledger.read(query, cursor);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failed("was interrupted", e);
        } catch (Exception e) {
            throw failed("failed: " + e.getMessage(), e);
        }
    }

    private InlayException failed(String how, Exception cause) {
        return new InlayException(
                "reconcile.receiver",
                true,
                "asking the receiver of target '" + ledger.target() + "' what it has of tenant '" + query.tenant()
                        + "' " + how + "; try again",
                cause);
    }

    private InlayException outOfOrder(String how) {
        return new InlayException(
                "reconcile.order",
                "the receiver of target '" + ledger.target() + "' does not list the events of tenant '" + query.tenant()
                        + "' by event id: " + how + "; mend its ReceiverLedger");
    }
}
