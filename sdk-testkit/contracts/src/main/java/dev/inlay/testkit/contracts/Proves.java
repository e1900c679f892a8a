package dev.inlay.testkit.contracts;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Ties a test, or all tests of a class, to the numbered capabilities that they prove. The table of capabilities is
 * checked against it.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Proves {

    /**
     * What is proven.
     *
     * @return ids, for example {@code TEN-2}; at least one
     */
    String[] value();
}
