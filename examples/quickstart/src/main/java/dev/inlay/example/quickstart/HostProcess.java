package dev.inlay.example.quickstart;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The host as a process of its own, so that it can be killed. */
final class HostProcess implements AutoCloseable {

    private final Process process;
    private final AtomicInteger done;

    private HostProcess(Process process, AtomicInteger done) {
        this.process = process;
        this.done = done;
    }

    /** Starts the host; it counts up {@code done} with every claim that it has finished. */
    static HostProcess start(List<String> arguments, AtomicInteger done) throws IOException {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                HostMain.class.getName()));
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        HostProcess host = new HostProcess(process, done);
        Thread reader = new Thread(host::readProgress, "host-progress");
        reader.setDaemon(true);
        reader.start();
        return host;
    }

    private void readProgress() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            while (lines.readLine() != null) {
                done.incrementAndGet();
            }
        } catch (IOException e) {
            // It was killed, as it is meant to be.
        }
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** SIGKILL: no close, no shutdown hook, nothing flushed. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Waits a moment for the end. */
    boolean ended(long millis) throws InterruptedException {
        return process.waitFor(millis, TimeUnit.MILLISECONDS);
    }

    int exitCode() {
        return process.exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
