package dev.inlay.testkit.contracts;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.spi.tenant.TenantDirectory;
import java.util.List;

/**
 * A directory under test and what the test must know of it.
 *
 * @since 0.1
 */
public interface DirectoryFixture extends AutoCloseable {

    /**
     * The directory, ready for use.
     *
     * @return the same object each time
     */
    TenantDirectory directory();

    /**
     * Tenants that the directory knows.
     *
     * @return at least one, unless {@link TenantDirectoryContract#KNOWN_TENANTS} is not applicable
     */
    List<TenantId> known();

    /**
     * Profiles as they were put into the directory.
     *
     * @return at least one, one of them not active, unless {@link TenantDirectoryContract#PROFILES} is not applicable
     */
    default List<TenantProfile> profiles() {
        throw new UnsupportedOperationException("needed for " + TenantDirectoryContract.PROFILES);
    }

    /**
     * Changes one of the profiles where the directory has them from, and returns when the directory must know.
     *
     * @return the profile as it is from now on
     */
    default TenantProfile change() {
        throw new UnsupportedOperationException("needed for " + TenantDirectoryContract.CHANGES);
    }

    /**
     * Takes away what the directory has its tenants from, or makes it unreadable, and returns when the directory must
     * know.
     */
    default void goDown() {
        throw new UnsupportedOperationException("needed for " + TenantDirectoryContract.OUTAGES);
    }

    /** Gives it back as it was, and returns when the directory must know. */
    default void comeBack() {
        throw new UnsupportedOperationException("needed for " + TenantDirectoryContract.OUTAGES);
    }

    /** Gives back what the fixture took. */
    @Override
    default void close() {}
}
