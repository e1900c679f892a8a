package dev.inlay.core.internal.entitlement;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.entitlement.UsageReader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Says what a test wants to have been used, and remembers what it was asked for; for many threads. */
final class FakeUsage implements UsageReader {

    private final List<String> questions = Collections.synchronizedList(new ArrayList<>());
    private volatile long used;

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
