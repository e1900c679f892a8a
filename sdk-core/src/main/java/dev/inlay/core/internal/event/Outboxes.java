package dev.inlay.core.internal.event;

import dev.inlay.api.error.StoreException;
import dev.inlay.api.tenant.TenantContext;
import dev.inlay.spi.store.OutboxOperations;
import dev.inlay.spi.store.OutboxStore;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/** Which outbox each tenant's events wait in; there is one per database. Thread-safe. */
public interface Outboxes {

    /**
     * The outbox of a tenant's database. May block while the database is opened.
     *
     * @param tenant whose
     * @return the same object each time for one database
     * @throws dev.inlay.api.error.StoreException when the tenant's placement is not known, or does not answer
     */
    OutboxStore of(TenantContext tenant);

    /**
     * Every outbox that answers now.
     *
     * @return without repetition
     */
    Collection<Named> all();

    /**
     * Whether {@link #all} may have another answer later.
     *
     * @return fixed
     */
    boolean mayChange();

    /**
     * One of several outboxes.
     *
     * @param database what threads, faults and paused targets are named after; empty where there is one outbox only
     * @param store the outbox
     * @param operations what operators do with it; throws where the stores do not let them
     */
    record Named(String database, OutboxStore store, Supplier<OutboxOperations> operations) {

        /**
         * An outbox that operators cannot work with.
         *
         * @param database see the record
         * @param store see the record
         */
        public Named(String database, OutboxStore store) {
            this(database, store, () -> {
                throw new StoreException("store.no-operations", false, "this outbox has no operations", null);
            });
        }
    }

    /**
     * One outbox for every tenant.
     *
     * @param store asked at each use, by {@link EventEngine#start()} first
     * @return the outbox
     */
    static Outboxes one(Supplier<OutboxStore> store) {
        return one(() -> new Named("", store.get()), store);
    }

    /**
     * One outbox for every tenant, that operators can work with.
     *
     * @param store asked at each use, by {@link EventEngine#start()} first
     * @param operations what operators do with it
     * @return the outbox
     */
    static Outboxes one(Supplier<OutboxStore> store, OutboxOperations operations) {
        return one(() -> new Named("", store.get(), () -> operations), store);
    }

    private static Outboxes one(Supplier<Named> named, Supplier<OutboxStore> store) {
        return new Outboxes() {
            @Override
            public OutboxStore of(TenantContext tenant) {
                return store.get();
            }

            @Override
            public Collection<Named> all() {
                return List.of(named.get());
            }

            @Override
            public boolean mayChange() {
                return false;
            }
        };
    }
}
