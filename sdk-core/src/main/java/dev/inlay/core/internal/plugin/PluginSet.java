package dev.inlay.core.internal.plugin;

import dev.inlay.api.error.InlayException;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.SpiVersion;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The plug-ins of an instance, checked and in the order in which they start. Immutable. */
public final class PluginSet {

    private final List<Candidate> order;
    private final Extensions extensions;

    private PluginSet(List<Candidate> order, Extensions extensions) {
        this.order = List.copyOf(order);
        this.extensions = extensions;
    }

    /**
     * Checks and orders plug-ins. Of an installed and a discovered plug-in with one id, the installed one stays.
     *
     * @param installed what the host installed
     * @param discovered what was found for the host
     * @param first extension points that others ask when they start: whoever contributes to them starts before those
     * @return the set
     * @throws InlayException naming the plug-ins: {@code plugin.duplicate}, {@code plugin.spi-version},
     *     {@code plugin.need-missing}, {@code plugin.need-cycle}, {@code plugin.two-candidates}
     */
    public static PluginSet of(Collection<Plugin> installed, Collection<Plugin> discovered, Class<?>... first) {
        Map<String, Candidate> byId = new LinkedHashMap<>();
        installed.forEach(plugin -> add(byId, Candidate.of(plugin, true)));
        discovered.forEach(plugin -> add(byId, Candidate.of(plugin, false)));
        byId.values().forEach(PluginSet::checkVersion);
        List<Candidate> order = inOrderOfNeeds(byId);
        Extensions extensions = new Extensions();
        for (Candidate candidate : order) {
            candidate.plugin().contribute(extensions.from(candidate));
        }
        extensions.checkPlaces();
        List<Candidate> started = order;
        for (Class<?> point : first) {
            started = contributorFirst(point, started, byId, extensions);
        }
        return new PluginSet(started, extensions);
    }

    /** Whoever contributes to a point starts first, behind no others than those that it needs itself. */
    private static List<Candidate> contributorFirst(
            Class<?> point, List<Candidate> order, Map<String, Candidate> byId, Extensions extensions) {
        Optional<Candidate> keeper = extensions.contributor(point);
        if (keeper.isEmpty()) {
            return order;
        }
        List<Candidate> after = new ArrayList<>();
        visit(keeper.get(), byId, new LinkedHashSet<>(), after);
        order.stream().filter(candidate -> !after.contains(candidate)).forEach(after::add);
        return after;
    }

    private static void add(Map<String, Candidate> byId, Candidate candidate) {
        Candidate other = byId.putIfAbsent(candidate.id(), candidate);
        if (other != null && other.installed() == candidate.installed()) {
            throw new InlayException(
                    "plugin.duplicate", other + " and " + candidate + " have the same id; install only one of them");
        }
    }

    private static void checkVersion(Candidate candidate) {
        SpiVersion compiledAgainst = candidate.descriptor().spiVersion();
        if (!SpiVersion.CURRENT.accepts(compiledAgainst)) {
            throw new InlayException(
                    "plugin.spi-version",
                    candidate + " was compiled against SPI " + compiledAgainst + ", this engine has "
                            + SpiVersion.CURRENT + "; use a release of the plug-in for SPI "
                            + SpiVersion.CURRENT.major() + ".0 to " + SpiVersion.CURRENT);
        }
    }

    private static List<Candidate> inOrderOfNeeds(Map<String, Candidate> byId) {
        List<Candidate> order = new ArrayList<>();
        Set<String> onTheWay = new LinkedHashSet<>();
        byId.values().forEach(candidate -> visit(candidate, byId, onTheWay, order));
        return order;
    }

    private static void visit(
            Candidate candidate, Map<String, Candidate> byId, Set<String> onTheWay, List<Candidate> order) {
        if (order.contains(candidate)) {
            return;
        }
        if (!onTheWay.add(candidate.id())) {
            throw new InlayException(
                    "plugin.need-cycle",
                    "plug-ins need each other in a circle: " + String.join(" > ", onTheWay) + " > " + candidate.id());
        }
        for (String need : candidate.descriptor().needs()) {
            Candidate needed = byId.get(need);
            if (needed == null) {
                throw new InlayException(
                        "plugin.need-missing",
                        candidate + " needs the plug-in '" + need + "', which is not installed; there are "
                                + byId.keySet());
            }
            visit(needed, byId, onTheWay, order);
        }
        onTheWay.remove(candidate.id());
        order.add(candidate);
    }

    /**
     * The plug-ins, each after all that it needs.
     *
     * @return unmodifiable
     */
    public List<Plugin> inStartOrder() {
        return order.stream().map(Candidate::plugin).toList();
    }

    /**
     * What they contributed.
     *
     * @return the extensions
     */
    public Extensions extensions() {
        return extensions;
    }
}
