package dev.inlay.provider.feign.internal;

import dev.inlay.spi.event.DeliveryOutcome;
import feign.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the receiver answered, and what that means.
 *
 * @param status the code
 * @param retryAfter what it asked for
 */
public record Answer(int status, Optional<Duration> retryAfter) {

    /** Our own words for what we meet often: what the receiver sends in their place may hold anything. */
    private static final Map<Integer, String> PHRASES = Map.ofEntries(
            Map.entry(400, "Bad Request"),
            Map.entry(401, "Unauthorized"),
            Map.entry(403, "Forbidden"),
            Map.entry(404, "Not Found"),
            Map.entry(405, "Method Not Allowed"),
            Map.entry(407, "Proxy Authentication Required"),
            Map.entry(408, "Request Timeout"),
            Map.entry(409, "Conflict"),
            Map.entry(410, "Gone"),
            Map.entry(413, "Content Too Large"),
            Map.entry(415, "Unsupported Media Type"),
            Map.entry(422, "Unprocessable Content"),
            Map.entry(425, "Too Early"),
            Map.entry(429, "Too Many Requests"),
            Map.entry(500, "Internal Server Error"),
            Map.entry(501, "Not Implemented"),
            Map.entry(502, "Bad Gateway"),
            Map.entry(503, "Service Unavailable"),
            Map.entry(504, "Gateway Timeout"));

    static Answer of(Response response, InstantSource clock) {
        Collection<String> values = response.headers().getOrDefault("retry-after", List.of());
        return new Answer(
                response.status(),
                values.stream().findFirst().flatMap(value -> RetryAfter.parse(value, clock.instant())));
    }

    /**
     * What it means where one receiver stands for the whole target.
     *
     * @return the outcome
     */
    public DeliveryOutcome outcome() {
        return switch (status) {
            case 401, 403, 404, 407, 410 -> DeliveryOutcome.targetUnusable(reason());
            case 408, 409, 425, 429 -> retry();
            default -> byClass();
        };
    }

    private DeliveryOutcome byClass() {
        return switch (status / 100) {
            case 2 -> DeliveryOutcome.delivered();
            case 3 -> DeliveryOutcome.targetUnusable(reason() + ", and redirects are not followed");
            case 4 -> DeliveryOutcome.refused(reason());
            default -> retry();
        };
    }

    /**
     * It may work later.
     *
     * @return not before the time that the receiver named
     */
    public DeliveryOutcome retry() {
        return retryAfter
                .map(after -> DeliveryOutcome.retry(reason(), after))
                .orElseGet(() -> DeliveryOutcome.retry(reason()));
    }

    /**
     * The status in words of our own.
     *
     * @return for people
     */
    public String reason() {
        String phrase = PHRASES.get(status);
        return "HTTP " + status + (phrase == null ? "" : " " + phrase);
    }
}
