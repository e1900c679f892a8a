package dev.inlay.testkit.cli;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.tenant.SigningKey;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was asked for of an audit trail.
 *
 * @param export whether it is exported, rather than verified
 * @param tenant whose
 * @param file an export: to verify, or to write
 * @param after positions up to this one are left out
 * @param url of the database; empty to verify a file without one
 * @param user of the database
 * @param password of the database
 * @param checkpoints where they are
 * @param keys that they were signed with
 */
record AuditOptions(
        boolean export,
        TenantId tenant,
        Optional<Path> file,
        long after,
        Optional<String> url,
        Optional<String> user,
        Optional<String> password,
        Optional<Path> checkpoints,
        List<SigningKey> keys) {

    static final String USAGE = """
            usage: audit verify --tenant ID FILE [--after N] [--checkpoints FILE --key ID=VARIABLE...]
                   audit verify --tenant ID --url JDBC-URL [--user NAME] [--password-env VARIABLE]
                                [--checkpoints FILE --key ID=VARIABLE...]
                   audit export --tenant ID --url JDBC-URL [--user NAME] [--password-env VARIABLE] [--after N] FILE
              FILE            an exported trail; verified without a database
              --after         positions up to this one were, or are, left out
              --checkpoints   the file that FileAnchor wrote, from outside of the database
              --key           a key that checkpoints were signed with, and the environment variable that holds its
                              secret in Base64
              --password-env  the environment variable that holds the password
            the database's driver and Inlay's provider are found on the class path
            ends with 0 intact, 1 broken or forged, 3 unusable
            """;

    static AuditOptions parse(Map<String, String> environment, String... args) {
        Deque<String> left = new ArrayDeque<>(List.of(args));
        left.poll();
        String what = left.poll();
        if (!"verify".equals(what) && !"export".equals(what)) {
            throw new UnusableException("say what to do\n" + USAGE);
        }
        Parsed parsed = new Parsed(environment);
        while (!left.isEmpty()) {
            parsed.take(left.remove(), left);
        }
        return parsed.options(what.equals("export"));
    }

    /** Collects. */
    private static final class Parsed {

        private final Map<String, String> environment;
        private final List<SigningKey> keys = new ArrayList<>();
        private Optional<TenantId> tenant = Optional.empty();
        private Optional<Path> file = Optional.empty();
        private long after;
        private Optional<String> url = Optional.empty();
        private Optional<String> user = Optional.empty();
        private Optional<String> password = Optional.empty();
        private Optional<Path> checkpoints = Optional.empty();

        Parsed(Map<String, String> environment) {
            this.environment = environment;
        }

        void take(String next, Deque<String> left) {
            try {
                switch (next) {
                    case "--tenant" -> tenant = Optional.of(TenantId.of(valueOf(next, left)));
                    case "--after" -> after = Long.parseLong(valueOf(next, left));
                    case "--url" -> url = Optional.of(valueOf(next, left));
                    case "--user" -> user = Optional.of(valueOf(next, left));
                    case "--password-env" -> password = Optional.of(variable(valueOf(next, left)));
                    case "--checkpoints" -> checkpoints = Optional.of(Path.of(valueOf(next, left)));
                    case "--key" -> keys.add(key(valueOf(next, left)));
                    default -> file = Optional.of(onlyOne(next));
                }
            } catch (InvalidValueException | NumberFormatException e) {
                throw new UnusableException(next, e);
            }
        }

        private Path onlyOne(String next) {
            if (file.isPresent() || next.startsWith("--")) {
                throw new UnusableException("does not understand " + next + "\n" + USAGE);
            }
            return Path.of(next);
        }

        private SigningKey key(String text) {
            int equals = text.indexOf('=');
            if (equals < 1) {
                throw new UnusableException("--key needs ID=VARIABLE\n" + USAGE);
            }
            String secret = variable(text.substring(equals + 1));
            try {
                return SigningKey.hmacSha256(
                        text.substring(0, equals), Base64.getDecoder().decode(secret));
            } catch (IllegalArgumentException e) {
                throw new UnusableException("--key: what " + text.substring(equals + 1) + " holds is not Base64");
            }
        }

        private String variable(String name) {
            String value = environment.get(name);
            if (value == null) {
                throw new UnusableException("there is no environment variable " + name);
            }
            return value;
        }

        private static String valueOf(String option, Deque<String> left) {
            String value = left.poll();
            if (value == null || value.isBlank()) {
                throw new UnusableException(option + " needs a value\n" + USAGE);
            }
            return value;
        }

        AuditOptions options(boolean export) {
            if (export ? url.isEmpty() || file.isEmpty() : url.isPresent() == file.isPresent()) {
                throw new UnusableException(
                        (export ? "name the database and the file" : "name either a database or a file") + "\n"
                                + USAGE);
            }
            return new AuditOptions(
                    export,
                    tenant.orElseThrow(() -> new UnusableException("name the tenant\n" + USAGE)),
                    file,
                    after,
                    url,
                    user,
                    password,
                    checkpoints,
                    List.copyOf(keys));
        }
    }
}
