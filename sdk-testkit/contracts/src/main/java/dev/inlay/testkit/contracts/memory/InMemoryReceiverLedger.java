package dev.inlay.testkit.contracts.memory;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.spi.event.ReceiverLedger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a receiver has, as a test says; also the plug-in that contributes it. Thread-safe.
 *
 * @since 0.1
 */
public final class InMemoryReceiverLedger implements Plugin, ReceiverLedger {

    private final String target;
    private final List<Held> held = new ArrayList<>();

    private InMemoryReceiverLedger(String target) {
        this.target = Objects.requireNonNull(target, "target");
    }

    /**
     * Creates a ledger without an event.
     *
     * @param target the name of the target, for example {@code "erp"}
     * @return the ledger
     */
    public static InMemoryReceiverLedger of(String target) {
        return new InMemoryReceiverLedger(target);
    }

    /**
     * Adds an event, also one that is there already.
     *
     * @param tenant whose
     * @param entry the event
     */
    public synchronized void add(TenantId tenant, Entry entry) {
        held.add(new Held(tenant, entry));
    }

    /**
     * Loses every entry of an event.
     *
     * @param eventId its id
     */
    public synchronized void lose(String eventId) {
        held.removeIf(each -> each.entry.eventId().equals(eventId));
    }

    @Override
    public String target() {
        return target;
    }

    /** The cursor is how many were read. */
    @Override
    public synchronized Page read(Query query, Optional<String> cursor) {
        int from = cursor.map(Integer::valueOf).orElse(0);
        List<Entry> asked = held.stream()
                .filter(each -> each.tenant.equals(query.tenant()))
                .map(Held::entry)
                .filter(entry ->
                        !entry.at().isBefore(query.from()) && entry.at().isBefore(query.until()))
                .sorted(Comparator.comparing(Entry::eventId))
                .toList();
        int to = Math.min(asked.size(), from + query.limit());
        return new Page(
                asked.subList(from, to), to < asked.size() ? Optional.of(Integer.toString(to)) : Optional.empty());
    }

    @Override
    public PluginDescriptor descriptor() {
        return PluginDescriptor.of("inlay.memory.receiver-ledger." + target, "0.1", SpiVersion.of(0, 1));
    }

    @Override
    public void contribute(Contributions contributions) {
        contributions.add(ReceiverLedger.class, this);
    }

    private record Held(TenantId tenant, Entry entry) {}
}
