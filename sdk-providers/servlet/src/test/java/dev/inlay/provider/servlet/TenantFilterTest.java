package dev.inlay.provider.servlet;

import static dev.inlay.provider.servlet.Services.EAST;
import static dev.inlay.provider.servlet.Services.NORTH;
import static dev.inlay.provider.servlet.Services.SOUTH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.api.Inlay;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPropagation;
import dev.inlay.testkit.contracts.Proves;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests of other services, over real HTTP. */
@Proves("TEN-4")
final class TenantFilterTest {

    private static final TenantResolver BY_PARAMETER =
            request -> Optional.ofNullable(request.getParameter("user")).map(TenantId::of);

    @TempDir
    Path folder;

    private final Inlay orders = Services.started("orders", InstantSource.system());
    private final Inlay billing = Services.started("billing", InstantSource.system());
    private final ExecutorService hosts = Executors.newFixedThreadPool(2);
    private final AtomicInteger reached = new AtomicInteger();
    private Container container;

    @BeforeEach
    void open() throws Exception {
        container = new Container(folder, billing, TenantFilter.betweenServices(billing, BY_PARAMETER))
                .serve("/sync", (request, response) -> answer(response))
                .serve("/headers", this::headers)
                .serve("/async-headers", this::asyncHeaders)
                .serve("/start-twice", this::startTwice)
                .serve("/dispatch", this::dispatch)
                .serve("/start", this::start)
                .serve("/start-of-context", this::startOfContext)
                .serve("/own-thread", this::ownThread)
                .serve("/fails", this::fail)
                .serve("/async-fails", this::failLater)
                .serve("/leaves-open", (request, response) -> {
                    billing.tenants().open(billing.tenants().current().id());
                    answer(response);
                })
                .serve("/error", (request, response) -> answer(response))
                .errorsTo("/error")
                .open();
    }

    @AfterEach
    void close() throws Exception {
        container.close();
        hosts.shutdownNow();
        orders.close();
        billing.close();
    }

    private void answer(HttpServletResponse response) throws IOException {
        reached.incrementAndGet();
        response.getWriter()
                .write(billing.tenants()
                        .currentIfBound()
                        .map(tenant -> tenant.id() + " " + tenant.origin())
                        .orElse("nobody"));
    }

    private void headers(HttpServletRequest request, HttpServletResponse response) throws IOException {
        response.getWriter()
                .write(request.getHeader(TenantPropagation.HEADER) + " "
                        + request.getIntHeader("Inlay-Tenant") + " "
                        + request.getDateHeader("Inlay-Tenant") + " "
                        + request.getHeaders("inlay-tenant").hasMoreElements() + " "
                        + Collections.list(request.getHeaderNames()).contains("inlay-tenant"));
    }

    private void asyncHeaders(HttpServletRequest request, HttpServletResponse response) throws IOException {
        AsyncContext async = request.startAsync();
        headers((HttpServletRequest) async.getRequest(), response);
        response.getWriter().write(" ");
        headers((HttpServletRequest) request.getAsyncContext().getRequest(), response);
        async.complete();
    }

