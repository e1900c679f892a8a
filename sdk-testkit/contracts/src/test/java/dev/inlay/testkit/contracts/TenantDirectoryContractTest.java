package dev.inlay.testkit.contracts;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.DirectoryState;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.spi.tenant.TenantDirectory;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

@Proves("KIT-1")
final class TenantDirectoryContractTest extends ContractProof {

    @Override
    Supplier<? extends Contract> reference() {
        return () -> new OnMemory(sound -> sound);
    }

    @Override
    List<Flaw> hollow() {
        return List.of(
                flaw(
                        "does nothing",
                        sound -> Hollow.doesNothing(TenantDirectory.class),
                        allBut("DIRECTORY-3", "DIRECTORY-4", "DIRECTORY-5")),
                flaw("always throws", sound -> Hollow.alwaysThrows(TenantDirectory.class), allBut()));
    }

    @Override
    List<Flaw> flaws() {
        return List.of(
                flaw(
                        "answers with one tenant",
                        sound -> finding(sound, id -> sound.find(OnMemory.NORTH)),
                        "DIRECTORY-1",
                        "DIRECTORY-2",
                        "DIRECTORY-3",
                        "DIRECTORY-4",
                        "DIRECTORY-6",
                        "DIRECTORY-7",
                        "DIRECTORY-10",
                        "DIRECTORY-12"),
                flaw(
                        "hides the suspended",
                        sound -> finding(
                                sound, id -> sound.find(id).filter(profile -> profile.status() == TenantStatus.ACTIVE)),
                        "DIRECTORY-1",
                        "DIRECTORY-2",
                        "DIRECTORY-6",
                        "DIRECTORY-7",
                        "DIRECTORY-9",
                        "DIRECTORY-12"),
                flaw(
                        "forgets the tier",
                        sound -> finding(
                                sound,
                                id -> sound.find(id)
                                        .map(profile -> profile.toBuilder()
                                                .tier("standard")
                                                .build())),
                        "DIRECTORY-2"),
                flaw(
                        "throws for the unknown",
                        sound -> finding(sound, id -> Optional.of(sound.find(id).orElseThrow())),
                        "DIRECTORY-3",
                        "DIRECTORY-4",
                        "DIRECTORY-5",
                        "DIRECTORY-12"),
                flaw(
                        "ignores case",
                        sound -> finding(
                                sound, id -> sound.find(TenantId.of(id.value().toLowerCase(Locale.ROOT)))),
                        "DIRECTORY-4"),
                flaw("counts lookups", TenantDirectoryContractTest::countingLookups, "DIRECTORY-5"),
                flaw("remembers for good", TenantDirectoryContractTest::remembering, "DIRECTORY-6", "DIRECTORY-12"),
                flaw(
                        "never has a new version",
                        TenantDirectoryContractTest::withOneVersion,
                        "DIRECTORY-6",
                        "DIRECTORY-8"),
                flaw("keeps the id in a field", TenantDirectoryContractTest::keepingTheIdInAField, "DIRECTORY-7"),
                flaw(
                        "is stale without a reason to be",
                        sound -> stating(sound, () -> DirectoryState.stale(sound.version(), "always")),
                        "DIRECTORY-8",
                        "DIRECTORY-11"),
                flaw("forgets its tenants when it is stale", TenantDirectoryContractTest::forgetting, "DIRECTORY-9"),
                flaw("takes the unseen for unknown", TenantDirectoryContractTest::takingForUnknown, "DIRECTORY-10"),
                flaw(
                        "never says that it is stale",
                        sound -> stating(sound, () -> DirectoryState.fresh(sound.version())),
                        "DIRECTORY-11"),
                flaw("stays down", TenantDirectoryContractTest::stayingDown, "DIRECTORY-12"));
    }

    private static Flaw flaw(String name, UnaryOperator<TenantDirectory> breaking, String... fails) {
        return Flaw.of(name, () -> new OnMemory(breaking), fails);
    }

    private static TenantDirectory finding(TenantDirectory sound, Find find) {
        return directory(sound, find, sound::version);
    }

    private static TenantDirectory countingLookups(TenantDirectory sound) {
        AtomicLong lookups = new AtomicLong();
        return directory(
                sound,
                id -> {
                    lookups.incrementAndGet();
                    return sound.find(id);
                },
                () -> sound.version() + lookups.get());
    }

