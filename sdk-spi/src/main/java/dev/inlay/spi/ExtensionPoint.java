package dev.inlay.spi;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks an interface that a plug-in may contribute an implementation of, and says how many the engine takes.
 *
 * @since 0.1
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface ExtensionPoint {

    /**
     * How many the engine takes.
     *
     * @return the cardinality
     */
    Cardinality value();

    /** How many implementations the engine takes. */
    enum Cardinality {
        /**
         * Exactly one: an installed one beats a discovered one; two of the same standing are an error that names both.
         */
        ONE,
        /** Any number, ordered by {@link jakarta.annotation.Priority} (smaller first), then by plug-in id. */
        MANY
    }
}
