package dev.inlay.example.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a host takes on: jars and bytes. */
final class ClassPath {

    private static final Pattern CORE = Pattern.compile(
            "inlay-sdk-(api|spi|core)-.*|slf4j-api-.*|jackson-(core|databind|annotations|datatype-jsr310)-.*"
                    + "|jakarta\\.annotation-api-.*");
    private static final Pattern PROVIDERS =
            Pattern.compile("inlay-provider-(jooq|feign|resilience4j)-.*|jooq-.*|r2dbc-spi-.*|reactive-streams-.*"
                    + "|feign-(core|java11)-.*|resilience4j-.*");

    private ClassPath() {}

    /** Adds {@code api+spi+core} and the default set (with jOOQ, Feign and Resilience4j) to a result. */
    static void describe(Result result) {
        report(result, "core", CORE.asMatchPredicate(), 9);
        report(result, "default", CORE.asMatchPredicate().or(PROVIDERS.asMatchPredicate()), 19);
    }

    private static void report(Result result, String name, Predicate<String> wanted, int atLeast) {
        List<Path> jars = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> Files.isRegularFile(path)
                        && wanted.test(path.getFileName().toString()))
                .toList();
        if (jars.size() < atLeast) {
            throw new IllegalStateException("the class path holds only " + jars + " of the set '" + name + "'");
        }
        result.ours("jars_" + name, jars.size()).ours("bytes_" + name, (double)
                jars.stream().mapToLong(ClassPath::size).sum());
    }

    private static long size(Path jar) {
        try {
            return Files.size(jar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
