package dev.inlay.example.benchmarks.chaos;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of ours. Signals are sent with {@code kill}. Thread-safe. */
final class Child {

    private static final List<String> JVM = List.of(
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-XX:+UnlockDiagnosticVMOptions",
            "-XX:-BytecodeVerificationRemote", // many short lives
            "-Xmx192m",
            "-Dorg.jooq.no-logo=true");

    private final Process process;
    private volatile boolean ready;
    private volatile boolean quiet;
    private volatile boolean paused;

    private Child(Process process) {
        this.process = process;
        Thread listener = new Thread(this::listen, "child");
        listener.setDaemon(true);
        listener.start();
    }

    /**
     * Starts one.
     *
     * @param archive of classes: read where it exists
     */
    static Child start(Path log, Path archive, List<String> arguments) throws IOException {
        return start(log, Files.exists(archive) ? "-XX:SharedArchiveFile=" + archive : "-Xshare:auto", arguments);
    }

    /** Starts one that writes an archive of its classes when it ends; where class path has folders, it writes none. */
    static Child archiving(Path log, Path archive, List<String> arguments) throws IOException {
        return start(log, "-XX:ArchiveClassesAtExit=" + archive, arguments);
    }

    private static Child start(Path log, String option, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.add(option);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), ChaosNode.class.getName()));
        command.addAll(arguments);
        return new Child(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start());
    }

    private void listen() {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                ready |= line.equals("ready");
                quiet |= line.equals("quiet");
            }
        } catch (IOException e) {
            // it was killed
        }
    }

    boolean isReady() {
        return ready && process.isAlive();
    }

    boolean isQuiet() {
        return quiet;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    boolean isPaused() {
        return paused;
    }

    /** Whether it died at a failpoint. */
    boolean diedByItself() {
        return !process.isAlive() && process.exitValue() == Failpoints.EXIT;
    }

    /** Whether it ended before it was ready, for a reason of its own. */
    boolean failedToStart() {
        return !process.isAlive() && process.exitValue() == 1 && !ready;
    }

    /** SIGKILL. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** SIGTERM, after which it closes in order. */
    void terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            throw new IllegalStateException("a node did not close within 5 min");
        }
    }

    void pause() {
        signal("-STOP");
        paused = true;
    }

    void resume() {
        signal("-CONT");
        paused = false;
    }

    void say(String word) {
        try {
            process.getOutputStream().write((word + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            // it is dead
        }
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
