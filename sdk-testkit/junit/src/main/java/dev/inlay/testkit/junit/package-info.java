/**
 * Test support for hosts that embed Inlay. {@link dev.inlay.testkit.junit.InlayExtension} runs an instance for a test
 * class and binds the tenant that {@link dev.inlay.testkit.junit.WithTenant} names.
 */
@NullMarked
package dev.inlay.testkit.junit;

import org.jspecify.annotations.NullMarked;
