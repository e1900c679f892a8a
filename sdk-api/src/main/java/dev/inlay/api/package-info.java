/** What a host calls: interfaces, records and errors, on JDK types only. */
@NullMarked
package dev.inlay.api;

import org.jspecify.annotations.NullMarked;
