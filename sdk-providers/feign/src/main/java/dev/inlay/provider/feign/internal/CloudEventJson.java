package dev.inlay.provider.feign.internal;

import dev.inlay.spi.event.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/** The JSON event format of CloudEvents 1.0. */
public final class CloudEventJson {

    /** The media type of a document. */
    public static final String CONTENT_TYPE = "application/cloudevents+json";

    private CloudEventJson() {}

    /**
     * Writes a document.
     *
     * @param attributes integers, booleans, and what is written as a string, in this order
     * @param payload of a JSON media type, or anything
     * @return UTF-8
     */
    public static byte[] write(Map<String, Object> attributes, Payload payload) {
        StringBuilder head = new StringBuilder(512).append('{');
        attributes.forEach((name, value) -> {
            member(head, name);
            if (value instanceof Integer || value instanceof Boolean) {
                head.append(value);
            } else {
                string(head, value.toString());
            }
            head.append(',');
        });
        member(head, "datacontenttype");
        string(head, payload.contentType());

        byte[] bytes = payload.bytes();
        ByteArrayOutputStream document = new ByteArrayOutputStream(head.length() + 32 + bytes.length * 4 / 3);
        if (bytes.length > 0) {
            head.append(isJson(payload.contentType()) ? ",\"data\":" : ",\"data_base64\":\"");
        }
        document.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        if (bytes.length > 0) {
            boolean json = isJson(payload.contentType());
            document.writeBytes(json ? bytes : Base64.getEncoder().encode(bytes));
            if (!json) {
                document.write('"');
            }
        }
        document.write('}');
        return document.toByteArray();
    }

    /**
     * Writes what Standard Webhooks recommends.
     *
     * @param type of the event
     * @param at when it was published
     * @param payload of a JSON media type
     * @return UTF-8
     */
    public static byte[] envelope(String type, Instant at, Payload payload) {
        StringBuilder head = new StringBuilder(128).append('{');
        member(head, "type");
        string(head, type);
        head.append(',');
        member(head, "timestamp");
        string(head, at.toString());
        head.append(',');
        member(head, "data");
        byte[] bytes = payload.bytes().length == 0 ? new byte[] {'n', 'u', 'l', 'l'} : payload.bytes();
        ByteArrayOutputStream document = new ByteArrayOutputStream(head.length() + bytes.length + 16);
        document.writeBytes(head.toString().getBytes(StandardCharsets.UTF_8));
        document.writeBytes(bytes);
        document.write('}');
        return document.toByteArray();
    }

    /**
     * A JSON media type (§3.1.1: {@code json} or a {@code +json} suffix) in UTF-8.
     *
     * @param contentType with or without parameters
     * @return whether a payload may stand in a document as it is
     */
    public static boolean isJson(String contentType) {
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        String type = parts[0].strip();
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.startsWith("charset=") && !parameter.equals("charset=utf-8")) {
                return false;
            }
        }
        return type.endsWith("/json") || type.endsWith("+json");
    }

    private static void member(StringBuilder out, String name) {
        string(out, name);
        out.append(':');
    }

    private static void string(StringBuilder out, String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < ' ') {
                out.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
