package dev.inlay.testkit.contracts;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.Acknowledged;
import dev.inlay.spi.store.Delivery;
import dev.inlay.spi.store.DeliveryStore;
import dev.inlay.spi.store.DeliveryWindow;
import dev.inlay.spi.store.OutboxOperations;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.testkit.contracts.memory.InMemoryDatabase;
import dev.inlay.testkit.contracts.memory.InMemoryOutboxStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

@Proves({"KIT-1", "EVT-10"})
final class DeliveryStoreContractTest extends ContractProof {

    @Override
    Supplier<? extends Contract> reference() {
        return () -> new OnMemory(outbox -> outbox, ledger -> ledger);
    }

    @Override
    List<Flaw> hollow() {
        return List.of(
                flaw(
                        "does nothing",
                        outbox -> Hollow.doesNothing(OutboxStore.class),
                        ledger -> Hollow.doesNothing(DeliveryStore.class),
                        allBut()),
                flaw(
                        "always throws",
                        outbox -> Hollow.alwaysThrows(OutboxStore.class),
                        ledger -> Hollow.alwaysThrows(DeliveryStore.class),
                        allBut()));
    }

    @Override
    List<Flaw> flaws() {
        return List.of(
                ledger("reads without end", ReadingWithoutEnd::new, "LEDGER-1"),
                ledger("shows no keys", ShowingNoKeys::new, "LEDGER-1"),
                outbox("always keeps", AlwaysKeeping::new, "LEDGER-2"),
                ledger("forgets the time", ForgettingTheTime::new, "LEDGER-3"),
                ledger("overlooks what is parked", OverlookingWhatWaits::new, "LEDGER-4"),
                ledger("puts nothing back", PuttingNothingBack::new, "LEDGER-5", "LEDGER-6"),
                ledger("says it put all back", SayingAll::new, "LEDGER-5"),
                ledger("purges everything", PurgingEverything::new, "LEDGER-7"),
                outbox("remembers requests", RememberingRequests::new, "LEDGER-8"),
                outbox("gives everybody a turn", GivingTurns::new, "LEDGER-9"));
    }

    private static Flaw ledger(String name, UnaryOperator<DeliveryStore> breaking, String... fails) {
        return flaw(name, outbox -> outbox, breaking, fails);
    }

    private static Flaw outbox(String name, UnaryOperator<OutboxStore> breaking, String... fails) {
        return flaw(name, breaking, ledger -> ledger, fails);
    }

    private static Flaw flaw(
            String name, UnaryOperator<OutboxStore> outbox, UnaryOperator<DeliveryStore> ledger, String... fails) {
        return Flaw.of(name, () -> new OnMemory(outbox, ledger), fails);
    }

    private static final class AlwaysKeeping extends ForwardingOutboxStore {

        AlwaysKeeping(OutboxStore sound) {
            super(sound);
        }

        @Override
        public List<Integer> delivered(List<Acknowledged> acknowledged) {
            return sound.keepingDeliveries(InstantSource.system()).delivered(acknowledged);
        }
    }

    private static final class RememberingRequests extends ForwardingOutboxStore {

        RememberingRequests(OutboxStore sound) {
            super(sound);
        }

        @Override
        public int purgeRequests(Instant before, int limit) {
            return 0;
        }
    }

    private static final class GivingTurns extends ForwardingOutboxStore {

        GivingTurns(OutboxStore sound) {
            super(sound);
        }

        @Override
        public boolean takeTurn(String chore, Duration every) {
            return true;
        }
    }

    private static final class ReadingWithoutEnd extends Forwarding {

        ReadingWithoutEnd(DeliveryStore sound) {
            super(sound);
        }

        @Override
        public List<Delivery> read(DeliveryWindow window, String afterEventId, int limit) {
            return super.read(window, afterEventId, 1_000);
        }
    }

    private static final class ShowingNoKeys extends Forwarding {

        ShowingNoKeys(DeliveryStore sound) {
            super(sound);
        }

