package dev.inlay.testkit.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.spi.tenant.TenantDirectory;
import java.util.List;
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
                .as("find(%s) after the change")
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
