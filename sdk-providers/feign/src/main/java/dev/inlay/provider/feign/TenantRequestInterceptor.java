package dev.inlay.provider.feign;

import dev.inlay.api.Inlay;
import dev.inlay.api.tenant.TenantPropagation;
import feign.Client;
import feign.Request;
import feign.RequestInterceptor;
import feign.RequestTemplate;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Adds {@link TenantPropagation#HEADER}, made afresh for the bound tenant, to the requests of the host's own Feign
 * clients, for hosts that {@link dev.inlay.api.tenant.PropagationOptions.Builder#sendTo} lists and no others. A header
 * of that name that the request already has is dropped, whoever put it there.
 *
 * <p>Install it last, because it looks at the address as it then stands, and on a {@link #withoutRedirects client that
 * follows no redirects}: Feign's own does, and would send the header on to wherever an answer points. Feign's
 * {@link feign.Retryer} repeats a request with a header of its own each time. Thread-safe.
 *
 * @since 0.1
 */
public final class TenantRequestInterceptor implements RequestInterceptor {

    private final Inlay inlay;

    private TenantRequestInterceptor(Inlay inlay) {
        this.inlay = Objects.requireNonNull(inlay, "inlay");
    }

    /**
     * Creates an interceptor.
     *
     * @param inlay issues the headers
     * @return the interceptor
     */
    public static TenantRequestInterceptor of(Inlay inlay) {
        return new TenantRequestInterceptor(inlay);
    }

    /**
     * Wraps a Feign client so that it follows no redirects, whatever the options of a request say.
     *
     * @param client sends the requests
     * @return a client that answers with the redirect itself
     */
    public static Client withoutRedirects(Client client) {
        Objects.requireNonNull(client, "client");
        return (request, options) -> client.execute(
                request,
                new Request.Options(
                        options.connectTimeout(),
                        options.connectTimeoutUnit(),
                        options.readTimeout(),
                        options.readTimeoutUnit(),
                        false));
    }

    /**
     * Adds the header, or removes one.
     *
     * @throws dev.inlay.api.tenant.NoTenantException for a listed host when no tenant is bound
     */
    @Override
    public void apply(RequestTemplate request) {
        List.copyOf(request.headers().keySet()).stream()
                .filter(TenantPropagation.HEADER::equalsIgnoreCase)
                .forEach(request::removeHeader);
        address(request)
                .flatMap(inlay.propagation()::headerFor)
                .ifPresent(header -> request.headerLiteral(TenantPropagation.HEADER, header));
    }

    /** Where the request goes: the method's own address, or that of the client. Empty where it cannot be told. */
    private static Optional<URI> address(RequestTemplate request) {
        String own = request.url();
        boolean absolute = own.regionMatches(true, 0, "http:", 0, 5) || own.regionMatches(true, 0, "https:", 0, 6);
        try {
            return Optional.of(new URI(
                    absolute ? own.split("\\?", 2)[0] : request.feignTarget().url()));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
