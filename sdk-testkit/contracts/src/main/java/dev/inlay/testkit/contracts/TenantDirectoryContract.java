package dev.inlay.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.DirectoryState;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.spi.tenant.TenantDirectory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What every {@link TenantDirectory} keeps.
 *
 * @since 0.1
 */
public abstract class TenantDirectoryContract extends Contract {

    /** The fixture can name tenants that the directory knows. */
    public static final String KNOWN_TENANTS = "directory.known-tenants";

    /** The fixture can say what the profiles must be, of active and of other tenants. */
    public static final String PROFILES = "directory.profiles";

    /** What the directory knows can change while it is in use. */
    public static final String CHANGES = "directory.changes";

    /** What the directory has its tenants from can be down while the directory is in use. */
    public static final String OUTAGES = "directory.outages";

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final TenantId UNKNOWN = TenantId.of("no-such-tenant.contract");

    private DirectoryFixture fixture = new None();

    /** For subclasses. */
    protected TenantDirectoryContract() {}

    /**
     * Opens a directory that no other requirement uses.
     *
     * @return closed when the requirement ended
     * @throws Exception fails the requirement
     */
    protected abstract DirectoryFixture open() throws Exception;

    @BeforeEach
    final void openFixture() throws Exception {
        fixture = open();
    }

    @AfterEach
    final void closeFixture() {
        fixture.close();
    }

    @Requirement(
            id = "DIRECTORY-1",
            text = "A known tenant is found, and its profile carries the id that was asked for.",
            capability = KNOWN_TENANTS)
    final void findsWhatItKnows() {
        assertThat(fixture.known()).as("the fixture's known tenants").isNotEmpty();

        for (TenantId id : fixture.known()) {
            assertThat(directory().find(id))
                    .as("find(%s)", id)
                    .get()
                    .extracting(TenantProfile::id)
                    .isEqualTo(id);
        }
    }

    @Requirement(
            id = "DIRECTORY-2",
            text = "A profile is found as it was put in, whatever the tenant's status.",
            capability = PROFILES)
    final void findsEveryFieldWhateverTheStatus() {
        assertThat(fixture.profiles())
                .as("the fixture's profiles, of which one must not be active")
                .anyMatch(profile -> profile.status() != TenantStatus.ACTIVE);

        for (TenantProfile expected : fixture.profiles()) {
            assertThat(directory().find(expected.id()))
                    .as("find(%s)", expected.id())
                    .contains(expected);
        }
    }

    @Requirement(id = "DIRECTORY-3", text = "An unknown id is answered with empty, not with an exception.")
    final void answersEmptyForTheUnknown() {
        assertThat(directory().find(UNKNOWN)).as("find(%s)", UNKNOWN).isEmpty();
    }

    @Requirement(
            id = "DIRECTORY-4",
            text = "Ids compare byte by byte: another case or a longer id is another tenant.",
            capability = KNOWN_TENANTS)
    final void comparesIdsByteByByte() {
        for (TenantId id : fixture.known()) {
            for (TenantId other : lookalikes(id)) {
                if (!fixture.known().contains(other)) {
                    assertThat(directory().find(other))
                            .as("find(%s), where only %s is known", other, id)
                            .isEmpty();
                }
            }
        }
    }

    @Requirement(id = "DIRECTORY-5", text = "The version stays the same while nothing changes.")
    final void keepsItsVersion() {
        long before = directory().version();

        directory().find(UNKNOWN);
        fixture.known().forEach(id -> directory().find(id));

        assertThat(directory().version()).as("the version after lookups only").isEqualTo(before);
    }

    @Requirement(
            id = "DIRECTORY-6",
            text = "When something changed, the version has grown and the profile is the new one.",
            capability = CHANGES)
    final void showsChanges() {
        fixture.known().forEach(id -> directory().find(id));
        long before = directory().version();

        TenantProfile changed = fixture.change();

        assertThat(directory().version()).as("the version after a change").isGreaterThan(before);
        assertThat(directory().find(changed.id()))
                .as("find(%s) after the change", changed.id())
                .contains(changed);
    }

