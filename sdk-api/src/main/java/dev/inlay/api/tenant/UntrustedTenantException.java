package dev.inlay.api.tenant;

import dev.inlay.api.error.InlayException;
import java.io.Serial;

/**
 * A tenant that was named from outside is not believed. Codes begin with {@code tenant.header.} or
 * {@code tenant.seal.}:
 *
 * <table>
 * <caption>Why, and what an HTTP server answers</caption>
 * <tr><th>code ends in</th><th>status</th><th>meaning</th></tr>
 * <tr><td>{@code missing}</td><td>401</td><td>there is none</td></tr>
 * <tr><td>{@code duplicate}</td><td>400</td><td>there are several, or a member stands twice</td></tr>
 * <tr><td>{@code oversized}</td><td>431</td><td>longer than {@value TenantPropagation#MAX_LENGTH} characters</td></tr>
 * <tr><td>{@code malformed}</td><td>400</td><td>not the form that this SDK writes, to the character</td></tr>
 * <tr><td>{@code key}</td><td>401</td><td>signed with a key that is not known, or no longer</td></tr>
 * <tr><td>{@code forged}</td><td>401</td><td>the signature does not fit; for a seal also: to another message</td></tr>
 * <tr><td>{@code issuer}</td><td>403</td><td>signed by a service that is not accepted</td></tr>
 * <tr><td>{@code audience}</td><td>403</td><td>made for another service</td></tr>
 * <tr><td>{@code life}</td><td>401</td><td>made to last longer than may be</td></tr>
 * <tr><td>{@code not-yet}</td><td>401</td><td>made later than now, and the clocks' tolerance</td></tr>
 * <tr><td>{@code expired}</td><td>401</td><td>its time is over</td></tr>
 * <tr><td>{@code replayed}</td><td>401</td><td>seen before; only of headers</td></tr>
 * <tr><td>{@code replay-window}</td><td>503</td><td>too many headers are remembered to take another; retryable</td></tr>
 * <tr><td>{@code path}</td><td>403</td><td>the tenant stands elsewhere in this service's directory</td></tr>
 * <tr><td>{@code mismatch}</td><td>403</td><td>the user belongs to another tenant</td></tr>
 * </table>
 *
 * @since 0.1
 */
public final class UntrustedTenantException extends InlayException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** What an HTTP server answers. */
    private final int status;

    /**
     * Creates an exception.
     *
     * @param code one of the codes above
     * @param status what an HTTP server answers
     * @param retryable whether the same call may succeed later with a fresh header
     * @param message what was refused and how to mend it; nothing of the header itself
     */
    public UntrustedTenantException(String code, int status, boolean retryable, String message) {
        super(code, retryable, message, null);
        this.status = status;
    }

    /**
     * The HTTP status that says it to the caller (RFC 9110 §15.5, RFC 6585 §5).
     *
     * @return 400, 401, 403, 431, or 503 for what is the receiver's own trouble
     */
    public int status() {
        return status;
    }
}
