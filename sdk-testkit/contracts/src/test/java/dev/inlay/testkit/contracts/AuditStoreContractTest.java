package dev.inlay.testkit.contracts;

import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.audit.AuditRecord;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.AuditStore;
import dev.inlay.testkit.contracts.memory.InMemoryAuditStore;
import dev.inlay.testkit.contracts.memory.InMemoryDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

@Proves({"KIT-1", "GOV-1"})
final class AuditStoreContractTest extends ContractProof {

    @Override
    Supplier<? extends Contract> reference() {
        return () -> new OnMemory((sound, database) -> sound);
    }

    @Override
    List<Flaw> hollow() {
        return List.of(
                flaw("does nothing", (sound, database) -> Hollow.doesNothing(AuditStore.class), allBut()),
                flaw("always throws", (sound, database) -> Hollow.alwaysThrows(AuditStore.class), allBut()));
    }

    @Override
    List<Flaw> flaws() {
        return List.of(
                flaw(
                        "begins at one",
                        AuditStoreContractTest::beginningAtOne,
                        "AUDIT-1",
                        "AUDIT-2",
                        "AUDIT-4",
                        "AUDIT-6"),
                flaw(
                        "strips the actor",
                        (sound, database) -> making(sound, AuditStoreContractTest::stripped),
                        "AUDIT-3"),
                flaw("commits at once", AuditStoreContractTest::committingAtOnce, "AUDIT-4"),
                flaw("reads everything", AuditStoreContractTest::readingEverything, "AUDIT-4", "AUDIT-5"),
                flaw("ignores the case of tenants", AuditStoreContractTest::ignoringCase, "AUDIT-6"),
                flaw("does not lock", AuditStoreContractTest::notLocking, "AUDIT-7"),
                flaw("hands over the committed head", AuditStoreContractTest::handingOverTheCommitted, "AUDIT-2"),
                flaw("rolls back when a link throws", AuditStoreContractTest::losingTheTransaction, "AUDIT-8"));
    }

    private static Flaw flaw(
            String name, BiFunction<AuditStore, InMemoryDatabase, AuditStore> breaking, String... fails) {
        return Flaw.of(name, () -> new OnMemory(breaking), fails);
    }

    private static AuditStore beginningAtOne(AuditStore sound, InMemoryDatabase database) {
        return new Forwarding(sound) {
            @Override
            public Head head(TenantId tenant) {
                Head head = super.head(tenant);
                return new Head(head.seq() + 1, head.hash());
            }
        };
    }

    private static AuditStore making(AuditStore sound, UnaryOperator<AuditRecord> change) {
        return new Forwarding(sound) {
            @Override
            public AuditRecord append(Connection tx, TenantId tenant, Link link) {
                return super.append(tx, tenant, head -> change.apply(link.after(head)));
            }
        };
    }

    private static AuditRecord stripped(AuditRecord record) {
        AuditEntry entry = record.entry();
        return new AuditRecord(
                record.tenant(),
                record.seq(),
                record.at(),
                new AuditEntry(entry.actor().strip(), entry.action(), entry.subject(), entry.detail()),
                record.previousHash(),
                record.hash());
    }

    private static AuditStore committingAtOnce(AuditStore sound, InMemoryDatabase database) {
        return new Forwarding(sound) {
            @Override
            public AuditRecord append(Connection tx, TenantId tenant, Link link) {
                return inOwn(database, own -> super.append(own, tenant, link));
            }
        };
    }

    private static AuditStore readingEverything(AuditStore sound, InMemoryDatabase database) {
        return new Forwarding(sound) {
            @Override
            public List<AuditRecord> read(TenantId tenant, long afterSeq, int limit) {
                return super.read(tenant, 0, 10_000);
            }
        };
    }

    private static AuditStore ignoringCase(AuditStore sound, InMemoryDatabase database) {
        return new Forwarding(sound) {
            @Override
            public AuditRecord append(Connection tx, TenantId tenant, Link link) {
                return super.append(tx, lower(tenant), link);
            }

            @Override
            public List<AuditRecord> read(TenantId tenant, long afterSeq, int limit) {
                return super.read(lower(tenant), afterSeq, limit);
            }

            @Override
            public Head head(TenantId tenant) {
                return super.head(lower(tenant));
            }
        };
    }

    private static TenantId lower(TenantId tenant) {
        return TenantId.of(tenant.value().toLowerCase(Locale.ROOT));
    }

    /** Reads the head of a chain that nobody keeps others from, then writes behind whatever is there by then. */
    private static AuditStore notLocking(AuditStore sound, InMemoryDatabase database) {
        return new Forwarding(sound) {
            @Override
            public AuditRecord append(Connection tx, TenantId tenant, Link link) {
                Head read = super.head(tenant);
                LockSupport.parkNanos(200_000);
                return super.append(tx, tenant, head -> {
                    boolean own = head.seq() > super.head(tenant).seq();
                    return link.after(own ? head : read);
                });
            }
        };
    }

    private static AuditStore handingOverTheCommitted(AuditStore sound, InMemoryDatabase database) {
        return new Forwarding(sound) {
            @Override
            public AuditRecord append(Connection tx, TenantId tenant, Link link) {
                return super.append(tx, tenant, head -> link.after(super.head(tenant)));
            }
        };
    }

    private static AuditStore losingTheTransaction(AuditStore sound, InMemoryDatabase database) {
        return new Forwarding(sound) {
            @Override
            public AuditRecord append(Connection tx, TenantId tenant, Link link) {
                try {
                    return super.append(tx, tenant, link);
                } catch (IllegalStateException e) {
                    close(tx);
                    throw e;
                }
            }
        };
    }

    private static void close(Connection tx) {
        try {
            tx.close();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AuditRecord inOwn(InMemoryDatabase database, Work work) {
        try (Connection own = database.dataSource().getConnection()) {
            own.setAutoCommit(false);
            AuditRecord record = work.on(own);
            own.commit();
            return record;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Work {
        AuditRecord on(Connection own);
    }

    /** Does what another store does; a broken one changes a single thing. */
    private static class Forwarding implements AuditStore {

        private final AuditStore sound;

        Forwarding(AuditStore sound) {
            this.sound = sound;
        }

        @Override
        public AuditRecord append(Connection tx, TenantId tenant, Link link) {
            return sound.append(tx, tenant, link);
        }

        @Override
        public List<AuditRecord> read(TenantId tenant, long afterSeq, int limit) {
            return sound.read(tenant, afterSeq, limit);
        }

        @Override
        public Head head(TenantId tenant) {
            return sound.head(tenant);
        }
    }

    /** The contract on a store in memory, whole or broken. */
    static final class OnMemory extends AuditStoreContract {

        private final BiFunction<AuditStore, InMemoryDatabase, AuditStore> breaking;

        OnMemory(BiFunction<AuditStore, InMemoryDatabase, AuditStore> breaking) {
            this.breaking = breaking;
        }

        @Override
        protected AuditFixture open() {
            InMemoryDatabase database = new InMemoryDatabase();
            AuditStore store = breaking.apply(new InMemoryAuditStore(database), database);
            return new AuditFixture() {
                @Override
                public AuditStore store() {
                    return store;
                }

                @Override
                public DataSource dataSource() {
                    return database.dataSource();
                }
            };
        }
    }
}
