package dev.inlay.testkit.contracts;

import dev.inlay.api.event.BlockedStream;
import dev.inlay.api.event.EventFilter;
import dev.inlay.api.event.Hold;
import dev.inlay.api.event.NodeStatus;
import dev.inlay.api.event.Page;
import dev.inlay.api.event.ParkedEvent;
import dev.inlay.api.event.Replay;
import dev.inlay.api.event.RowCount;
import dev.inlay.api.event.TargetStatus;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.store.OutboxOperations;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.testkit.contracts.memory.InMemoryDatabase;
import dev.inlay.testkit.contracts.memory.InMemoryOutboxStore;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

@Proves("KIT-1")
final class OutboxOperationsContractTest extends ContractProof {

    @Override
    Supplier<? extends Contract> reference() {
        return () -> new OnMemory(sound -> sound);
    }

    @Override
    List<Flaw> hollow() {
        String[] all = ids().toArray(String[]::new);
        return List.of(
                flaw("does nothing", sound -> Hollow.doesNothing(OutboxOperations.class), all),
                flaw("always throws", sound -> Hollow.alwaysThrows(OutboxOperations.class), all));
    }

    @Override
    List<Flaw> flaws() {
        return List.of(
                flaw("counts nothing", OutboxOperationsContractTest::countingNothing, "OPERATE-1"),
                flaw("forgets why", OutboxOperationsContractTest::forgettingWhy, "OPERATE-2"),
                flaw("ignores filters", OutboxOperationsContractTest::ignoringFilters, "OPERATE-3"),
                flaw("shows no nodes", OutboxOperationsContractTest::showingNoNodes, "OPERATE-4"),
                flaw("replays the stream", OutboxOperationsContractTest::replayingTheStream, "OPERATE-5"),
                flaw("moves when it looks", OutboxOperationsContractTest::movingWhenLooking, "OPERATE-6"),
                flaw("ignores times", OutboxOperationsContractTest::ignoringTimes, "OPERATE-7"),
                flaw("stops after a step", OutboxOperationsContractTest::stoppingAfterAStep, "OPERATE-8"),
                flaw(
                        "discards without a trace",
                        OutboxOperationsContractTest::discardingAsItself,
                        "OPERATE-9",
                        "OPERATE-11"),
                flaw("holds nothing", OutboxOperationsContractTest::holdingForAll, "OPERATE-10"));
    }

    private static OutboxOperations countingNothing(OutboxOperations sound) {
        return new ForwardingOperations(sound) {
            @Override
            public Page<TargetStatus> status(EventFilter filter, String after, int limit) {
                Page<TargetStatus> page = sound.status(filter, after, limit);
                return Page.of(
                        page.items().stream()
                                .map(each ->
                                        each.toBuilder().waiting(RowCount.NONE).build())
                                .toList(),
                        page.next().orElse(""));
            }
        };
    }

    private static OutboxOperations forgettingWhy(OutboxOperations sound) {
        return new ForwardingOperations(sound) {
            @Override
            public Page<BlockedStream> blocked(EventFilter filter, String after, int limit) {
                Page<BlockedStream> page = sound.blocked(filter, after, limit);
                return Page.of(
                        page.items().stream()
                                .map(each -> BlockedStream.of(each.tenant(), each.target())
                                        .key(each.key())
                                        .head(each.eventId(), each.type(), each.seq())
                                        .build())
                                .toList(),
                        page.next().orElse(""));
            }
        };
    }

    private static OutboxOperations ignoringFilters(OutboxOperations sound) {
        return new ForwardingOperations(sound) {
            @Override
            public Page<ParkedEvent> parked(EventFilter filter, String after, int limit) {
                return sound.parked(EventFilter.all(), after, limit);
            }
        };
    }

    private static OutboxOperations showingNoNodes(OutboxOperations sound) {
        return new ForwardingOperations(sound) {
            @Override
            public List<NodeStatus> nodes() {
                return List.of();
            }
        };
    }

    private static OutboxOperations replayingTheStream(OutboxOperations sound) {
        return new ForwardingOperations(sound) {
            @Override
            public Step replay(Replay what, String after, boolean move) {
                return sound.replay(what.isOne() ? Replay.tenant(TenantId.of("north")) : what, after, move);
            }
        };
    }

    private static OutboxOperations movingWhenLooking(OutboxOperations sound) {
        return new ForwardingOperations(sound) {
            @Override
            public Step replay(Replay what, String after, boolean move) {
                return sound.replay(what, after, true);
            }
        };
    }

    private static OutboxOperations ignoringTimes(OutboxOperations sound) {
        return new ForwardingOperations(sound) {
            @Override
            public Step replay(Replay what, String after, boolean move) {
                boolean timed = what.filter().selects();
                return sound.replay(timed ? Replay.tenant(TenantId.of("north")) : what, after, move);
            }
        };
    }

    private static OutboxOperations stoppingAfterAStep(OutboxOperations sound) {
        return new ForwardingOperations(sound) {
            @Override
            public Step replay(Replay what, String after, boolean move) {
                Step step = sound.replay(what, after, move);
                boolean full = step.done().stream().anyMatch(done -> done.events() == PAGE);
                return full ? new Step(step.done(), step.examples(), "north zzz 0") : step;
            }
        };
    }

    private static OutboxOperations discardingAsItself(OutboxOperations sound) {
        return new ForwardingOperations(sound) {
            @Override
            public boolean discard(TenantId tenant, String target, String eventId, Tombstone instead) {
                return sound.discard(
                        tenant,
                        target,
                        eventId,
                        new Tombstone(eventId, instead.type(), instead.payload(), instead.at()));
            }
        };
    }

    private static OutboxOperations holdingForAll(OutboxOperations sound) {
        return new ForwardingOperations(sound) {
            @Override
            public boolean hold(Hold hold) {
                return sound.hold(new Hold(Optional.empty(), hold.target(), hold.reason(), hold.actor(), hold.since()));
            }
        };
    }

    private static Flaw flaw(String name, UnaryOperator<OutboxOperations> breaking, String... fails) {
        return Flaw.of(name, () -> new OnMemory(breaking), fails);
    }

    /** The contract on operations in memory, whole or broken. */
    static final class OnMemory extends OutboxOperationsContract {

        private final UnaryOperator<OutboxOperations> breaking;
        private @Nullable OutboxOperations operations;

        OnMemory(UnaryOperator<OutboxOperations> breaking) {
            this.breaking = breaking;
        }

        @Override
        protected OutboxOperations operations() {
            return Objects.requireNonNull(operations);
        }

        @Override
        protected OutboxFixture open() {
            InMemoryDatabase database = new InMemoryDatabase();
            InMemoryOutboxStore store = new InMemoryOutboxStore(database, InstantSource.system(), 4);
            operations = breaking.apply(store.operations());
            return new OutboxFixture() {
                @Override
                public OutboxStore store() {
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
