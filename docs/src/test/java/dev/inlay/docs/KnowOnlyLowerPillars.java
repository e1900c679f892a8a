package dev.inlay.docs;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The pillars carry the same names on each floor (api, spi, core's internals) and know those below them, on any floor.
 * The root packages of api and core know all and are known by no pillar; the root of spi is known by all.
 */
final class KnowOnlyLowerPillars extends ArchCondition<JavaClass> {

    private static final Pattern ROOM = Pattern.compile("dev\\.inlay\\.(api|spi|core)(?:\\.internal)?(?:\\.(\\w+).*)?");
    private static final String SPI_ROOT = "spi";

    /** By room, what it may know beside itself. */
    private static final Map<String, Set<String>> BELOW = Map.ofEntries(
            Map.entry("annotation", Set.of()),
            Map.entry("error", Set.of("annotation")),
            Map.entry(SPI_ROOT, Set.of("annotation", "error")),
            Map.entry("json", Set.of("annotation", "error", SPI_ROOT)),
            Map.entry("structured", Set.of()),
            Map.entry("plugin", Set.of("annotation", "error", SPI_ROOT)),
            Map.entry("tenant", Set.of("annotation", "error", SPI_ROOT, "json", "plugin", "structured")),
            Map.entry("audit", Set.of("annotation", "error", SPI_ROOT, "json", "plugin", "store", "tenant")),
            Map.entry("access", Set.of("annotation", "error", SPI_ROOT, "json", "plugin", "store", "tenant", "audit")),
            Map.entry("entitlement", pillar("json", "plugin")),
            Map.entry("metering", pillar("json", "plugin", "store")),
            Map.entry("event", pillar("json", "plugin", "store")),
            Map.entry("theme", pillar("json", "plugin")),
            Map.entry("store", pillar("entitlement", "metering", "event", "theme")));

    KnowOnlyLowerPillars() {
        super("know only the pillars below them");
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        String room = room(type);
        if (room.isEmpty()) {
            return;
        }
        Set<String> below = BELOW.get(room);
        if (below == null) {
            events.add(SimpleConditionEvent.violated(type, type.getName() + " is in a room without a rule: " + room));
            return;
        }
        for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
            JavaClass target = dependency.getTargetClass().getBaseComponentType();
            if (ROOM.matcher(target.getPackageName()).matches()
                    && !room(target).equals(room)
                    && !below.contains(room(target))) {
                events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
            }
        }
    }

    /** The name of a pillar; empty for the roots that know all. */
    private static String room(JavaClass type) {
        Matcher name = ROOM.matcher(type.getPackageName());
        if (!name.matches()) {
            return "";
        }
        if (name.group(2) != null) {
            return name.group(2);
        }
        return name.group(1).equals(SPI_ROOT) ? SPI_ROOT : "";
    }

    private static Set<String> pillar(String... further) {
        return Stream.concat(
                        Stream.of("annotation", "error", SPI_ROOT, "tenant", "audit", "access"), Stream.of(further))
                .collect(Collectors.toUnmodifiableSet());
    }
}
