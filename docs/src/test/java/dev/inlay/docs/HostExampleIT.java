package dev.inlay.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.inlay.api.Inlay;
import dev.inlay.core.Documents;
import dev.inlay.core.InlaySdk;
import dev.inlay.provider.feign.FeignTransport;
import dev.inlay.provider.jooq.JooqStores;
import dev.inlay.testkit.contracts.Proves;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's example is what it says: compiled, run, and the same text. */
@Proves("EMB-1")
final class HostExampleIT {

    @TempDir
    Path folder;

    private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
    private final HttpServer erp = erp();

    @AfterEach
    void stop() {
        erp.stop(0);
    }

    @Test
    @Proves({"EVT-1", "EVT-9"})
    void deliversTheClaimThatItSaves() throws Exception {
        writeDocuments();
        JdbcDataSource dataSource = new JdbcDataSource();
        dataSource.setURL("jdbc:h2:mem:host-example;DB_CLOSE_DELAY=-1");
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE claim (id VARCHAR(40) PRIMARY KEY, amount INT NOT NULL)");

            warmUp(dataSource);
            String css = HostExample.submit(
                    folder, dataSource, erpAddress(), new HostExample.Claims(), new HostExample.Claim("claim-1", 125));

            try (Inlay later = InlaySdk.builder()
                    .install(Documents.in(folder))
                    .install(JooqStores.on(dataSource))
                    .install(FeignTransport.to("erp", erpAddress()))
                    .build()) {
                later.start().awaitReady(Duration.ofSeconds(60));

                assertThat(received.poll(60, TimeUnit.SECONDS))
                        .isEqualTo("claim.submitted north-clinic {\"id\":\"claim-1\",\"amount\":125}");
            }
            assertThat(css).contains("--color-brand");
            assertThat(received).isEmpty();
            try (ResultSet rows = statement.executeQuery("SELECT id FROM claim")) {
                assertThat(rows.next()).isTrue();
            }
        }
    }

    /** Loads classes and makes tables, which may take longer than the example waits. */
    private void warmUp(JdbcDataSource dataSource) {
        try (Inlay first = InlaySdk.builder()
                .install(Documents.in(folder))
                .install(JooqStores.on(dataSource))
                .install(FeignTransport.to("erp", erpAddress()))
                .build()) {
            first.start().awaitReady(Duration.ofMinutes(2));
        }
    }

    @Test
    void standsInTheReadmeWordForWord() throws IOException {
        Path root = Path.of(System.getProperty("user.dir")).getParent();
        String source = Files.readString(root.resolve("docs/src/test/java/dev/inlay/docs/HostExample.java"));
        String example = source.substring(
                source.indexOf("// README begins\n") + "// README begins\n".length(),
                source.indexOf("    // README ends"));

        String readme = Files.readString(root.resolve("README.md"));

        assertThat(readme).contains("```java\n" + example.stripTrailing().stripIndent() + "\n```\n");
    }

    private URI erpAddress() {
        return URI.create("http://127.0.0.1:" + erp.getAddress().getPort() + "/events");
    }

    private HttpServer erp() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/events", exchange -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                received.add(exchange.getRequestHeaders().getFirst("ce-type") + " "
                        + exchange.getRequestHeaders().getFirst("ce-tenant") + " " + body);
                exchange.sendResponseHeaders(204, -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void writeDocuments() throws IOException {
        Files.writeString(folder.resolve("tenants.json"), """
                {"platform": "inlay", "tenants": [{"id": "north-clinic", "oem": "medisoft", "reseller": "nordic"}]}""");
        Files.writeString(folder.resolve("plans.json"), """
                {"plans": [{"id": "clinic-basic", "features": {"claims.automation": true}}]}""");
        Files.writeString(folder.resolve("contracts.json"), """
                {"contracts": [{"id": "c-1", "tenant": "north-clinic", "plan": "clinic-basic", "from": "2020-01-01"}]}""");
        Files.createDirectories(folder.resolve("themes"));
        Files.writeString(folder.resolve("themes/medisoft.tokens.json"), """
                {"color": {"brand": {"$type": "color", "$value": {"colorSpace": "srgb", "components": [0.1, 0.4, 0.6]}}}}""");
    }
}