    @Requirement(
            id = "DIRECTORY-7",
            text = "Lookups from many threads at once do not mix tenants up.",
            capability = KNOWN_TENANTS)
    final void keepsThreadsApart() {
        List<TenantId> known = fixture.known();

        List<String> found = Concurrently.call(8, worker -> {
            StringBuilder wrong = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                TenantId asked = known.get((worker + i) % known.size());
                TenantId answered = directory().find(asked).orElseThrow().id();
                if (!answered.equals(asked)) {
                    wrong.append(asked).append(" was answered with ").append(answered);
                    break;
                }
            }
            return wrong.toString();
        });

        assertThat(found).as("wrong answers, by thread").containsOnly("");
    }

    @Requirement(
            id = "DIRECTORY-8",
            text = "The state is of the directory's version, and fresh while its source answers.")
    final void saysThatItIsFresh() {
        assertThat(directory().state()).as("state()").isNotNull();
        DirectoryState state = freshState();

        assertThat(state.version())
                .as("the version in %s", state)
                .isEqualTo(directory().version());
        assertThat(state.isStale()).as("whether stale: %s", state).isFalse();
    }

    @Requirement(
            id = "DIRECTORY-9",
            text = "While its source is down, tenants that were found before are found as they were.",
            capability = OUTAGES)
    final void servesTheLastKnownWhileItsSourceIsDown() {
        List<Optional<TenantProfile>> before = findAllKnown();
        assertThat(before).as("the known tenants before").allMatch(Optional::isPresent);

        fixture.goDown();

        assertThat(findAllKnown())
                .as("the known tenants while the source is down")
                .isEqualTo(before);
    }

    @Requirement(
            id = "DIRECTORY-10",
            text = "While its source is down, a tenant that was not found before is refused with a retryable error,"
                    + " not answered with empty.",
            capability = OUTAGES)
    final void doesNotCallATenantUnknownWhileItsSourceIsDown() {
        fixture.goDown();

        assertThatThrownBy(() -> directory().find(UNKNOWN))
                .as("find(%s) while the source is down", UNKNOWN)
                .isInstanceOfSatisfying(
                        InlayException.class,
                        e -> assertThat(e.retryable())
                                .as("whether %s is retryable", e)
                                .isTrue());
    }

    @Requirement(
            id = "DIRECTORY-11",
            text = "While its source is down, the state is stale and says why; when it is back, the state is fresh.",
            capability = OUTAGES)
    final void saysThatItIsStale() {
        fixture.goDown();
        DirectoryState down = directory().state();
        fixture.comeBack();
        DirectoryState back = freshState();

        assertThat(down.isStale())
                .as("whether stale while the source was down: %s", down)
                .isTrue();
        assertThat(down.reason()).as("why it is stale").isNotBlank();
        assertThat(back.isStale())
                .as("whether stale when the source was back: %s", back)
                .isFalse();
    }

    @Requirement(
            id = "DIRECTORY-12",
            text = "When its source is back, unknown ids are answered with empty again, and changes are found.",
            capability = OUTAGES)
    final void recovers() {
        findAllKnown();
        fixture.goDown();
        directory().state();
        fixture.comeBack();

        TenantProfile changed = fixture.change();

        assertThat(directory().find(UNKNOWN)).as("find(%s)", UNKNOWN).isEmpty();
        assertThat(directory().find(changed.id()))
                .as("find(%s) after a change that came after the outage", changed.id())
                .contains(changed);
    }

    /** The state, once it is not stale for want of a look in time; after ten seconds as it is. */
    private DirectoryState freshState() {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        DirectoryState state = directory().state();
        while (state.isStale() && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
            state = directory().state();
        }
        return state;
    }

    private List<Optional<TenantProfile>> findAllKnown() {
        assertThat(fixture.known()).as("the fixture's known tenants").isNotEmpty();
        return fixture.known().stream().map(directory()::find).toList();
    }

    private TenantDirectory directory() {
        return fixture.directory();
    }

    private static List<TenantId> lookalikes(TenantId id) {
        StringBuilder swapped = new StringBuilder();
        id.value()
                .chars()
                .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
                .forEach(swapped::appendCodePoint);
        String longer = id.value().length() < TenantId.MAX_LENGTH ? id.value() + "." : "x";
        return List.of(TenantId.of(swapped.toString()), TenantId.of(longer));
    }

    private static final class None implements DirectoryFixture {
        @Override
        public TenantDirectory directory() {
            throw new IllegalStateException("open() was not called");
        }

        @Override
        public List<TenantId> known() {
            return List.of();
        }
    }
}
