package dev.inlay.testkit.contracts;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Test;

/**
 * One numbered rule of a contract, on the method that tests it; makes the method a test. Ids are never used again for
 * another rule.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Test
public @interface Requirement {

    /**
     * The id, unique over all contracts.
     *
     * @return an upper-case word, a hyphen and a number, for example {@code OUTBOX-1}
     */
    String id();

    /**
     * The rule.
     *
     * @return one sentence that a provider's author understands without the test
     */
    String text();

    /**
     * The optional capability without which the rule has no meaning.
     *
     * @return one of the contract's capabilities; empty when the rule holds for every provider
     */
    String capability() default "";
}
