package dev.inlay.core.internal.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.spi.event.Payload;
import dev.inlay.spi.event.PayloadCodec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Turns what a host publishes into bytes that no longer change: bytes are copied and sent as
 * {@code application/octet-stream}, text must be JSON and is sent as it was written, anything else goes through the
 * codec. Thread-safe.
 */
final class PayloadFreezer {

    static final int MAX_BYTES = 1 << 20;

    private static final String FIELD = "event.payload";

    private final PayloadCodec codec;
    private final JsonFactory json = new JsonFactory();

    PayloadFreezer(PayloadCodec codec) {
        this.codec = codec;
    }

    Payload freeze(Object payload) {
        if (payload instanceof byte[] bytes) {
            requireSize(bytes.length);
            return Payload.of("application/octet-stream", bytes.clone());
        }
        if (payload instanceof String text) {
            return Payload.of("application/json", jsonBytes(text));
        }
        Payload encoded = encode(payload);
        requireFrozen(encoded);
        return encoded;
    }

    /** Refuses what a codec or an upcaster made if it cannot be kept and sent. */
    static void requireFrozen(Payload made) {
        requireSize(made.bytes().length);
        String type = made.contentType();
        if (type.isEmpty() || type.length() > 100 || !type.chars().allMatch(c -> c >= ' ' && c < 127)) {
            throw new InvalidValueException(FIELD, "must have a media type of 1 to 100 ASCII characters");
        }
    }

    private byte[] jsonBytes(String text) {
        requireSize(text.length());
        requirePairs(text);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        requireSize(bytes.length);
        requireJson(bytes);
        return bytes;
    }

    /** Half a surrogate pair has no UTF-8, and would be sent as a question mark. */
    private static void requirePairs(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean pair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!pair) {
                    throw new InvalidValueException(FIELD, "text must not contain half a surrogate pair");
                }
                i++;
            }
        }
    }

    private void requireJson(byte[] bytes) {
        try (JsonParser parser = json.createParser(bytes)) {
            JsonToken first = parser.nextToken();
            parser.skipChildren();
            if (first == null || parser.nextToken() != null) {
                throw new InvalidValueException(FIELD, "text must be one JSON value; publish bytes for anything else");
            }
        } catch (JsonProcessingException e) {
            // Jackson's own message may quote the payload
            String place = e.getLocation() == null
                    ? ""
                    : " at line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr();
            throw new InvalidValueException(
                    FIELD,
                    "text must be one JSON value, which it is not" + place + "; publish bytes for anything else");
        } catch (IOException e) {
            throw refused("text cannot be read", e);
        }
    }

    private Payload encode(Object payload) {
        Payload encoded;
        try {
            encoded = codec.encode(payload);
        } catch (Exception | StackOverflowError e) {
            throw refused(
                    "the codec cannot write " + payload.getClass().getName() + " ("
                            + e.getClass().getSimpleName() + ")",
                    e);
        }
        if (encoded == null) { // a codec is foreign code
            throw new InvalidValueException(FIELD, "the codec answered null");
        }
        return encoded;
    }

    private static void requireSize(int length) {
        if (length > MAX_BYTES) {
            throw new InvalidValueException(FIELD, "must have at most 1 MiB, was " + length + " bytes or more");
        }
    }

    private static InvalidValueException refused(String problem, Throwable cause) {
        InvalidValueException refused = new InvalidValueException(FIELD, problem);
        refused.addSuppressed(cause);
        return refused;
    }
}
