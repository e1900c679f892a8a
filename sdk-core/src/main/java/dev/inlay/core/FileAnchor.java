package dev.inlay.core;

import dev.inlay.api.audit.AuditCheckpoint;
import dev.inlay.core.internal.audit.ExportWalk;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.audit.CheckpointAnchor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Keeps checkpoints of the audit trails in a file: JSON lines, one checkpoint each, appended and forced to the disk
 * before a checkpoint counts as made. Several nodes may share the file on one machine. It proves as much as it is hard
 * to reach for whoever may write to the database: put it on another machine's disk, or on one that is written once.
 * {@link AuditFiles} reads it. Thread-safe.
 *
 * @since 0.1
 */
public final class FileAnchor implements Plugin {

    private final Path file;

    private FileAnchor(Path file) {
        this.file = Objects.requireNonNull(file, "file");
    }

    /**
     * Creates the plug-in. Does no I/O.
     *
     * @param file made when the first checkpoint is; its folder must be there
     * @return to be installed in one builder
     */
    public static FileAnchor at(Path file) {
        return new FileAnchor(file);
    }

    @Override
    public PluginDescriptor descriptor() {
        return PluginDescriptor.of("file-anchor", "0.1.0", SpiVersion.of(0, 1));
    }

    @Override
    public void contribute(Contributions contributions) {
        contributions.add(CheckpointAnchor.class, this::append);
    }

    private synchronized void append(AuditCheckpoint checkpoint) throws IOException {
        ByteBuffer line = ByteBuffer.wrap(ExportWalk.line(checkpoint).getBytes(StandardCharsets.UTF_8));
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw");
                FileChannel channel = opened.getChannel()) {
            channel.lock();
            channel.position(endOfLines(channel));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.truncate(channel.position());
            channel.force(true);
        }
    }

    /** Behind the last line feed: what follows was torn by a crash before it counted, and is written over. */
    private static long endOfLines(FileChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long end = channel.size(); end > 0; end--) {
            one.clear();
            if (channel.read(one, end - 1) == 1 && one.get(0) == '\n') {
                return end;
            }
        }
        return 0;
    }
}
