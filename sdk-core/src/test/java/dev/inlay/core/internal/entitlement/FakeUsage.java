package dev.inlay.core.internal.entitlement;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.entitlement.UsageReader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Says what a test wants to have been used, and remembers what it was asked for. */
final class FakeUsage implements UsageReader {

    private final List<String> questions = new ArrayList<>();
    private long used;

    void used(long used) {
        this.used = used;
    }

    List<String> questions() {
        return questions;
    }

    @Override
    public long used(TenantId tenant, String meter, LocalDate from, LocalDate to) {
        questions.add(tenant + " " + meter + " " + from + " to " + to);
        return used;
    }
}
