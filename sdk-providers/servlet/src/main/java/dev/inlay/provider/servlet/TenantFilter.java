package dev.inlay.provider.servlet;

import dev.inlay.api.Inlay;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.NoTenantException;
import dev.inlay.api.tenant.UntrustedTenantException;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Binds each request to its tenant for as long as the container works on it, and refuses a request that has none. Map
 * it to all dispatcher types, behind authentication and before everything that works for tenants, with asynchronous
 * processing allowed:
 *
 * <ul>
 *   <li>A {@code REQUEST} is admitted: its header is verified, or its user looked at. An {@code ASYNC} or {@code ERROR}
 *       dispatch of an admitted request is bound to the same tenant again, whose status is looked up again.
 *   <li>Work given to {@link jakarta.servlet.AsyncContext#start} runs under the request's tenant. Work given to other
 *       threads carries it only through {@link dev.inlay.api.tenant.Tenants#wrap(Runnable)}, and listeners of an
 *       {@code AsyncContext} run without a tenant.
 *   <li>What arrived in {@link dev.inlay.api.tenant.TenantPropagation#HEADER} is hidden from the application, so that
 *       it cannot be sent on by accident.
 *   <li>Who is refused gets {@code application/problem+json} (RFC 9457) with a {@code code} and no more: 400, 401, 403
 *       or 431 as {@link UntrustedTenantException} says, 401 with {@code tenant.header.missing} where there is neither
 *       a header nor a user, 403 for a tenant that is unknown, suspended or closed, 503 while the instance is not ready
 *       and for whatever else may pass when the caller tries again, as {@code tenant.directory.unavailable}. An
 *       {@code ERROR} dispatch of a request that was refused goes on without a tenant.
 * </ul>
 *
 * <p>A filter behind another one decides for itself whom it admits, and sees no header that the one before it hid.
 *
 * <p>Thread-safe. The thread is as it was when the filter returns, also when the application left a scope open.
 *
 * @since 0.1
 */
public final class TenantFilter implements Filter {

    /** Where a request notes that this filter admitted it; that another one did says nothing. */
    private final String note = TenantFilter.class.getName() + ".admitted." + UUID.randomUUID();

    private final Admission admission;

    private TenantFilter(Admission admission) {
        this.admission = admission;
    }

    /**
     * For an edge that strangers reach: the user alone decides, and a tenant header is not even looked at.
     *
     * @param inlay binds the tenants; may be started later
     * @param users tells the tenant of the user
     * @return the filter
     */
    public static TenantFilter atEdge(Inlay inlay, TenantResolver users) {
        return new TenantFilter(new Admission(inlay, Objects.requireNonNull(users, "users"), false));
    }

    /**
     * For a service that other services alone call: each request needs a tenant header.
     *
     * @param inlay verifies the headers and binds the tenants; may be started later
     * @return the filter
     */
    public static TenantFilter betweenServices(Inlay inlay) {
        return new TenantFilter(new Admission(inlay, null, true));
    }

    /**
     * For a service that other services call, and users with a verified identity. Where a request has a header and a
     * user, both must name the same tenant.
     *
     * @param inlay verifies the headers and binds the tenants; may be started later
     * @param users tells the tenant of the user
     * @return the filter
     */
    public static TenantFilter betweenServices(Inlay inlay, TenantResolver users) {
        return new TenantFilter(new Admission(inlay, Objects.requireNonNull(users, "users"), true));
    }

    /**
     * Admits and binds, or refuses.
     *
     * @throws ServletException what the application throws, or for a request that is not HTTP
     * @throws IOException what the application throws
     */
    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse answer)) {
            throw new ServletException("a request that is not HTTP has no tenant");
        }
        Admitted admitted = earlier(http);
        if (admitted == null && http.getDispatcherType() == DispatcherType.ERROR) {
            chain.doFilter(AdmittedRequest.withoutTenant(http), response);
            return;
        }
        Passage passage = new Passage();
        try {
            Admitted now = admitted == null ? admission.admit(http) : admitted;
            http.setAttribute(note, now);
            now.run(() -> {
                passage.entered = true;
                chain.doFilter(AdmittedRequest.of(http, now), response);
            });
        } catch (InlayException refused) {
            if (passage.entered) {
                throw refused;
            }
            http.removeAttribute(note);
            refuse(answer, refused);
        } catch (IOException | ServletException | RuntimeException failed) {
            throw failed;
        } catch (Exception failed) {
            throw new ServletException(failed);
        }
    }

    private @Nullable Admitted earlier(HttpServletRequest request) {
        return request.getAttribute(note) instanceof Admitted admitted ? admitted : null;
    }

    private static void refuse(HttpServletResponse answer, InlayException refused) throws IOException {
        if (refused instanceof UntrustedTenantException untrusted) {
            Problem.answer(answer, untrusted.status(), untrusted.code());
        } else if (refused instanceof NoTenantException) {
            Problem.answer(answer, HttpServletResponse.SC_FORBIDDEN, refused.code());
        } else if (refused.retryable() || refused.code().startsWith("instance.")) {
            Problem.answer(answer, HttpServletResponse.SC_SERVICE_UNAVAILABLE, refused.code());
        } else {
            throw refused;
        }
    }

    /** Whether the application was reached: what it throws is its own affair. */
    private static final class Passage {

        private boolean entered;
    }
}
