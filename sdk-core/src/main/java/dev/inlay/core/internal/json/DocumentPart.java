package dev.inlay.core.internal.json;

import dev.inlay.spi.Contributions;
import java.io.IOException;

/** One pillar's share in the folder of documents: which files it reads, and the extension that answers from them. */
public interface DocumentPart {

    /**
     * Names what the part contributes. Does no I/O; what is contributed answers as for an empty folder until documents
     * were put in force.
     *
     * @param contributions receives the extension
     */
    void contribute(Contributions contributions);

    /**
     * Reads and checks the part's files, and changes nothing yet.
     *
     * @param folder where the files are
     * @param problems receives everything that is wrong
     * @return puts in force what was read, without failing; run only when no part found a problem
     * @throws IOException when a file that is there cannot be read
     */
    Runnable read(DocumentFolder folder, Problems problems) throws IOException;
}
