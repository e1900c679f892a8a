package dev.inlay.spi.audit;

import dev.inlay.api.audit.AuditCheckpoint;
import dev.inlay.spi.ExtensionPoint;
import java.io.IOException;

/**
 * Keeps checkpoints outside of the database: a file, a log of another department, a mail to the tenant. Thread-safe;
 * may block.
 *
 * @since 0.1
 */
@ExtensionPoint(ExtensionPoint.Cardinality.MANY)
public interface CheckpointAnchor {

    /**
     * Keeps a checkpoint; it is durable when this returns. The same one may come again after a failure.
     *
     * @param checkpoint signed
     * @throws IOException when it was not kept; it is handed over again later
     */
    void anchor(AuditCheckpoint checkpoint) throws IOException;
}
