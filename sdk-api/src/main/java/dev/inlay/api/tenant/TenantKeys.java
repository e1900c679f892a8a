package dev.inlay.api.tenant;

import dev.inlay.api.error.InvalidValueException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Names for what a host keeps per tenant in places that all tenants share: caches, folders, search indexes and job
 * queues. Two different pairs of tenant and name never get the same key, whatever the name contains (delimiters,
 * {@code ..}, control characters, nothing at all), also where the place folds letter case or Unicode forms as file
 * systems and search engines do, and none leads out of the tenant's own.
 *
 * <p>Keys are lower-case ASCII. What is too long for its place keeps its beginning and gets a SHA-256 of the whole.
 * Immutable and pure: the same today, tomorrow and on every node.
 *
 * @since 0.1
 */
public final class TenantKeys {

    /** The longest cache key, in bytes: as much as memcached takes. */
    public static final int MAX_CACHE_KEY = 250;

    /** The longest file name and the longest index name, in bytes. */
    public static final int MAX_NAME = 255;

    private static final int MAX_TENANT = 128;
    private static final String JOB = "inlay-job/1 ";

    private final TenantId tenant;
    private final String prefix;

    private TenantKeys(TenantId tenant) {
        this.tenant = Objects.requireNonNull(tenant, "tenant");
        this.prefix = "t-" + KeyText.within(MAX_TENANT, KeyText.of(tenant.value()));
    }

    /**
     * The keys of a tenant.
     *
     * @param tenant the tenant's id
     * @return its keys
     */
    public static TenantKeys of(TenantId tenant) {
        return new TenantKeys(tenant);
    }

    /**
     * The keys of the tenant that a piece of work is bound to.
     *
     * @param tenant as of {@link Tenants#current()}
     * @return its keys
     */
    public static TenantKeys of(TenantContext tenant) {
        return new TenantKeys(tenant.id());
    }

    /**
     * A key for a cache that tenants share. All keys of a tenant begin with {@code cacheKey()} and a slash.
     *
     * @param parts what is cached, any text
     * @return at most {@value #MAX_CACHE_KEY} characters of {@code a-z 0-9 . _ ~ - /}
     */
    public String cacheKey(String... parts) {
        StringBuilder key = new StringBuilder();
        for (String part : parts) {
            key.append('/').append(KeyText.of(part));
        }
        return prefix + KeyText.within(MAX_CACHE_KEY - prefix.length(), key.toString());
    }

    /**
     * A file or folder of the tenant. No part can lead out of the tenant's folder, and none is a name that Windows
     * reserves. Looks at no file: whether somebody put a symbolic link into the folder is for the host to know.
     *
     * @param root the folder that holds all tenants' folders
     * @param parts names below the tenant's folder, any text; none for the folder itself
     * @return below {@code root}; each name at most {@value #MAX_NAME} bytes
     */
    public Path path(Path root, String... parts) {
        Path path = root.resolve(prefix);
        for (String part : parts) {
            path = path.resolve(KeyText.within(MAX_NAME, "p-" + KeyText.of(part)));
        }
        return path;
    }

    /**
     * A name for an index of the tenant in a search engine, or for anything else that takes lower-case names only.
     *
     * @param name what is indexed, any text
     * @return at most {@value #MAX_NAME} characters of {@code a-z 0-9 . _ ~ -}, beginning with a letter
     */
    public String indexName(String name) {
        return KeyText.within(MAX_NAME, prefix + KeyText.SEPARATOR + KeyText.of(name));
    }

    /**
     * What to put into a queue that tenants share: the payload with the name of its tenant. Not signed: whoever can
     * write to the queue can name any tenant.
     *
     * @param payload any text
     * @return to be read by {@link #fromJobPayload}
     */
    public String jobPayload(String payload) {
        return JOB + tenant + '\n' + payload;
    }

    /**
     * The payload of a job of this tenant.
     *
     * @param job made by {@link #jobPayload}
     * @return the payload as it was given
     * @throws NoTenantException with code {@code tenant.rebind} when it belongs to another tenant
     * @throws InvalidValueException for {@code job} when it names no tenant
     */
    public String fromJobPayload(String job) {
        TenantId owner = jobTenant(job);
        if (!owner.equals(tenant)) {
            throw new NoTenantException(
                    "tenant.rebind",
                    "a job of tenant '" + owner + "' was given to work of tenant '" + tenant
                            + "'; bind the tenant that TenantKeys.jobTenant names before the job is read");
        }
        return job.substring(job.indexOf('\n') + 1);
    }

    /**
     * Whose job it is, for the worker that is to bind the tenant.
     *
     * @param job made by {@link #jobPayload}
     * @return the tenant that it names
     * @throws InvalidValueException for {@code job} when it names no tenant
     */
    public static TenantId jobTenant(String job) {
        int end = job.indexOf('\n');
        if (end < 0 || !job.startsWith(JOB)) {
            throw new InvalidValueException("job", "names no tenant; put jobs into the queue with jobPayload");
        }
        return TenantId.of(job.substring(JOB.length(), end));
    }
}
