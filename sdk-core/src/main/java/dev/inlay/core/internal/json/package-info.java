/** JSON that knows where it stands, for documents people write, and canonical JSON (RFC 8785), for hashes. */
@NullMarked
package dev.inlay.core.internal.json;

import org.jspecify.annotations.NullMarked;
