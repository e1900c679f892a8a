package dev.inlay.provider.kafka;

import dev.inlay.spi.event.Payload;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;

/** The JSON event format of CloudEvents 1.0. */
final class CloudEventJson {

    static final String CONTENT_TYPE = "application/cloudevents+json; charset=UTF-8";

    private CloudEventJson() {}

    static byte[] write(Map<String, Object> attributes, Payload payload) {
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

    /** A JSON media type (§3.1.1: {@code json} or a {@code +json} suffix) in UTF-8. */
    private static boolean isJson(String contentType) {
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
