package dev.inlay.core.internal.tenant;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.tenant.TenantProfile;
import dev.inlay.api.tenant.TenantStatus;
import dev.inlay.core.internal.json.DocumentNode;
import dev.inlay.core.internal.json.DocumentNode.Kind;
import dev.inlay.core.internal.json.Problems;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** One reading of {@code tenants.json}. Not thread-safe. */
final class TenantsReading {

    private static final TenantId DEFAULT_PLATFORM = TenantId.of("inlay");
    private static final TenantPath ANY_PATH = TenantPath.parse("platform/oem/-/tenant");

    private static final Map<String, BiConsumer<TenantProfile.Builder, String>> LABELS = Map.of(
            "segment", TenantProfile.Builder::segment,
            "region", TenantProfile.Builder::region,
            "tier", TenantProfile.Builder::tier,
            "ring", TenantProfile.Builder::ring,
            "placement", TenantProfile.Builder::placement);

    private static final Set<String> FIELDS =
            Set.of("id", "oem", "reseller", "status", "segment", "region", "tier", "ring", "placement", "zone");

    private static final Map<String, TenantStatus> STATUSES =
            Map.of("active", TenantStatus.ACTIVE, "suspended", TenantStatus.SUSPENDED, "closed", TenantStatus.CLOSED);

    private final Problems problems;
    private final HierarchyCheck hierarchy;
    private final Map<TenantId, TenantProfile> profiles = new LinkedHashMap<>();

    TenantsReading(Problems problems) {
        this.problems = problems;
        this.hierarchy = new HierarchyCheck(problems);
    }

    /** Answers with every tenant that was right; the others left a problem. */
    Map<TenantId, TenantProfile> profiles(DocumentNode root) {
        if (problems.expect(root, Kind.OBJECT)) {
            problems.allowOnly(root, Set.of("platform", "tenants"));
            TenantId platform =
                    id(problems.optional(root, "platform", Kind.STRING)).orElse(DEFAULT_PLATFORM);
            problems.required(root, "tenants", Kind.ARRAY)
                    .ifPresent(tenants -> tenants.items().forEach(node -> tenant(platform, node)));
        }
        return profiles;
    }

    private void tenant(TenantId platform, DocumentNode node) {
        if (!problems.expect(node, Kind.OBJECT)) {
            return;
        }
        problems.allowOnly(node, FIELDS);
        List<Consumer<TenantProfile.Builder>> settings = settings(node);
        path(platform, node).filter(path -> hierarchy.accepts(path, node)).ifPresent(path -> {
            TenantProfile.Builder profile = TenantProfile.builder(path);
            settings.forEach(setting -> setting.accept(profile));
            profiles.put(path.tenant(), profile.build());
        });
    }

    private Optional<TenantPath> path(TenantId platform, DocumentNode node) {
        Optional<TenantId> id = id(problems.required(node, "id", Kind.STRING));
        Optional<TenantId> oem = id(problems.required(node, "oem", Kind.STRING));
        Optional<TenantId> reseller = id(problems.optional(node, "reseller", Kind.STRING));
        if (id.isEmpty() || oem.isEmpty()) {
            return Optional.empty();
        }
        return problems.make(
                node,
                () -> reseller.map(r -> TenantPath.of(platform, oem.get(), r, id.get()))
                        .orElseGet(() -> TenantPath.direct(platform, oem.get(), id.get())));
    }

    private Optional<TenantId> id(Optional<DocumentNode> node) {
        return node.flatMap(id -> problems.make(id, () -> TenantId.of(id.text())));
    }

    private List<Consumer<TenantProfile.Builder>> settings(DocumentNode tenant) {
        List<Consumer<TenantProfile.Builder>> settings = new ArrayList<>();
        LABELS.forEach((field, set) -> problems.optional(tenant, field, Kind.STRING)
                .filter(node -> isAccepted(node, set))
                .ifPresent(node -> settings.add(profile -> set.accept(profile, node.text()))));
        status(tenant).ifPresent(status -> settings.add(profile -> profile.status(status)));
        zone(tenant).ifPresent(zone -> settings.add(profile -> profile.zone(zone)));
        return settings;
    }

    private boolean isAccepted(DocumentNode label, BiConsumer<TenantProfile.Builder, String> set) {
        TenantProfile.Builder probe = TenantProfile.builder(ANY_PATH);
        set.accept(probe, label.text());
        return problems.make(label, probe::build).isPresent();
    }

    private Optional<TenantStatus> status(DocumentNode tenant) {
        Optional<DocumentNode> field = problems.optional(tenant, "status", Kind.STRING);
        Optional<TenantStatus> status = field.map(node -> STATUSES.get(node.text()));
        if (field.isPresent() && status.isEmpty()) {
            problems.add(field.get(), "status: must be active, suspended or closed");
        }
        return status;
    }

    private Optional<ZoneId> zone(DocumentNode tenant) {
        return problems.optional(tenant, "zone", Kind.STRING).flatMap(node -> {
            try {
                return Optional.of(ZoneId.of(node.text()));
            } catch (DateTimeException e) {
                problems.add(node, "zone: must be a time zone such as Europe/Oslo or UTC");
                return Optional.empty();
            }
        });
    }
}
