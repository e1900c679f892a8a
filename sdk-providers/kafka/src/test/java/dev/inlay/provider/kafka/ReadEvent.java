package dev.inlay.provider.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * A CloudEvent as a consumer reads it, by the rules of CloudEvents 1.0 and of nobody here.
 *
 * @param attributes strings, integers and booleans
 * @param contentType of the data
 * @param data the bytes; of JSON without insignificant spaces
 */
@SuppressWarnings("ArrayRecordComponent")
record ReadEvent(Map<String, Object> attributes, String contentType, byte[] data) {

    /** The Kafka protocol binding: §3.2 binary mode and §3.3 structured mode, which the content type tells apart. */
    static ReadEvent of(ProducerRecord<byte[], byte[]> record) throws IOException {
        String contentType =
                new String(record.headers().lastHeader("content-type").value(), UTF_8);
        if (contentType.startsWith("application/cloudevents")) {
            return of(new ObjectMapper().readTree(record.value()));
        }
        Map<String, Object> attributes = new TreeMap<>();
        record.headers().forEach(header -> {
            if (header.key().startsWith("ce_")) {
                attributes.put(header.key().substring(3), new String(header.value(), UTF_8));
            }
        });
        return new ReadEvent(attributes, contentType, record.value());
    }

    /** The JSON event format: §2.4 attributes, §3.1 data. */
    static ReadEvent of(JsonNode document) {
        Map<String, Object> attributes = new TreeMap<>();
        document.properties().forEach(member -> {
            boolean data =
                    member.getKey().startsWith("data") && !member.getKey().equals("dataschema");
            if (!member.getValue().isNull() && (!data || member.getKey().equals("dataversion"))) {
                attributes.put(member.getKey(), value(member.getValue()));
            }
        });
        String contentType = document.path("datacontenttype").asText("application/json");
        return new ReadEvent(attributes, contentType, data(document, contentType));
    }

    private static Object value(JsonNode node) {
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        if (node.isInt()) {
            return node.intValue();
        }
        if (node.isTextual()) {
            return node.textValue();
        }
        throw new IllegalArgumentException("no type of CloudEvents: " + node);
    }

    private static byte[] data(JsonNode document, String contentType) {
        if (document.has("data_base64")) {
            return Base64.getDecoder().decode(document.get("data_base64").textValue());
        }
        JsonNode data = document.get("data");
        if (data == null) {
            return new byte[0];
        }
        return contentType.contains("json") || !data.isTextual()
                ? data.toString().getBytes(UTF_8)
                : data.textValue().getBytes(UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReadEvent that
                && attributes.equals(that.attributes)
                && contentType.equals(that.contentType)
                && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return attributes.hashCode();
    }

    @Override
    public String toString() {
        return attributes + " " + contentType + " " + new String(data, UTF_8);
    }
}
