package dev.inlay.core;

import dev.inlay.spi.Plugin;
import dev.inlay.testkit.contracts.Capabilities;
import dev.inlay.testkit.contracts.PluginContract;
import dev.inlay.testkit.contracts.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

@Proves("EMB-2")
final class DocumentsPluginContractTest extends PluginContract {

    @TempDir
    private Path folder;

    @Override
    protected Capabilities capabilities() {
        return Capabilities.none().supported(STARTS);
    }

    @Override
    protected Plugin open() throws IOException {
        Files.writeString(folder.resolve("tenants.json"), "{\"tenants\": []}");
        return Documents.in(folder);
    }
}
