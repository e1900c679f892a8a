package dev.inlay.example.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the command line says. */
record Options(Path home, Path dir, long seed) {

    static Options parse(String[] args) throws IOException {
        Path home = Path.of("examples", "quickstart");
        Path dir = null;
        long seed = 17;
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(args[i] + " needs a value");
            }
            switch (args[i]) {
                case "--home" -> home = Path.of(args[i + 1]);
                case "--dir" -> dir = Path.of(args[i + 1]);
                case "--seed" -> seed = Long.parseLong(args[i + 1]);
                default -> throw new IllegalArgumentException("unknown option " + args[i]);
            }
        }
        return new Options(home, dir == null ? Files.createTempDirectory("inlay-quickstart") : dir, seed);
    }
}
