package dev.inlay.provider.jooq.isolation;

import dev.inlay.api.tenant.TenantContext;
import dev.inlay.api.tenant.TenantKeys;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A file system that all tenants share and that does not tell upper from lower case. */
final class Files {

    private static final int NAMES = 4;
    private static final Path ROOT = Path.of("data");

    private final Map<String, String> files = new ConcurrentHashMap<>();

    void into(Operations operations) {
        operations
                .add("write a file", Kind.FILES, 6, turn -> files.put(place(turn), turn.canary()))
                .add("read a file", Kind.FILES, 6, this::read);
    }

    private void read(Turn turn) {
        String found = files.get(place(turn));
        if (found != null) {
            turn.mine(Kind.FILES, "a file", found);
        }
    }

    private static String place(Turn turn) {
        TenantContext tenant = turn.world.inlay.tenants().current();
        String name = "claim-" + turn.dice.nextInt(NAMES);
        Path path = turn.world.keeps(Guard.FILE_PATH)
                ? TenantKeys.of(tenant).path(ROOT, name)
                : ROOT.resolve(tenant.id().value()).resolve(name);
        return path.toString().toLowerCase(Locale.ROOT);
    }
}
