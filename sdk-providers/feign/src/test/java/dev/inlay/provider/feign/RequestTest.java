package dev.inlay.provider.feign;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.event.Payload;
import dev.inlay.testkit.contracts.Proves;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes over the wire, against expectations written by hand from CloudEvents 1.0 and RFC 9651. */
@Proves("EVT-7")
final class RequestTest {

    private Receiver erp;

    @BeforeEach
    void open() throws Exception {
        erp = new Receiver();
    }

    @AfterEach
    void close() {
        erp.close();
    }

    @Test
    @Proves("EVT-2")
    void putsTheAttributesIntoHeaders() throws Exception {
        Receiver.Received request = send(TestEvents.inStream("claim-17"));

        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/events?source=inlay");
        assertThat(request.header("Ce-specversion")).isEqualTo("1.0");
        assertThat(request.header("Ce-id")).isEqualTo("e-1");
        assertThat(request.header("Ce-source")).isEqualTo("/inlay/tenants/north-clinic");
        assertThat(request.header("Ce-type")).isEqualTo("claim.submitted");
        assertThat(request.header("Ce-time")).isEqualTo("2026-11-20T09:59:58.123456Z");
        assertThat(request.header("Ce-tenant")).isEqualTo("north-clinic");
        assertThat(request.header("Ce-streamkey")).isEqualTo("claim-17");
        assertThat(request.header("Ce-generation")).isEqualTo("2");
        assertThat(request.header("Ce-seq")).isEqualTo("41");
        assertThat(request.header("Ce-epoch")).isEqualTo("7");
        assertThat(request.header("Ce-attempt")).isEqualTo("3");
        assertThat(request.header("Ce-dataversion")).isEqualTo("4");
        assertThat(request.header("Content-Type")).isEqualTo("application/json");
        assertThat(request.header("Idempotency-Key")).isEqualTo("\"e-1\"");
        assertThat(request.body()).asString(UTF_8).isEqualTo("{\"claim\":17}");
    }

    @Test
    void saysNothingOfAStreamForAnEventWithoutOne() throws Exception {
        Receiver.Received request = send(TestEvents.simple());

        assertThat(request.headers()).doesNotContainKeys("Ce-streamkey", "Ce-generation", "Ce-seq");
    }

    @Test
    void sendsTheBytesOfThePayloadUnchanged() throws Exception {
        byte[] bytes = new byte[100_000];
        new Random(17).nextBytes(bytes);

        Receiver.Received request = send(TestEvents.event("e-1", Payload.of("application/octet-stream", bytes))
                .build());

        assertThat(request.body()).isEqualTo(bytes);
        assertThat(request.header("Content-Type")).isEqualTo("application/octet-stream");
    }

    @Test
    void sendsAnEmptyPayload() throws Exception {
        Receiver.Received request = send(
                TestEvents.event("e-1", Payload.of("text/plain", new byte[0])).build());

        assertThat(request.body()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "plain-1 plain-1",
                "50%off 50%25off",
                "say\"so\" say%22so%22",
                "{a}{b {a}{b",
                "a,b;c=d a,b;c=d",
                "k\u00f6ln k%C3%B6ln",
                "\u20ac %E2%82%AC",
                "\ud83d\ude00 %F0%9F%98%80",
                "~!@ ~!@",
            })
    void percentEncodesWhatTheBindingSays(String key, String header) throws Exception {
        assertThat(send(TestEvents.inStream(key)).header("Ce-streamkey")).isEqualTo(header);
    }

    @Test
    void percentEncodesSpaces() throws Exception {
        assertThat(send(TestEvents.inStream("a b")).header("Ce-streamkey")).isEqualTo("a%20b");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "8e03978e-40d5 \"8e03978e-40d5\"",
                "a\"b \"a\\\"b\"",
                "a\\b \"a\\\\b\"",
                "{x},%20 \"{x},%20\"",
            })
    void quotesTheKeyAsAStructuredFieldString(String id, String header) throws Exception {
        OutboundEvent event = TestEvents.event(id, TestEvents.json("{}")).build();

        assertThat(send(event).header("Idempotency-Key")).isEqualTo(header);
    }

    @Test
    void sendsTheKeyRawToThoseWhoWantItSo() throws Exception {
        OutboundEvent event = TestEvents.event("a\"b\\c", TestEvents.json("{}")).build();

        Receiver.Received request =
                send(FeignTransport.builder("erp", erp.address()).idempotencyKey(IdempotencyKeyStyle.RAW), event);

        assertThat(request.header("Idempotency-Key")).isEqualTo("a\"b\\c");
    }

    @Test
    void writesOneDocumentInStructuredMode() throws Exception {
        Receiver.Received request = send(structured(), TestEvents.inStream("k\u00f6ln \"1\""));

        assertThat(request.header("Content-Type")).isEqualTo("application/cloudevents+json");
        assertThat(request.header("Idempotency-Key")).isEqualTo("\"e-1\"");
        assertThat(request.headers()).doesNotContainKey("Ce-id");
        assertThat(request.body())
                .asString(UTF_8)
                .isEqualTo("{\"specversion\":\"1.0\",\"id\":\"e-1\",\"source\":\"/inlay/tenants/north-clinic\","
                        + "\"type\":\"claim.submitted\",\"time\":\"2026-11-20T09:59:58.123456Z\","
                        + "\"tenant\":\"north-clinic\",\"streamkey\":\"k\u00f6ln \\\"1\\\"\",\"generation\":\"2\","
                        + "\"seq\":\"41\",\"epoch\":\"7\",\"attempt\":3,\"dataversion\":4,"
                        + "\"datacontenttype\":\"application/json\",\"data\":{\"claim\":17}}");
    }

    @ParameterizedTest
    @CsvSource({
        "application/octet-stream",
        "text/plain",
        "application/json; charset=ISO-8859-1",
        "application/jsonlines",
    })
    void writesWhatIsNotJsonAsBase64(String contentType) throws Exception {
        OutboundEvent event = TestEvents.event("e-1", Payload.of(contentType, new byte[] {(byte) 0xff, 0, 0x7f}))
                .build();

        Receiver.Received request = send(structured(), event);

        assertThat(request.body()).asString(UTF_8).endsWith(",\"data_base64\":\"/wB/\"}");
    }

    @ParameterizedTest
    @CsvSource({"application/json", "application/vnd.claim+json", "text/json; charset=UTF-8", "APPLICATION/JSON"})
    void writesJsonAsItIs(String contentType) throws Exception {
        OutboundEvent event = TestEvents.event("e-1", Payload.of(contentType, "[ 1.0 ]".getBytes(UTF_8)))
                .build();

        assertThat(send(structured(), event).body()).asString(UTF_8).endsWith(",\"data\":[ 1.0 ]}");
    }

    @Test
    void leavesTheDataOutWhenThereIsNone() throws Exception {
        OutboundEvent event = TestEvents.event("e-1", Payload.of("application/json", new byte[0]))
                .build();

        assertThat(send(structured(), event).body())
                .asString(UTF_8)
                .endsWith(",\"datacontenttype\":\"application/json\"}");
    }

    private FeignTransport.Builder structured() {
        return FeignTransport.builder("erp", erp.address()).mode(CloudEventsMode.STRUCTURED);
    }

    private Receiver.Received send(OutboundEvent event) throws Exception {
        return send(FeignTransport.builder("erp", erp.address()), event);
    }

    private Receiver.Received send(FeignTransport.Builder transport, OutboundEvent event) throws Exception {
        try (TestInstance instance = new TestInstance(transport.build())) {
            instance.transport().deliver(event);
        }
        return erp.only();
    }
}
