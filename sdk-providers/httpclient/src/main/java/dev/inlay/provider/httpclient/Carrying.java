package dev.inlay.provider.httpclient;

import dev.inlay.api.tenant.CarriedTenant;
import dev.inlay.api.tenant.TenantScope;
import dev.inlay.api.tenant.Tenants;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.PushPromiseHandler;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Ties the code that runs when an answer arrives, on a thread of the client, to the tenant that sent the request. */
final class Carrying {

    private final Tenants tenants;
    private final @Nullable CarriedTenant tenant;

    private Carrying(Tenants tenants, @Nullable CarriedTenant tenant) {
        this.tenants = tenants;
        this.tenant = tenant;
    }

    /** Carries who is bound now; nobody where nobody is. */
    static Carrying bound(Tenants tenants) {
        return new Carrying(tenants, tenants.captureIfBound().orElse(null));
    }

    /** An answer whose stages run under the tenant of whoever attaches them; cancelling it cancels the request. */
    <T> CompletableFuture<HttpResponse<T>> wrap(CompletableFuture<HttpResponse<T>> answer) {
        if (tenant == null) {
            return answer;
        }
        CompletableFuture<HttpResponse<T>> carrying = tenants.wrap(answer);
        CompletableFuture<HttpResponse<T>> unused = carrying.whenComplete((response, failure) -> {
            if (carrying.isCancelled()) {
                answer.cancel(true);
            }
        });
        return carrying;
    }

    <T> BodyHandler<T> wrap(BodyHandler<T> handler) {
        if (tenant == null) {
            return handler;
        }
        return answer -> {
            TenantScope scope = tenant.open();
            try {
                return handler.apply(answer);
            } finally {
                scope.close();
            }
        };
    }

    <T> @Nullable PushPromiseHandler<T> wrap(@Nullable PushPromiseHandler<T> handler) {
        if (tenant == null || handler == null) {
            return handler;
        }
        return new PushPromiseHandler<>() {
            @Override
            public void applyPushPromise(
                    HttpRequest initiating,
                    HttpRequest pushed,
                    Function<BodyHandler<T>, CompletableFuture<HttpResponse<T>>> acceptor) {
                TenantScope scope = tenant.open();
                try {
                    handler.applyPushPromise(initiating, pushed, body -> acceptor.apply(wrap(body)));
                } finally {
                    scope.close();
                }
            }
        };
    }
}
