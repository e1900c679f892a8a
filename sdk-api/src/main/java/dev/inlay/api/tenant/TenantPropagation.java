package dev.inlay.api.tenant;

import java.net.URI;
import java.util.Optional;

/**
 * Takes a tenant from one service to the next: in a short-lived signed header beside a request, or in a seal beside a
 * message that may wait for days. Both are RFC 9651 dictionaries of at most {@value #MAX_LENGTH} characters, signed
 * with HMAC SHA-256 under a key that the two services share; neither hides the tenant's name.
 *
 * <p>A header is issued for one audience, is valid for seconds, and is accepted once per node: the nonces that a node
 * has seen are kept in its memory, so that of two nodes behind one address each accepts it once. A seal is bound to the
 * topic, the id and the bytes of its message and may be verified any number of times; that a message is handled once is
 * the concern of the inbox. A key removed from the {@code KeySource} ends at once what it signed.
 *
 * <p>What is refused is reported to the installed {@code SecurityListener}s, or to the log; no tenant is bound then.
 * Thread-safe. Nothing here blocks, except that the first use of a tenant may read the directory.
 *
 * @since 0.1
 */
public interface TenantPropagation {

    /** The name of the header beside a request. */
    String HEADER = "Inlay-Tenant";

    /** The name of the header beside a message. */
    String SEAL_HEADER = "Inlay-Tenant-Seal";

    /** The longest header or seal, in characters. */
    int MAX_LENGTH = 512;

    /**
     * Makes a header for the bound tenant. Send it over TLS, once, and to nobody but the audience.
     *
     * @param audience the name of the service that will verify it
     * @return the value of {@link #HEADER}, for one request
     * @throws NoTenantException with code {@code tenant.none} when nothing is bound
     * @throws dev.inlay.api.error.InvalidValueException for {@code audience} when it is no name as
     *     {@link PropagationOptions} describes it
     */
    String issue(String audience);

    /**
     * Makes a header for the bound tenant if, and only if, the address is one that headers may be sent to.
     *
     * @param address where the request goes
     * @return empty when no pattern of {@link PropagationOptions.Builder#sendTo} fits the address
     * @throws NoTenantException with code {@code tenant.none} when the address fits and nothing is bound; what the
     *     platform calls for itself goes through a client without the header
     */
    Optional<String> headerFor(URI address);

    /**
     * Verifies a header. A second call with the same header refuses it as a replay.
     *
     * @param header what arrived
     * @return the tenant, not bound yet; its work has the origin {@link Origin#REMOTE}
     * @throws UntrustedTenantException when it is refused, see there
     * @throws NoTenantException with code {@code tenant.unknown} when the directory does not know the tenant
     */
    VerifiedTenant verify(ReceivedHeader header);

    /**
     * Makes a seal for a message of the bound tenant.
     *
     * @param message what the seal holds for, and nothing else
     * @return the value of {@link #SEAL_HEADER}
     * @throws NoTenantException with code {@code tenant.none} when nothing is bound
     */
    String seal(MessageBinding message);

    /**
     * Verifies the seal of a message.
     *
     * @param seal what arrived
     * @param message the message as it arrived
     * @return the tenant, not bound yet; its work has the origin {@link Origin#MESSAGE}, and its status is looked up
     *     when it begins, however long ago the seal was made
     * @throws UntrustedTenantException when it is refused, see there
     * @throws NoTenantException with code {@code tenant.unknown} when the directory does not know the tenant
     */
    VerifiedTenant verify(ReceivedHeader seal, MessageBinding message);
}
