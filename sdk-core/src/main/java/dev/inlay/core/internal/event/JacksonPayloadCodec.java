package dev.inlay.core.internal.event;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.inlay.spi.event.Payload;
import dev.inlay.spi.event.PayloadCodec;

/**
 * Writes payload objects as JSON; dates and durations as ISO 8601, maps in the order of their keys, so that a request
 * that is repeated by another process has the same content. A {@link java.util.Set} is written in its own order, which
 * should be a fixed one. Thread-safe.
 */
public final class JacksonPayloadCodec implements PayloadCodec {

    private final ObjectMapper mapper = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** Creates a codec. */
    public JacksonPayloadCodec() {}

    @Override
    public Payload encode(Object payload) throws JsonProcessingException {
        return Payload.of("application/json", mapper.writeValueAsBytes(payload));
    }
}
