package dev.inlay.core.internal.json;

import static org.assertj.core.api.Assertions.assertThat;

import dev.inlay.testkit.contracts.Proves;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Proves("TEN-9")
final class DocumentWatchTest {

    private static final Instant WRITTEN = Instant.parse("2026-03-01T12:00:00Z");

    @TempDir
    private Path folder;

    private final List<String> told = new ArrayList<>();
    private Instant now = WRITTEN;
    private DocumentWatch watch;

    @BeforeEach
    void watchADocument() throws IOException {
        write("one");
        watch = new DocumentWatch(new DocumentFolder(folder), new Told(), () -> now);
        watch.remember();
    }

    @Test
    void tellsAChangeOnce() throws IOException {
        write("three");

        watch.look();
        watch.look();

        assertThat(told).containsExactly("changed", "unchanged");
    }

    @Test
    void seesAChangeThatHidesBehindTheSameTimeAndSize() throws IOException {
        write("two");

        watch.look();

        assertThat(told).containsExactly("changed");
    }

    @Test
    void readsNoFileThatHasBeenAtRest() throws IOException {
        now = WRITTEN.plusSeconds(3);
        write("two");

        watch.look();

        assertThat(told).containsExactly("unchanged");
    }

    @Test
    void takesAFileThatWasOnlyTouchedForUnchanged() throws IOException {
        now = WRITTEN.plusSeconds(60);
        Files.setLastModifiedTime(folder.resolve("tenants.json"), FileTime.from(now));

        watch.look();

        assertThat(told).containsExactly("unchanged");
    }

    @Test
    void tellsOfAReadingThatDies() throws IOException {
        DocumentWatch dying = new DocumentWatch(
                new DocumentFolder(folder),
                new DocumentWatch.Reader() {
                    @Override
                    public void changed() {
                        throw new AssertionError("out of something");
                    }

                    @Override
                    public void unchanged() {
                        told.add("unchanged");
                    }

                    @Override
                    public void failed(String reason) {
                        told.add(reason);
                    }
                },
                () -> now);

        dying.look();

        assertThat(told).singleElement().asString().contains("out of something");
    }

    @Test
    void seesDocumentsThatComeAndGo() throws IOException {
        Files.writeString(Files.createDirectory(folder.resolve("themes")).resolve("x.tokens.json"), "{}");
        watch.look();
        Files.delete(folder.resolve("themes/x.tokens.json"));
        watch.look();
        Files.writeString(folder.resolve("notes.txt"), "no document");
        watch.look();

        assertThat(told).containsExactly("changed", "changed", "unchanged");
    }

    private void write(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("tenants.json"), text);
        Files.setLastModifiedTime(file, FileTime.from(WRITTEN));
    }

    private final class Told implements DocumentWatch.Reader {
        @Override
        public void changed() {
            told.add("changed");
        }

        @Override
        public void unchanged() {
            told.add("unchanged");
        }

        @Override
        public void failed(String reason) {
            told.add("failed");
        }
    }
}