        @Override
        public List<Delivery> read(DeliveryWindow window, String afterEventId, int limit) {
            return super.read(window, afterEventId, limit).stream()
                    .map(one -> new Delivery(one.eventId(), Optional.empty(), 0, 0, one.hash(), one.at()))
                    .toList();
        }
    }

    private static final class ForgettingTheTime extends Forwarding {

        ForgettingTheTime(DeliveryStore sound) {
            super(sound);
        }

        @Override
        public List<Delivery> read(DeliveryWindow window, String afterEventId, int limit) {
            return super.read(
                    new DeliveryWindow(window.tenant(), window.target(), Instant.MIN, Instant.MAX),
                    afterEventId,
                    limit);
        }
    }

    private static final class OverlookingWhatWaits extends Forwarding {

        OverlookingWhatWaits(DeliveryStore sound) {
            super(sound);
        }

        @Override
        public Whereabouts find(TenantId tenant, String target, Collection<String> eventIds) {
            return new Whereabouts(super.find(tenant, target, eventIds).acknowledged(), Set.of());
        }
    }

    private static final class PuttingNothingBack extends Forwarding {

        PuttingNothingBack(DeliveryStore sound) {
            super(sound);
        }

        @Override
        public int putBack(TenantId tenant, String target, Collection<String> eventIds) {
            return 0;
        }
    }

    private static final class SayingAll extends Forwarding {

        SayingAll(DeliveryStore sound) {
            super(sound);
        }

        @Override
        public int putBack(TenantId tenant, String target, Collection<String> eventIds) {
            super.putBack(tenant, target, eventIds);
            return eventIds.size();
        }
    }

    private static final class PurgingEverything extends Forwarding {

        PurgingEverything(DeliveryStore sound) {
            super(sound);
        }

        @Override
        public int purge(Instant before, int limit) {
            return super.purge(Instant.MAX, limit);
        }
    }

    /** Does what another ledger does; a broken one changes a single thing. */
    private static class Forwarding implements DeliveryStore {

        private final DeliveryStore sound;

        Forwarding(DeliveryStore sound) {
            this.sound = sound;
        }

        @Override
        public List<Delivery> read(DeliveryWindow window, String afterEventId, int limit) {
            return sound.read(window, afterEventId, limit);
        }

        @Override
        public Whereabouts find(TenantId tenant, String target, Collection<String> eventIds) {
            return sound.find(tenant, target, eventIds);
        }

        @Override
        public long inFlight(DeliveryWindow window) {
            return sound.inFlight(window);
        }

        @Override
        public int putBack(TenantId tenant, String target, Collection<String> eventIds) {
            return sound.putBack(tenant, target, eventIds);
        }

        @Override
        public int purge(Instant before, int limit) {
            return sound.purge(before, limit);
        }
    }

    /** The contract on stores in memory, whole or broken. */
    static final class OnMemory extends DeliveryStoreContract {

        private final UnaryOperator<OutboxStore> outbox;
        private final UnaryOperator<DeliveryStore> ledger;
        private InMemoryOutboxStore sound;

        OnMemory(UnaryOperator<OutboxStore> outbox, UnaryOperator<DeliveryStore> ledger) {
            this.outbox = outbox;
            this.ledger = ledger;
        }

        @Override
        protected OutboxFixture open() {
            InMemoryDatabase database = new InMemoryDatabase();
            InMemoryOutboxStore opened = new InMemoryOutboxStore(database, InstantSource.system(), 4);
            OutboxStore store = outbox.apply(opened);
            sound = opened;
            return new OutboxFixture() {
                @Override
                public OutboxStore store() {
                    return store;
                }

                @Override
                public OutboxOperations operations() {
                    return opened.operations();
                }

                @Override
                public DataSource dataSource() {
                    return database.dataSource();
                }
            };
        }

        @Override
        protected DeliveryStore deliveries() {
            return ledger.apply(Objects.requireNonNull(sound).deliveries());
        }
    }
}