    private static TenantDirectory remembering(TenantDirectory sound) {
        Map<TenantId, Optional<TenantProfile>> known = new ConcurrentHashMap<>();
        return finding(sound, id -> known.computeIfAbsent(id, sound::find));
    }

    private static TenantDirectory withOneVersion(TenantDirectory sound) {
        return directory(sound, sound::find, () -> 1L);
    }

    private static TenantDirectory keepingTheIdInAField(TenantDirectory sound) {
        AtomicReference<TenantId> field = new AtomicReference<>(OnMemory.NORTH);
        return finding(sound, id -> {
            field.set(id);
            LockSupport.parkNanos(1_000);
            return sound.find(field.get());
        });
    }

    private static TenantDirectory stating(TenantDirectory sound, Supplier<DirectoryState> state) {
        return directory(sound::find, sound::version, state);
    }

    private static TenantDirectory forgetting(TenantDirectory sound) {
        return finding(sound, id -> {
            if (sound.state().isStale()) {
                throw new InlayException("tenant.directory.unavailable", true, "the source is down", null);
            }
            return sound.find(id);
        });
    }

    private static TenantDirectory takingForUnknown(TenantDirectory sound) {
        return finding(sound, id -> {
            try {
                return sound.find(id);
            } catch (InlayException e) {
                return Optional.empty();
            }
        });
    }

    /** Refuses who is unknown for good, once it was down. */
    private static TenantDirectory stayingDown(TenantDirectory sound) {
        AtomicBoolean wasDown = new AtomicBoolean();
        return directory(
                id -> {
                    Optional<TenantProfile> found = sound.find(id);
                    if (found.isEmpty() && wasDown.get()) {
                        throw new InlayException("tenant.directory.unavailable", true, "still down", null);
                    }
                    return found;
                },
                sound::version,
                () -> {
                    DirectoryState state = sound.state();
                    wasDown.compareAndSet(false, state.isStale());
                    return state;
                });
    }

    private static TenantDirectory directory(TenantDirectory sound, Find find, Supplier<Long> version) {
        return directory(find, version, sound::state);
    }

    private static TenantDirectory directory(Find find, Supplier<Long> version, Supplier<DirectoryState> state) {
        return new TenantDirectory() {
            @Override
            public Optional<TenantProfile> find(TenantId id) {
                return find.of(id);
            }

            @Override
            public DirectoryState state() {
                return state.get();
            }

            @Override
            public long version() {
                return version.get();
            }
        };
    }

    private interface Find {
        Optional<TenantProfile> of(TenantId id);
    }

    static final class OnMemory extends TenantDirectoryContract {

        static final TenantId NORTH = TenantId.of("north-clinic");

        private final UnaryOperator<TenantDirectory> breaking;

        OnMemory(UnaryOperator<TenantDirectory> breaking) {
            this.breaking = breaking;
        }

        @Override
        protected Capabilities capabilities() {
            return Capabilities.none()
                    .supported(KNOWN_TENANTS)
                    .supported(PROFILES)
                    .supported(CHANGES)
                    .supported(OUTAGES);
        }

        @Override
        protected DirectoryFixture open() {
            TenantProfile north = TenantProfile.builder(TenantPath.parse("inlay/medisoft/nordic/north-clinic"))
                    .tier("gold")
                    .build();
            TenantProfile south = TenantProfile.builder(TenantPath.parse("inlay/medisoft/-/south-clinic"))
                    .status(TenantStatus.SUSPENDED)
                    .build();
            InMemoryTenantDirectory memory =
                    InMemoryTenantDirectory.of().put(north).put(south);
            TenantDirectory broken = breaking.apply(memory);
            return new DirectoryFixture() {
                @Override
                public TenantDirectory directory() {
                    return broken;
                }

                @Override
                public List<TenantId> known() {
                    return List.of(north.id(), south.id());
                }

                @Override
                public List<TenantProfile> profiles() {
                    return List.of(north, south);
                }

                @Override
                public TenantProfile change() {
                    TenantProfile closed =
                            south.toBuilder().status(TenantStatus.CLOSED).build();
                    memory.put(closed);
                    return closed;
                }

                @Override
                public void goDown() {
                    memory.stale("taken away by the test");
                }

                @Override
                public void comeBack() {
                    memory.stale("");
                }
            };
        }
    }
}
