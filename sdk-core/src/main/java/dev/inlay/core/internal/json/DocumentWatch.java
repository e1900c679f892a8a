package dev.inlay.core.internal.json;

import dev.inlay.api.error.InvalidDocumentException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that documents changed. A look first compares what the file system tells; only where that differs, or is so
 * young that another change could hide behind the same time, are the files read and their hashes compared. Looks are
 * made by one thread at a time.
 */
public final class DocumentWatch {

    private static final Logger LOG = LoggerFactory.getLogger(DocumentWatch.class);
    private static final Duration COARSEST_TIMES = Duration.ofSeconds(2);
    private static final Duration BETWEEN_WARNINGS = Duration.ofMinutes(1);

    private final DocumentFolder folder;
    private final Reader reader;
    private final InstantSource clock;
    private Map<Path, FileState> states = Map.of();
    private String tried = "";
    private Instant warned = Instant.MIN;

    /**
     * Creates a watch that takes the documents for changed at its first look.
     *
     * @param folder where they are
     * @param reader what is told
     * @param clock tells how young a file is
     */
    public DocumentWatch(DocumentFolder folder, Reader reader, InstantSource clock) {
        this.folder = folder;
        this.reader = reader;
        this.clock = clock;
    }

    /** Reads the documents when they changed. */
    public interface Reader {

        /** The documents changed; reads them and puts them in force, or says why not. */
        void changed() throws IOException;

        /** They are as they were when they were last read, whatever came of that. */
        void unchanged();

        /** They cannot even be looked at. */
        void failed(String reason);
    }

    /**
     * Remembers the documents as they are, so that the next look tells only of changes since. Called before they are
     * read: what changes meanwhile is seen by the next look.
     *
     * @throws IOException when they cannot be looked at
     */
    public synchronized void remember() throws IOException {
        Map<Path, FileState> now = folder.states();
        tried = DocumentFolder.hash(now.keySet());
        states = now;
    }

    /** Looks once. What is wrong with the documents is told to the reader, and logged once a minute. */
    public synchronized void look() {
        try {
            if (isChanged()) {
                reader.changed();
            } else {
                reader.unchanged();
            }
        } catch (InvalidDocumentException e) {
            warn(e);
        } catch (Throwable e) {
            // an Error too: what ends the looks silently would leave old documents in force as if they were fresh
            tried = "";
            states = Map.of();
            reader.failed(String.valueOf(e));
            warn(e);
        }
    }

    private boolean isChanged() throws IOException {
        Map<Path, FileState> now = folder.states();
        if (now.equals(states) && !isYoung(now)) {
            return false;
        }
        String hash = DocumentFolder.hash(now.keySet());
        boolean changed = !hash.equals(tried);
        tried = hash;
        states = now;
        return changed;
    }

    private boolean isYoung(Map<Path, FileState> files) {
        Instant settled = clock.instant().minus(COARSEST_TIMES);
        return files.values().stream().anyMatch(file -> file.modified().isAfter(settled));
    }

    private void warn(Throwable failure) {
        Instant now = clock.instant();
        if (warned == Instant.MIN || now.isAfter(warned.plus(BETWEEN_WARNINGS))) {
            warned = now;
            LOG.warn("changed documents are not in force, the last good ones are: {}", failure.getMessage());
        }
    }
}
