package dev.inlay.provider.jooq.internal.event;

import static dev.inlay.provider.jooq.internal.schema.tables.InlayDedupe.INLAY_DEDUPE;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.provider.jooq.internal.database.Micros;
import dev.inlay.provider.jooq.internal.database.Tx;
import dev.inlay.provider.jooq.internal.schema.tables.records.InlayDedupeRecord;
import dev.inlay.spi.store.OutboxEntry;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Which request was made first: one row for each, whatever it brought about. */
final class RequestIds {

    private final Tx tx;

    RequestIds(Tx tx) {
        this.tx = tx;
    }

    /**
     * Claims the request ids, in sorted order.
     *
     * @return by the place of a repeated event in the list, the id of the first event
     */
    Map<Integer, String> claim(List<OutboxEntry> entries) {
        Map<Integer, String> repeated = new HashMap<>();
        IntStream.range(0, entries.size())
                .filter(i -> entries.get(i).requestId().isPresent())
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> entries.get(i).tenant())
                        .thenComparing(i -> entries.get(i).requestId().orElseThrow()))
                .forEach(i -> firstEventOf(entries.get(i)).ifPresent(first -> repeated.put(i, first)));
        return repeated;
    }

    private Optional<String> firstEventOf(OutboxEntry entry) {
        String requestId = entry.requestId().orElseThrow();
        // a delayed event's request is old only when the event is
        long since = Micros.of(entry.due().orElse(entry.at()));
        InlayDedupeRecord row =
                new InlayDedupeRecord(entry.tenant().value(), requestId, entry.fingerprint(), entry.eventId(), since);
        Optional<InlayDedupeRecord> there = tx.dialect().insertUnlessThere(tx.sql(), row, INLAY_DEDUPE.EVENT_ID);
        there.filter(first -> !first.getFingerprint().equals(entry.fingerprint()))
                .ifPresent(first -> {
                    throw new InvalidValueException(
                            "event.requestId", "'" + requestId + "' was used for an event with other content");
                });
        return there.map(InlayDedupeRecord::getEventId);
    }
}
