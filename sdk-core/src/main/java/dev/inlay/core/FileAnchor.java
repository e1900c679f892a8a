package dev.inlay.core;

import dev.inlay.api.audit.AuditCheckpoint;
import dev.inlay.core.internal.audit.ExportWalk;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.audit.CheckpointAnchor;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;

/**
 * Keeps checkpoints of the audit trails in a file: JSON lines, one checkpoint each, appended and forced to the disk
 * before a checkpoint counts as made. Several nodes may share the file on one machine, also within one process: each
 * waits up to 10 s for its turn, then fails. It proves as much as it is hard to reach for whoever may write to the
 * database: put it on another machine's disk, or on one that is written once. {@link AuditFiles} reads it. Thread-safe.
 *
 * @since 0.1
 */
public final class FileAnchor implements Plugin {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
    private static final long PAUSE_NANOS = Duration.ofMillis(1).toNanos();

    private final Path file;
    private final long waitNanos;

    private FileAnchor(Path file, Duration longestWait) {
        this.file = Objects.requireNonNull(file, "file");
        this.waitNanos = longestWait.toNanos();
    }

    /**
     * Creates the plug-in. Does no I/O.
     *
     * @param file made when the first checkpoint is; its folder must be there
     * @return to be installed in one builder
     */
    public static FileAnchor at(Path file) {
        return new FileAnchor(file, LONGEST_WAIT);
    }

    /** For tests, which do not want to wait so long. */
    static FileAnchor waitingAtMost(Path file, Duration longestWait) {
        return new FileAnchor(file, longestWait);
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
            lock(channel);
            channel.position(endOfLines(channel));
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.truncate(channel.position());
            channel.force(true);
        }
    }

    /**
     * Tries again and again, since a file that somebody else in this process has locked cannot be waited for. On the
     * same channel: closing one may free whatever the process has locked of the file.
     */
    private void lock(FileChannel channel) throws IOException {
        long begun = System.nanoTime();
        while (!isLocked(channel)) {
            if (System.nanoTime() - begun >= waitNanos) {
                throw new IOException("checkpoint file '" + file + "' is locked by somebody else, for more than "
                        + Duration.ofNanos(waitNanos) + "; end whatever holds it, or give this instance its own file");
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while checkpoint file '" + file + "' was locked");
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** The lock goes with the channel. */
    private static boolean isLocked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            return false;
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
