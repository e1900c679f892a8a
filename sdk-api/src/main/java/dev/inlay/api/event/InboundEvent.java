package dev.inlay.api.event;

import dev.inlay.api.error.InvalidValueException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event that somebody sent to this product. Immutable; the payload is not copied and must not be changed.
 *
 * @since 0.1
 */
public final class InboundEvent {

    private static final int LONGEST_ID = 200;

    private final String source;
    private final String eventId;
    private final byte[] payload;
    private final String contentType;
    private final @Nullable String fingerprint;
    private final @Nullable Place place;

    private InboundEvent(Builder builder) {
        this.source = text("event.source", builder.source);
        this.eventId = text("event.id", builder.eventId);
        this.payload = builder.payload;
        this.contentType = text("event.contentType", builder.contentType);
        this.fingerprint = builder.fingerprint == null ? null : text("event.fingerprint", builder.fingerprint);
        this.place = builder.place;
    }

    /**
     * An event of media type {@code application/json} without a place in a stream.
     *
     * @param source who sent it, as CloudEvents 1.0 §3.1.1 means it; 1 to 200 characters
     * @param eventId its id, unique for the source; 1 to 200 characters
     * @param payload as it came; not copied
     * @return the event
     * @throws InvalidValueException naming the field
     */
    public static InboundEvent of(String source, String eventId, byte[] payload) {
        return builder(source, eventId, payload).build();
    }

    /**
     * Begins an event.
     *
     * @param source who sent it, as CloudEvents 1.0 §3.1.1 means it; 1 to 200 characters
     * @param eventId its id, unique for the source; 1 to 200 characters
     * @param payload as it came; not copied
     * @return a builder
     */
    public static Builder builder(String source, String eventId, byte[] payload) {
        return new Builder(source, eventId, payload);
    }

    private static String text(String field, String value) {
        boolean broken = value.codePoints()
                .anyMatch(c -> Character.isISOControl(c) || Character.getType(c) == Character.SURROGATE);
        if (value.isEmpty() || value.length() > LONGEST_ID || broken) {
            throw new InvalidValueException(
                    field, "must have 1 to " + LONGEST_ID + " characters, and no control characters");
        }
        return value;
    }

    /**
     * Who sent it.
     *
     * @return as it came
     */
    public String source() {
        return source;
    }

    /**
     * Its id.
     *
     * @return as it came
     */
    public String eventId() {
        return eventId;
    }

    /**
     * What was sent.
     *
     * @return not a copy; must not be changed
     */
    public byte[] payload() {
        return payload;
    }

    /**
     * The media type.
     *
     * @return default {@code application/json}
     */
    public String contentType() {
        return contentType;
    }

    /**
     * What a repetition must have in common with the first.
     *
     * @return empty for SHA-256 over media type and payload
     */
    public Optional<String> fingerprint() {
        return Optional.ofNullable(fingerprint);
    }

    /**
     * Its place in a stream.
     *
     * @return empty for an event whose order does not matter
     */
    public Optional<Place> place() {
        return Optional.ofNullable(place);
    }

    @Override
    public String toString() {
        return eventId + " of " + source;
    }

    /**
     * A place in a stream.
     *
     * @param key the stream
     * @param generation grows when the stream begins anew at {@code seq} 1; at least 1
     * @param seq from 1, without gaps
     */
    public record Place(String key, long generation, long seq) {

        /**
         * Validates the place.
         *
         * @param key see the record
         * @param generation see the record
         * @param seq see the record
         * @throws InvalidValueException naming the field
         */
        public Place {
            text("event.key", key);
            if (generation < 1) {
                throw new InvalidValueException("event.generation", "must be at least 1, was " + generation);
            }
            if (seq < 1) {
                throw new InvalidValueException("event.seq", "must be at least 1, was " + seq);
            }
        }
    }

    /** Collects an event. Not thread-safe. */
    public static final class Builder {

        private final String source;
        private final String eventId;
        private final byte[] payload;
        private String contentType = "application/json";
        private @Nullable String fingerprint;
        private @Nullable Place place;

        private Builder(String source, String eventId, byte[] payload) {
            this.source = Objects.requireNonNull(source, "source");
            this.eventId = Objects.requireNonNull(eventId, "eventId");
            this.payload = Objects.requireNonNull(payload, "payload");
        }

        /**
         * Sets the media type.
         *
         * @param contentType 1 to 200 characters; default {@code application/json}
         * @return this builder
         */
        public Builder contentType(String contentType) {
            this.contentType = Objects.requireNonNull(contentType, "contentType");
            return this;
        }

        /**
         * Sets what a repetition must have in common with the first, where the sender writes the same content in
         * several ways.
         *
         * @param fingerprint 1 to 200 characters; default SHA-256 over media type and payload
         * @return this builder
         */
        public Builder fingerprint(String fingerprint) {
            this.fingerprint = Objects.requireNonNull(fingerprint, "fingerprint");
            return this;
        }

        /**
         * Sets the place in a stream, as Inlay sends it with each event of a key.
         *
         * @param key the stream; 1 to 200 characters
         * @param generation at least 1
         * @param seq from 1
         * @return this builder
         * @throws InvalidValueException naming the field
         */
        public Builder stream(String key, long generation, long seq) {
            this.place = new Place(key, generation, seq);
            return this;
        }

        /**
         * Builds the event.
         *
         * @return an immutable event
         * @throws InvalidValueException naming the field
         */
        public InboundEvent build() {
            return new InboundEvent(this);
        }
    }
}
