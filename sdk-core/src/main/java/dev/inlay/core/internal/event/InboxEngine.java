package dev.inlay.core.internal.event;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.event.InboundEvent;
import dev.inlay.api.event.Inbox;
import dev.inlay.api.event.InboxWork;
import dev.inlay.api.event.Received;
import dev.inlay.api.event.Received.Outcome;
import dev.inlay.api.event.Response;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.core.internal.json.CanonicalJson;
import dev.inlay.core.internal.tenant.HostTransaction;
import dev.inlay.spi.store.InboxEntry;
import dev.inlay.spi.store.InboxKey;
import dev.inlay.spi.store.InboxStore;
import dev.inlay.spi.store.InboxStream;
import dev.inlay.spi.store.InboxStream.Position;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Takes events in, each once, in the host's transaction. Holds nothing. Thread-safe. */
public final class InboxEngine implements Inbox {

    private static final int LONGEST_CONSUMER = 100;

    private final Supplier<TenantContext> tenant;
    private final Function<TenantContext, InboxStore> stores;
    private final Consumer<Connection> writes;
    private final InstantSource clock;
    private final Runnable gate;

    /**
     * Creates an engine; does no I/O.
     *
     * @param tenant the tenant that the calling thread is bound to; throws when none is
     * @param stores the inbox of a tenant's database
     * @param writes throws where the bound tenant's data may not be written
     * @param clock says when an event came
     * @param gate throws while the instance is not ready, or closed
     */
    public InboxEngine(
            Supplier<TenantContext> tenant,
            Function<TenantContext, InboxStore> stores,
            Consumer<Connection> writes,
            InstantSource clock,
            Runnable gate) {
        this.tenant = tenant;
        this.stores = stores;
        this.writes = writes;
        this.clock = clock;
        this.gate = gate;
    }

    @Override
    public <X extends Exception> Received receive(Connection tx, String consumer, InboundEvent event, InboxWork<X> work)
            throws X {
        TenantContext owner = admit(tx, consumer);
        return receive(tx, stores.apply(owner), entry(owner, consumer, event), work);
    }

    @Override
    public <X extends Exception> Received receiveInOrder(
            Connection tx, String consumer, InboundEvent event, InboxWork<X> work) throws X {
        TenantContext owner = admit(tx, consumer);
        InboundEvent.Place place = event.place()
                .orElseThrow(() -> new InvalidValueException(
                        "event.stream", "must be set for an event that is received in order"));
        InboxStore store = stores.apply(owner);
        InboxEntry entry = entry(owner, consumer, event);
        InboxStream stream = new InboxStream(owner.id(), consumer, event.source(), place.key());
        Position last = store.lock(tx, stream);
        if (isPassed(place, last)) {
            return passed(tx, store, entry);
        }
        if (!isNext(place, last)) {
            return Received.of(Outcome.GAP, Response.none());
        }
        Received received = receive(tx, store, entry, work);
        store.advance(tx, stream, new Position(place.generation(), place.seq()));
        return received;
    }

    private static boolean isPassed(InboundEvent.Place place, Position last) {
        return place.generation() < last.generation()
                || (place.generation() == last.generation() && place.seq() <= last.seq());
    }

    private static boolean isNext(InboundEvent.Place place, Position last) {
        return place.generation() == last.generation() ? place.seq() == last.seq() + 1 : place.seq() == 1;
    }

    /** An event whose number was passed: answered where it is known, and never worked on. */
    private static Received passed(Connection tx, InboxStore store, InboxEntry entry) {
        Optional<InboxEntry> there = store.claim(tx, entry);
        if (there.isPresent()) {
            return repeated(there.get(), entry);
        }
        store.forget(tx, entry.key());
        return Received.of(Outcome.LATE, Response.none());
    }

    private static <X extends Exception> Received receive(
            Connection tx, InboxStore store, InboxEntry entry, InboxWork<X> work) throws X {
        Optional<InboxEntry> there = store.claim(tx, entry);
        if (there.isPresent()) {
            return repeated(there.get(), entry);
        }
        boolean done = false;
        try {
            Response response =
                    Objects.requireNonNull(work.apply(), "an inbox's work must answer; see Response.none()");
            if (!response.isNone()) {
                store.answer(tx, entry.key(), response);
            }
            done = true;
            return Received.of(Outcome.APPLIED, response);
        } finally {
            if (!done) {
                takeBack(tx, store, entry);
            }
        }
    }

    /**
     * A host that commits although its work threw must not find the event received. Where that cannot be done, the
     * transaction cannot be committed either, and what the work threw says more.
     */
    private static void takeBack(Connection tx, InboxStore store, InboxEntry entry) {
        try {
            store.forget(tx, entry.key());
        } catch (InlayException e) {
            // the database has given up on the transaction
        }
    }

    private static Received repeated(InboxEntry there, InboxEntry again) {
        if (!there.fingerprint().equals(again.fingerprint())) {
            InboxKey key = again.key();
            throw new InlayException(
                    "inbox.fingerprint",
                    "event '" + key.eventId() + "' of source '" + key.source() + "' came to consumer '" + key.consumer()
                            + "' of tenant '" + key.tenant() + "' before, with other content; nothing was done: ask"
                            + " the sender why it uses an id twice");
        }
        return Received.of(Outcome.DUPLICATE, there.response());
    }

    private TenantContext admit(Connection tx, String consumer) {
        TenantContext owner = tenant.get();
        gate.run();
        if (consumer.isBlank()
                || consumer.length() > LONGEST_CONSUMER
                || consumer.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidValueException(
                    "consumer", "must have 1 to " + LONGEST_CONSUMER + " characters, and no control characters");
        }
        HostTransaction.require(tx, owner.id());
        writes.accept(tx);
        return owner;
    }

    private InboxEntry entry(TenantContext owner, String consumer, InboundEvent event) {
        InboxKey key = new InboxKey(owner.id(), consumer, event.source(), event.eventId());
        return new InboxEntry(
                key, fingerprint(event), Response.none(), clock.instant().truncatedTo(ChronoUnit.MICROS));
    }

    /** The two kinds can never be alike: no media type is empty. */
    private static String fingerprint(InboundEvent event) {
        return event.fingerprint()
                .map(own -> sha256("", own.getBytes(StandardCharsets.UTF_8)))
                .orElseGet(() -> sha256(event.contentType(), event.payload()));
    }

    private static String sha256(String kind, byte[] content) {
        byte[] first = (kind + '\0').getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[first.length + content.length];
        System.arraycopy(first, 0, all, 0, first.length);
        System.arraycopy(content, 0, all, first.length, content.length);
        return CanonicalJson.sha256(all);
    }
}
