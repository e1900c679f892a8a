package dev.inlay.provider.jooq.internal.migration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * One script for one database. It can be run again after it broke half-way, and ends by writing its version into
 * {@code inlay_schema}, so that it shows that it ran, whoever ran it.
 *
 * @param version from 1, without gaps
 * @param description the file's name says it
 * @param text line ends as {@code \n}
 */
record Script(int version, String description, String text) {

    private static final List<String> DESCRIPTIONS =
            List.of("outbox", "usage", "audit", "directory", "access", "events");

    /** The version of the schema that this release works with. */
    static final int LATEST = DESCRIPTIONS.size();

    /** All scripts in a database's folder, in order. */
    static List<Script> all(String folder) {
        List<Script> scripts = new ArrayList<>();
        for (int i = 0; i < LATEST; i++) {
            String description = DESCRIPTIONS.get(i);
            String path = "/dev/inlay/provider/jooq/" + folder + "/" + fileName(i + 1, description);
            scripts.add(of(i + 1, description, read(path)));
        }
        return List.copyOf(scripts);
    }

    static Script of(int version, String description, String text) {
        return new Script(version, description, text.replace("\r\n", "\n"));
    }

    String fileName() {
        return fileName(version, description);
    }

    /** SHA-256 over the text, 64 lower-case hex digits. */
    String checksum() {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * The statements; each ends with a semicolon at the end of a line, and lines that begin with {@code --} are
     * comments.
     */
    List<String> statements() {
        List<String> statements = new ArrayList<>();
        StringBuilder statement = new StringBuilder();
        for (String line : (Iterable<String>) text.lines()::iterator) {
            if (line.isBlank() || line.startsWith("--")) {
                continue;
            }
            statement.append(line).append('\n');
            if (line.endsWith(";")) {
                statements.add(statement.substring(0, statement.length() - 2));
                statement.setLength(0);
            }
        }
        return statements;
    }

    private static String fileName(int version, String description) {
        return "V" + version + "__" + description + ".sql";
    }

    private static String read(String path) {
        try (InputStream in = Script.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalStateException("not on the class or module path: " + path);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
