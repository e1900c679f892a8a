package dev.inlay.testkit.cli;

import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What was asked for.
 *
 * @param jar the plug-in
 * @param libraries jars that it needs beside it
 * @param tenants ids that its directory knows
 * @param notStarted why it is not to be started; empty to start it
 * @param json where to write the report
 */
record Command(
        Path jar, List<Path> libraries, List<TenantId> tenants, Optional<String> notStarted, Optional<Path> json) {

    static final String USAGE = """
            usage: audit verify|export (say audit alone to see how), or
            usage: verify PLUGIN.jar [--with LIBRARY.jar]... [--tenant ID]... [--no-start REASON] [--json FILE]
              --with      a jar that the plug-in needs and does not contain
              --tenant    a tenant that the plug-in's directory knows; more of the directory's contract can be run then
              --no-start  the plug-in cannot start here, and why; only what needs no start is run
              --json      where to write the report
            ends with 0 passed, 1 failed, 2 inconclusive, 3 unusable
            """;

    static Command parse(String... args) {
        Deque<String> left = new ArrayDeque<>(List.of(args));
        if (!"verify".equals(left.poll())) {
            throw new UnusableException("say what to do\n" + USAGE);
        }
        List<Path> jars = new ArrayList<>();
        List<Path> libraries = new ArrayList<>();
        List<TenantId> tenants = new ArrayList<>();
        Optional<String> notStarted = Optional.empty();
        Optional<Path> json = Optional.empty();
        while (!left.isEmpty()) {
            String next = left.remove();
            switch (next) {
                case "--with" -> libraries.add(Path.of(valueOf(next, left)));
                case "--tenant" -> tenants.add(tenant(valueOf(next, left)));
                case "--no-start" -> notStarted = Optional.of(valueOf(next, left));
                case "--json" -> json = Optional.of(Path.of(valueOf(next, left)));
                default -> jars.add(Path.of(next));
            }
        }
        if (jars.size() != 1) {
            throw new UnusableException("name one jar, not " + jars + "\n" + USAGE);
        }
        return new Command(jars.get(0), List.copyOf(libraries), List.copyOf(tenants), notStarted, json);
    }

    private static String valueOf(String option, Deque<String> left) {
        String value = left.poll();
        if (value == null || value.isBlank()) {
            throw new UnusableException(option + " needs a value\n" + USAGE);
        }
        return value;
    }

    private static TenantId tenant(String id) {
        try {
            return TenantId.of(id);
        } catch (InvalidValueException e) {
            throw new UnusableException("--tenant", e);
        }
    }
}
