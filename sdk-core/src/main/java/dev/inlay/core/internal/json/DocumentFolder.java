package dev.inlay.core.internal.json;

import dev.inlay.api.error.InvalidDocumentException;
import dev.inlay.api.error.InvalidDocumentException.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The folder that a host keeps its documents in. Documents are named in messages by their whole path. */
public final class DocumentFolder {

    private final Path folder;

    /**
     * Creates a folder. Does no I/O.
     *
     * @param folder where the documents are
     */
    public DocumentFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Reads a document that must be there.
     *
     * @param name relative to the folder, for example {@code "tenants.json"}
     * @param problems receives what is wrong when it is missing or is no JSON
     * @return its root; empty when there was a problem
     * @throws IOException when it is there and cannot be read
     */
    public Optional<DocumentNode> required(String name, Problems problems) throws IOException {
        Path file = folder.resolve(name);
        if (!Files.exists(file)) {
            problems.add(new Problem(
                    file.toString(), 0, "", "the file is missing; the folder of documents must hold " + name));
            return Optional.empty();
        }
        return parse(file, problems);
    }

    /**
     * Reads a document that may be there.
     *
     * @param name relative to the folder
     * @param problems receives what is wrong when it is no JSON
     * @return its root; empty when it is missing or there was a problem
     * @throws IOException when it is there and cannot be read
     */
    public Optional<DocumentNode> optional(String name, Problems problems) throws IOException {
        Path file = folder.resolve(name);
        return Files.exists(file) ? parse(file, problems) : Optional.empty();
    }

    /**
     * Lists the documents of a subfolder by name.
     *
     * @param subfolder relative to the folder
     * @param suffix how their names end, for example {@code ".tokens.json"}
     * @return their names relative to the folder, sorted; empty when there is no such subfolder
     * @throws IOException when the subfolder cannot be read
     */
    public List<String> names(String subfolder, String suffix) throws IOException {
        Path directory = folder.resolve(subfolder);
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(suffix))
                    .sorted()
                    .forEach(name -> names.add(subfolder + "/" + name));
        }
        return List.copyOf(names);
    }

    /**
     * Reads the text of a document that is there.
     *
     * @param name relative to the folder
     * @param problems receives what is wrong when it is no UTF-8 or went away
     * @return its text; empty when there was a problem
     * @throws IOException when it cannot be read
     */
    public Optional<String> text(String name, Problems problems) throws IOException {
        return text(folder.resolve(name), problems);
    }

    /**
     * Names a document for messages.
     *
     * @param name relative to the folder
     * @return its whole path
     */
    public String place(String name) {
        return folder.resolve(name).toString();
    }

    /**
     * The state of every document as the file system tells it, without reading one. Follows links, so that a folder
     * whose links are swapped shows.
     *
     * @return equal while nothing changed, but for changes within the resolution of the file system's times
     * @throws IOException when the folder cannot be read
     */
    public Map<Path, FileState> states() throws IOException {
        Map<Path, FileState> states = new TreeMap<>();
        for (Path directory : List.of(folder, folder.resolve("themes"))) {
            for (Path file : documents(directory)) {
                FileState.of(file).ifPresent(state -> states.put(file, state));
            }
        }
        return states;
    }

    /**
     * A hash over the names and bytes of every document.
     *
     * @param files which, as {@link #states()} named them
     * @return equal while no content changed
     * @throws IOException when a file cannot be read, or went away
     */
    public static String hash(Iterable<Path> files) throws IOException {
        Map<String, @Nullable Object> hashes = new TreeMap<>();
        for (Path file : files) {
            hashes.put(file.toString(), CanonicalJson.sha256(Files.readAllBytes(file)));
        }
        return CanonicalJson.sha256(hashes);
    }

    private static List<Path> documents(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Optional<DocumentNode> parse(Path file, Problems problems) throws IOException {
        try {
            return text(file, problems).map(text -> DocumentParser.parse(file.toString(), text));
        } catch (InvalidDocumentException e) {
            e.problems().forEach(problems::add);
            return Optional.empty();
        }
    }

    private static Optional<String> text(Path file, Problems problems) throws IOException {
        try {
            return Optional.of(Files.readString(file));
        } catch (CharacterCodingException e) {
            problems.add(new Problem(file.toString(), 0, "", "must be UTF-8"));
        } catch (NoSuchFileException e) {
            problems.add(new Problem(file.toString(), 0, "", "the file went away while it was read; load again"));
        }
        return Optional.empty();
    }
}
