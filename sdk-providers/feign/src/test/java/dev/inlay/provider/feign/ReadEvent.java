package dev.inlay.provider.feign;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * A CloudEvent as a receiver reads it, by the rules of CloudEvents 1.0 and of nobody here.
 *
 * @param attributes strings, integers and booleans
 * @param contentType of the data
 * @param data the bytes; of JSON without insignificant spaces
 */
@SuppressWarnings("ArrayRecordComponent")
record ReadEvent(Map<String, Object> attributes, String contentType, byte[] data) {

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

    /** The binary mode of the HTTP binding: §3.1.3.2, percent-decoding of header values. */
    static ReadEvent of(Receiver.Received request) {
        Map<String, Object> attributes = new TreeMap<>();
        request.headers().forEach((name, values) -> {
            if (name.regionMatches(true, 0, "ce-", 0, 3)) {
                attributes.put(
                        name.substring(3).toLowerCase(Locale.ROOT),
                        URLDecoder.decode(values.get(0).replace("+", "%2B"), UTF_8));
            }
        });
        return new ReadEvent(attributes, request.header("Content-Type"), request.body());
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
