package dev.inlay.example.benchmarks;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * What it costs to have Inlay in a product: time from build to ready on tables that exist, as a whole process and
 * within a running one, on an H2 file and on PostgreSQL; jars and bytes on the class path. The floor does what the host
 * does anyway: opens a connection and asks one question. Ours and the floor take turns. Milliseconds.
 */
final class StartupBench implements Benchmarks.Bench {

    @Override
    public Result run(boolean quick) throws Exception {
        int processes = quick ? 5 : 15;
        int rounds = quick ? 10 : 40;
        Result result = new Result();
        Path folder = Files.createTempDirectory("inlay-startup");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
            Map<String, String> urls = new LinkedHashMap<>();
            urls.put("h2", "jdbc:h2:file:" + folder.resolve("host") + ";WRITE_DELAY=0");
            urls.put("postgresql", postgres.getJdbcUrl("postgres", "postgres"));
            for (Map.Entry<String, String> url : urls.entrySet()) {
                StartupChild.inlay(url.getValue());
                measureProcesses(result, url.getKey(), url.getValue(), processes);
                measureInProcess(result, url.getKey(), url.getValue(), rounds);
            }
        } finally {
            delete(folder);
        }
        ClassPath.describe(result);
        return result;
    }

    private static void measureProcesses(Result result, String engine, String url, int count) throws Exception {
        double[] ours = new double[count];
        double[] floor = new double[count];
        for (int i = 0; i < count; i++) {
            ours[i] = process("inlay", url);
            floor[i] = process("floor", url);
        }
        report(result, "process_" + engine, ours, floor);
    }

    private static void measureInProcess(Result result, String engine, String url, int count) throws Exception {
        double[] ours = new double[count];
        double[] floor = new double[count];
        for (int i = 0; i < count; i++) {
            ours[i] = StartupChild.inlay(url);
            floor[i] = StartupChild.floor(url);
        }
        report(result, "inprocess_" + engine, ours, floor);
    }

    private static void report(Result result, String name, double[] ours, double[] floor) {
        result.ours(name + "_ms", Result.median(ours))
                .peer(name + "_floor_ms", Result.median(floor))
                .ratio(name + "_floor", Result.median(ours), Result.median(floor));
    }

    private static double process(String what, String url) throws IOException, InterruptedException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command =
                List.of(java, "-cp", System.getProperty("java.class.path"), StartupChild.class.getName(), what, url);
        long begun = System.nanoTime();
        Process child = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (!child.waitFor(60, TimeUnit.SECONDS) || child.exitValue() != 0) {
            child.destroyForcibly();
            throw new IllegalStateException("the process '" + what + "' failed");
        }
        return (System.nanoTime() - begun) / 1e6;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
