package dev.inlay.core.internal.theme;

import dev.inlay.api.error.InvalidDocumentException;
import dev.inlay.api.error.InvalidDocumentException.Problem;
import dev.inlay.api.error.InvalidValueException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.theme.Mode;
import dev.inlay.core.internal.json.DocumentFolder;
import dev.inlay.core.internal.json.DocumentPart;
import dev.inlay.core.internal.json.Problems;
import dev.inlay.core.internal.theme.DocumentThemeSource.Place;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.theme.ThemeSource;
import dev.inlay.spi.theme.ThemeSource.ThemeLayer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The themes' share in the folder of documents: {@code themes/NODE.tokens.json} for the base and
 * {@code themes/NODE.dark.tokens.json} for what dark mode changes. Every layer is checked, and every theme that the
 * tenants make of them is compiled once, so that nothing that cannot be resolved comes into force.
 */
public final class ThemeDocuments implements DocumentPart {

    private static final String SUFFIX = ".tokens.json";
    private static final String DARK = ".dark";

    private final DocumentThemeSource source = new DocumentThemeSource();
    private final Supplier<List<TenantPath>> paths;

    /**
     * Creates the part, with a source that has no layers.
     *
     * @param paths where the tenants stand by the documents that are being read; asked at each reading
     */
    public ThemeDocuments(Supplier<List<TenantPath>> paths) {
        this.paths = paths;
    }

    @Override
    public void contribute(Contributions contributions) {
        contributions.add(ThemeSource.class, source);
    }

    @Override
    public Runnable read(DocumentFolder folder, Problems problems) throws IOException {
        Problems found = new Problems();
        Map<Place, ThemeLayer> texts = new HashMap<>();
        Map<Place, Layer> layers = new HashMap<>();
        for (String name : folder.names("themes", SUFFIX)) {
            Optional<Place> place = place(name, found);
            Optional<ThemeLayer> text =
                    folder.text(name, found).map(tokens -> new ThemeLayer(folder.place(name), tokens));
            if (place.isPresent() && text.isPresent()) {
                texts.put(place.get(), text.get());
                LayerReading.read(place.get().node(), place.get().mode(), text.get(), found)
                        .ifPresent(layer -> layers.put(place.get(), layer));
            }
        }
        if (found.count() == 0) {
            stacks(layers).forEach(stack -> compile(stack, found));
        }
        problems.addAll(found);
        return () -> source.replace(texts);
    }

    private static Optional<Place> place(String name, Problems problems) {
        String file = name.substring(name.lastIndexOf('/') + 1, name.length() - SUFFIX.length());
        boolean isDark = file.endsWith(DARK);
        String node = isDark ? file.substring(0, file.length() - DARK.length()) : file;
        try {
            return Optional.of(new Place(TenantId.of(node), isDark ? Mode.DARK : Mode.LIGHT));
        } catch (InvalidValueException e) {
            problems.add(new Problem(name, 0, "", "the file must be named after a node: " + e.getMessage()));
            return Optional.empty();
        }
    }

    /** What the tenants see, each once: most of them have no layer of their own. */
    private Set<List<Layer>> stacks(Map<Place, Layer> layers) {
        Set<List<Layer>> stacks = new LinkedHashSet<>();
        for (TenantPath path : paths.get()) {
            List<Layer> stack = new ArrayList<>();
            for (TenantId node : path.nodes()) {
                for (Mode mode : List.of(Mode.LIGHT, Mode.DARK)) {
                    Optional.ofNullable(layers.get(new Place(node, mode))).ifPresent(stack::add);
                }
            }
            stacks.add(stack);
        }
        return stacks;
    }

    private static void compile(List<Layer> stack, Problems problems) {
        try {
            ThemeCompiler.compile(stack);
        } catch (InvalidDocumentException e) {
            e.problems().forEach(problems::add);
        }
    }
}
