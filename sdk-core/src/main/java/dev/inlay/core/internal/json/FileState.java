package dev.inlay.core.internal.json;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a file system tells of a file without reading it.
 *
 * @param size in bytes
 * @param modified with the file system's resolution, up to 2 s
 * @param key what tells a file from the one that it replaced, such as an inode; {@code null} where there is none
 */
public record FileState(
        long size, Instant modified, @Nullable Object key) {

    static Optional<FileState> of(Path file) throws IOException {
        try {
            BasicFileAttributes read = Files.readAttributes(file, BasicFileAttributes.class);
            return read.isRegularFile()
                    ? Optional.of(
                            new FileState(read.size(), read.lastModifiedTime().toInstant(), read.fileKey()))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            // it went away between the list and now
            return Optional.empty();
        }
    }
}
