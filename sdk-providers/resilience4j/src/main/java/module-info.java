/** Circuit breaker, rate limit and bulkhead per target, with Resilience4j. */
@SuppressWarnings("requires-automatic") // Resilience4j ships no descriptors
module dev.inlay.provider.resilience4j {
    requires transitive dev.inlay.spi;
    requires io.github.resilience4j.bulkhead;
    requires io.github.resilience4j.circuitbreaker;
    requires io.github.resilience4j.ratelimiter;
    requires static org.jspecify;

    exports dev.inlay.provider.resilience4j;
}
