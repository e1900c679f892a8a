/** Sends events over HTTP with OpenFeign on the JDK client. */
@NullMarked
package dev.inlay.provider.feign;

import org.jspecify.annotations.NullMarked;
