package dev.inlay.provider.servlet;

import dev.inlay.api.tenant.TenantAction;
import dev.inlay.api.tenant.TenantPropagation;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the application sees: a request without the tenant header, whose asynchronous work is the tenant's. */
final class AdmittedRequest extends HttpServletRequestWrapper {

    private final Admitted admitted;

    private AdmittedRequest(HttpServletRequest request, Admitted admitted) {
        super(request);
        this.admitted = admitted;
    }

    static AdmittedRequest of(HttpServletRequest request, Admitted admitted) {
        return new AdmittedRequest(request, admitted);
    }

    static AdmittedRequest withoutTenant(HttpServletRequest request) {
        return new AdmittedRequest(request, TenantAction::run);
    }

    private static boolean isHidden(String header) {
        return TenantPropagation.HEADER.equalsIgnoreCase(header);
    }

    @Override
    public @Nullable String getHeader(String name) {
        return isHidden(name) ? null : super.getHeader(name);
    }

    @Override
    public Enumeration<String> getHeaders(String name) {
        return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
    }

    @Override
    public int getIntHeader(String name) {
        return isHidden(name) ? -1 : super.getIntHeader(name);
    }

    @Override
    public long getDateHeader(String name) {
        return isHidden(name) ? -1 : super.getDateHeader(name);
    }

    @Override
    public Enumeration<String> getHeaderNames() {
        List<String> names = Collections.list(super.getHeaderNames());
        return Collections.enumeration(
                names.stream().filter(name -> !isHidden(name)).collect(Collectors.toList()));
    }

    @Override
    public AsyncContext startAsync() {
        return carrying(super.startAsync());
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
        return carrying(super.startAsync(request, response));
    }

    @Override
    public AsyncContext getAsyncContext() {
        return carrying(super.getAsyncContext());
    }

    private AsyncContext carrying(AsyncContext context) {
        return context instanceof CarryingAsyncContext known && known.carries(admitted)
                ? context
                : new CarryingAsyncContext(context, admitted, this);
    }
}
