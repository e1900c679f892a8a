package dev.inlay.provider.servlet;

import static dev.inlay.provider.servlet.Services.NORTH;
import static dev.inlay.provider.servlet.Services.SOUTH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.Inlay;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.api.tenant.TenantPropagation;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.memory.InMemoryTenantDirectory;
import jakarta.servlet.AsyncContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests of strangers, and requests at the wrong time. */
@Proves("TEN-4")
final class EdgeTest {

    @TempDir
    Path folder;

    private final InMemoryTenantDirectory directory = Services.directory();

    @Test
    void looksAtTheUserAndNeverAtTheHeaderWhereStrangersCall() throws Exception {
        try (Inlay inlay = Services.service("orders", directory, InstantSource.system());
                Container container = serving(
                        inlay,
                        TenantFilter.atEdge(
                                inlay,
                                request -> request.getParameter("user") == null
                                        ? Optional.empty()
                                        : Optional.of(SOUTH)))) {
            inlay.start().awaitReady(Duration.ofSeconds(60));
            String header =
                    inlay.tenants().call(NORTH, () -> inlay.propagation().issue("orders"));

            assertThat(container.get("/?user=1", header).body()).isEqualTo("south-clinic null");
            assertThat(container.get("/?user=1", "garbage").body()).isEqualTo("south-clinic null");
            HttpResponse<String> refused = container.get("/", header);
            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).contains("tenant.header.missing");
        }
    }

    @Test
    void refusesASuspendedTenantAndRequestsBeforeTheInstanceIsReady() throws Exception {
        try (Inlay inlay = Services.service("orders", directory, InstantSource.system());
                Container container = serving(inlay, TenantFilter.betweenServices(inlay))) {
            HttpResponse<String> early = container.get("/", "anything");
            assertThat(early.statusCode()).isEqualTo(503);
            assertThat(early.body()).contains("instance.not-ready");

            inlay.start().awaitReady(Duration.ofSeconds(60));
            String header =
                    inlay.tenants().call(NORTH, () -> inlay.propagation().issue("orders"));
            directory.put(TenantProfile.builder(TenantPath.parse("inlay/medisoft/-/north-clinic"))
                    .status(TenantStatus.SUSPENDED)
                    .build());

            HttpResponse<String> suspended = container.get("/", header);
            assertThat(suspended.statusCode()).isEqualTo(403);
            assertThat(suspended.body()).contains("tenant.suspended").doesNotContain("clinic");
        }
    }

    @Test
    void tellsTheCallerToTryAgainWhileTheDirectoryIsAway() throws Exception {
        TenantId far = TenantId.of("far-clinic");
        try (Inlay inlay = Services.service("orders", directory, InstantSource.system());
                Container container = serving(inlay, TenantFilter.atEdge(inlay, request -> {
                    throw new InlayException("tenant.directory.unavailable", true, "not seen yet: " + far, null);
                }))) {
            inlay.start().awaitReady(Duration.ofSeconds(60));

            HttpResponse<String> refused = container.get("/");

            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.headers().firstValue("content-type")).contains("application/problem+json");
            assertThat(refused.body())
                    .contains("\"code\":\"tenant.directory.unavailable\"")
                    .doesNotContain("clinic");
        }
    }

    @Test
    void letsEachOfTwoFiltersDecideForItself() throws Exception {
        try (Inlay inlay = Services.service("orders", directory, InstantSource.system());
                Container container = serving(
                        inlay,
                        TenantFilter.atEdge(inlay, request -> Optional.of(SOUTH)),
                        TenantFilter.betweenServices(inlay))) {
            inlay.start().awaitReady(Duration.ofSeconds(60));

            HttpResponse<String> refused = container.get("/");

            assertThat(refused.statusCode()).isEqualTo(401);
            assertThat(refused.body()).contains("tenant.header.missing");
        }
    }

    @Test
    void bindsARequestInEachOfTwoInstances() throws Exception {
        try (Inlay inlay = Services.service("orders", directory, InstantSource.system());
                Inlay other = Services.started("other", InstantSource.system());
                Container container = new Container(
                                folder, inlay, TenantFilter.atEdge(inlay, request -> Optional.of(SOUTH)))
                        .behind(TenantFilter.atEdge(other, request -> Optional.of(NORTH)))
                        .serve("/", (request, response) -> {
                            AsyncContext async = request.startAsync();
                            async.start(() -> answer(
                                    async,
                                    inlay.tenants().current().id() + " "
                                            + other.tenants().current().id()));
                        })
                        .open()) {
            inlay.start().awaitReady(Duration.ofSeconds(60));

            assertThat(container.get("/").body()).isEqualTo("south-clinic north-clinic");
        }
    }

    private static void answer(AsyncContext async, String text) {
        try {
            async.getResponse().getWriter().write(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            async.complete();
        }
    }

    private Container serving(Inlay inlay, TenantFilter filter, TenantFilter... behind) throws Exception {
        Container container = new Container(folder, inlay, filter);
        Stream.of(behind).forEach(container::behind);
        return container
                .serve(
                        "/",
                        (request, response) -> response.getWriter()
                                .write(inlay.tenants().current().id() + " "
                                        + request.getHeader(TenantPropagation.HEADER)))
                .open();
    }
}
