package dev.inlay.provider.servlet;

import dev.inlay.api.Inlay;
import dev.inlay.api.tenant.ReceivedHeader;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPropagation;
import dev.inlay.api.tenant.UntrustedTenantException;
import dev.inlay.api.tenant.VerifiedTenant;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Decides whose a request is. */
final class Admission {

    private final Inlay inlay;
    private final @Nullable TenantResolver users;
    private final boolean takesHeaders;

    Admission(Inlay inlay, @Nullable TenantResolver users, boolean takesHeaders) {
        this.inlay = Objects.requireNonNull(inlay, "inlay");
        this.users = users;
        this.takesHeaders = takesHeaders;
    }

    Admitted admit(HttpServletRequest request) {
        Optional<TenantId> user = users == null ? Optional.empty() : users.tenantOf(request);
        List<String> values = takesHeaders ? Collections.list(request.getHeaders(TenantPropagation.HEADER)) : List.of();
        if (values.isEmpty() && user.isPresent()) {
            TenantId tenant = user.get();
            return action -> inlay.tenants().run(tenant, action);
        }
        if (!takesHeaders) {
            throw new UntrustedTenantException(
                    "tenant.header.missing",
                    HttpServletResponse.SC_UNAUTHORIZED,
                    false,
                    "the request has no user whose tenant is known; put the filter behind authentication");
        }
        VerifiedTenant verified = inlay.propagation().verify(received(values, user, request));
        return verified::run;
    }

    private static ReceivedHeader received(List<String> values, Optional<TenantId> user, HttpServletRequest request) {
        ReceivedHeader header = ReceivedHeader.of(values);
        if (user.isPresent()) {
            header = header.withUser(user.get());
        }
        String from = request.getRemoteAddr();
        return from == null ? header : header.withSender(from);
    }
}
