/**
 * Circuit breaker, rate limit and bulkhead around every transport, with Resilience4j. The front door is
 * {@link dev.inlay.provider.resilience4j.Resilience}. For the host's own bulkheads and schedulers there is
 * {@link dev.inlay.provider.resilience4j.TenantContextPropagator}.
 */
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"}) // Resilience4j ships no descriptors
module dev.inlay.provider.resilience4j {
    requires transitive dev.inlay.spi;
    requires transitive io.github.resilience4j.core;
    requires io.github.resilience4j.bulkhead;
    requires io.github.resilience4j.circuitbreaker;
    requires io.github.resilience4j.ratelimiter;
    requires static org.jspecify;

    exports dev.inlay.provider.resilience4j;
}
