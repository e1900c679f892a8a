package dev.inlay.core;

import dev.inlay.testkit.contracts.Capabilities;
import dev.inlay.testkit.contracts.DirectoryFixture;
import dev.inlay.testkit.contracts.Proves;
import dev.inlay.testkit.contracts.TenantDirectoryContract;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

@Proves({"TEN-1", "TEN-9"})
final class DocumentsDirectoryContractTest extends TenantDirectoryContract {

    @TempDir
    private Path folder;

    @Override
    protected Capabilities capabilities() {
        return Capabilities.none()
                .supported(KNOWN_TENANTS)
                .supported(PROFILES)
                .supported(CHANGES)
                .supported(OUTAGES);
    }

    @Override
    protected DirectoryFixture open() throws IOException {
        return new DocumentsFixture(folder);
    }
}
