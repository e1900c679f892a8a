/** Where checkpoints of the audit trail are kept, so that nobody who may write to the database can change them. */
@NullMarked
package dev.inlay.spi.audit;

import org.jspecify.annotations.NullMarked;
