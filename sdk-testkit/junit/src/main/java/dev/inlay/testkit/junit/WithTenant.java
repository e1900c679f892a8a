package dev.inlay.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Runs a test, or all tests of a class with the classes nested in it, as work of a tenant: the test method and the
 * methods before and after it. The nearest annotation counts. Needs an {@link InlayExtension}.
 *
 * @since 0.1
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface WithTenant {

    /**
     * The tenant.
     *
     * @return an id that the directory of the instance knows
     */
    String value();
}