    private void startTwice(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext async = request.startAsync();
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            async.start(() -> completed(async));
        } else {
            async.dispatch();
        }
    }

    private void dispatch(HttpServletRequest request, HttpServletResponse response) throws IOException {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            answer(response);
        } else {
            AsyncContext async = request.startAsync();
            hosts.execute(async::dispatch);
        }
    }

    private void start(HttpServletRequest request, HttpServletResponse response) {
        request.startAsync();
        AsyncContext async = request.getAsyncContext();
        async.start(() -> completed(async));
    }

    /** The request that the context answers is as good as the one that the servlet was called with. */
    private void startOfContext(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext async = request.startAsync().getRequest().getAsyncContext();
        async.start(() -> completed(async));
    }

    private void ownThread(HttpServletRequest request, HttpServletResponse response) {
        AsyncContext async = request.startAsync(request, response);
        hosts.execute(billing.tenants().wrap(() -> completed(async)));
    }

    private void completed(AsyncContext async) {
        try {
            answer((HttpServletResponse) async.getResponse());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } finally {
            async.complete();
        }
    }

    private void fail(HttpServletRequest request, HttpServletResponse response) {
        throw new IllegalStateException("a fault of the application");
    }

    private void failLater(HttpServletRequest request, HttpServletResponse response) {
        if (request.getDispatcherType() == DispatcherType.ASYNC) {
            throw new IllegalStateException("a fault of the application");
        }
        request.startAsync().dispatch();
    }

    @Test
    void bindsARequestToTheTenantOfItsHeader() throws Exception {
        assertThat(container.get("/sync", header(NORTH)).body()).isEqualTo("north-clinic REMOTE");
    }

    @Test
    void bindsARequestToTheTenantOfItsUser() throws Exception {
        assertThat(container.get("/sync?user=south-clinic").body()).isEqualTo("south-clinic HOST");
        assertThat(container.get("/sync?user=north-clinic", header(NORTH)).body())
                .isEqualTo("north-clinic REMOTE");
    }

    @Test
    void bindsEveryPartOfAnAsynchronousRequest() throws Exception {
        for (String path : List.of("/dispatch", "/start", "/start-twice", "/start-of-context", "/own-thread")) {
            String origin = path.equals("/own-thread") ? "CARRIED" : "REMOTE";
            assertThat(container.get(path, header(EAST)).body()).as(path).isEqualTo("east-clinic " + origin);
        }
    }

    @Test
    void bindsTheErrorPageOfAnAdmittedRequest() throws Exception {
        for (String path : List.of("/fails", "/async-fails")) {
            HttpResponse<String> answer = container.get(path, header(NORTH));

            assertThat(answer.statusCode()).isEqualTo(500);
            assertThat(answer.body()).as(path).isEqualTo("north-clinic REMOTE");
        }
    }

    @Test
    void hidesTheHeaderFromTheApplication() throws Exception {
        assertThat(container.get("/headers", header(NORTH)).body()).isEqualTo("null -1 -1 false false");
    }

    @Test
    void hidesTheHeaderFromAsynchronousWork() throws Exception {
        assertThat(container.get("/async-headers", header(NORTH)).body())
                .isEqualTo("null -1 -1 false false null -1 -1 false false");
    }

    @Test
    void leavesTheThreadCleanWhereTheApplicationDoesNot() throws Exception {
        assertThat(container.get("/leaves-open", header(NORTH)).statusCode()).isEqualTo(500);
        assertThat(container.get("/sync", header(SOUTH)).body()).isEqualTo("south-clinic REMOTE");
    }

    @Test
    void refusesWhatCannotBeBelieved() throws Exception {
        String old = headerOf(Instant.now().minusSeconds(3_600));
        String early = headerOf(Instant.now().plusSeconds(3_600));
        String used = header(NORTH);
        container.get("/sync", used);
        reached.set(0);
        String fresh = header(NORTH);

        refused(401, "tenant.header.missing");
        refused(401, "tenant.header.replayed", used);
        refused(401, "tenant.header.forged", fresh.replace("north", "south"));
        refused(401, "tenant.header.key", fresh.replace("\"k1\"", "\"k2\""));
        refused(401, "tenant.header.expired", old);
        refused(401, "tenant.header.not-yet", early);
        refused(400, "tenant.header.duplicate", fresh, header(NORTH));
        refused(400, "tenant.header.duplicate", fresh + ", " + header(NORTH));
        refused(400, "tenant.header.malformed", fresh.substring(0, 100));
        refused(431, "tenant.header.oversized", fresh + " ".repeat(512) + "x");
        refused(
                403,
                "tenant.header.audience",
                orders.tenants().call(NORTH, () -> orders.propagation().issue("orders")));
        assertThat(reached).as("requests that reached the application").hasValue(0);
        assertThat(container.get("/sync", fresh).statusCode()).isEqualTo(200);
    }

    @Test
    void refusesAHeaderOfOneTenantWithAUserOfAnother() throws Exception {
        HttpResponse<String> answer = container.get("/sync?user=south-clinic", header(NORTH));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("tenant.header.mismatch").doesNotContain("clinic");
    }

    @Test
    void refusesAUserOfATenantThatIsUnknown() throws Exception {
        HttpResponse<String> answer = container.get("/sync?user=west-clinic");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("tenant.unknown").doesNotContain("west");
    }

    private void refused(int status, String code, String... headers) throws Exception {
        HttpResponse<String> answer = container.get("/sync", headers);

        assertThat(answer.body())
                .contains("\"code\":\"" + code + "\"", "\"status\":" + status)
                .doesNotContain("clinic");
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).contains("application/problem+json");
        assertThat(answer.headers().firstValue("www-authenticate").isPresent()).isEqualTo(status == 401);
    }

    @Test
    void keepsThreeTenantsApartOnThreeThreads() throws Exception {
        List<TenantId> tenants = List.of(NORTH, SOUTH, EAST);
        List<String> paths = List.of("/sync", "/dispatch", "/start", "/fails");
        ExecutorService callers = Executors.newFixedThreadPool(9);
        try {
            List<Callable<String>> calls = new ArrayList<>();
            for (int i = 0; i < 360; i++) {
                TenantId tenant = tenants.get(i % 3);
                String path = paths.get(i % 4);
                calls.add(() -> {
                    String answer = container.get(path, header(tenant)).body();
                    return answer.equals(tenant + " REMOTE") ? "" : path + " of " + tenant + " answered " + answer;
                });
            }
            for (Future<String> answer : callers.invokeAll(calls)) {
                assertThat(answer.get()).isEmpty();
            }
        } finally {
            callers.shutdownNow();
        }
    }

    private String header(TenantId tenant) {
        return orders.tenants().call(tenant, () -> orders.propagation().issue("billing"));
    }

    private static String headerOf(Instant then) {
        try (Inlay other = Services.started("orders", InstantSource.fixed(then))) {
            return other.tenants().call(NORTH, () -> other.propagation().issue("billing"));
        }
    }
}
