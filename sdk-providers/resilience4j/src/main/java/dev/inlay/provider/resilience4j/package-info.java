/** Circuit breaker, rate limit and bulkhead per target, with Resilience4j. */
@NullMarked
package dev.inlay.provider.resilience4j;

import org.jspecify.annotations.NullMarked;
