package dev.inlay.core.internal.entitlement;

import dev.inlay.api.tenant.TenantPath;
import dev.inlay.spi.entitlement.GrantSet;
import java.util.List;

/**
 * What all sources said of one tenant, last they were heard. Immutable.
 *
 * @param path the tenant
 * @param directoryVersion the version of the directory that knew the tenant by this path
 * @param bySource one entry per source, in their order
 * @param pause until when no source is asked again; over at once when all of them answered
 */
record Loaded(TenantPath path, long directoryVersion, List<FromSource> bySource, Pause pause) {

    List<GrantSet> sets() {
        return bySource.stream().flatMap(source -> source.sets().stream()).toList();
    }

    /**
     * What one source said.
     *
     * @param version the source's version just before it was asked
     * @param sets everything it grants the tenant, past and future
     */
    record FromSource(long version, List<GrantSet> sets) {}
}
