package dev.inlay.core.internal.event;

import dev.inlay.api.event.Hold;
import dev.inlay.spi.store.Lane;
import dev.inlay.spi.store.OutboxOperations;
import dev.inlay.spi.store.OutboxStore;
import dev.inlay.spi.store.RetryState;
import dev.inlay.spi.store.StoredEvent;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What the parts of one relay share, and how they tell each other of work. A part that takes turns has a bell, which is
 * rung when its next turn comes earlier than it said.
 */
final class RelayParts {

    private final OutboxStore store;
    private final String node;
    private final RelayOptions options;
    private final RelayClock clock;
    private final Faults faults;
    private final Workers workers;
    private final Forms forms;
    private final TenantWeights weights;
    private final Doorbell coreBell = new Doorbell();
    private final Doorbell leaseBell = new Doorbell();
    private final Doorbell completionBell = new Doorbell();
    private final Doorbell setbackBell = new Doorbell();
    private final Mailbox mailbox = new Mailbox(coreBell);
    private final Doorbell lookBell = new Doorbell();
    private final Doorbell readBell = new Doorbell();
    private final Doorbell listBell = new Doorbell();
    private final Announcements announcements;
    private final LeaseKeeper keeper;
    private final Pictures pictures = new Pictures();
    private final Reads looks;
    private final Reads reads;
    private final Reads lists;
    private final Completions completions;
    private final Setbacks setbacks;
    private final DeliveryNews news;
    private final Holds holds;
    private volatile Completions.Listener removed = (lane, events, all) -> {};

    RelayParts(
            OutboxStore store,
            @Nullable OutboxOperations operations,
            String node,
            RelayOptions options,
            RelayClock clock,
            Faults faults,
            Workers workers,
            Upcasts upcasts,
            TenantWeights weights,
            DeliveryNews news) {
        this.store = store;
        this.node = node;
        this.forms = new Forms(upcasts, store, node);
        this.options = options;
        this.clock = clock;
        this.faults = faults;
        this.workers = workers;
        this.weights = weights;
        this.announcements = new Announcements(clock);
        this.keeper = new LeaseKeeper(store, node, options, clock);
        this.looks = new Reads(store, clock, mailbox, pictures);
        this.reads = new Reads(store, clock, mailbox, pictures);
        this.lists = new Reads(store, clock, mailbox, new Pictures());
        this.completions = new Completions(
                store,
                options,
                clock,
                faults,
                (lane, events, all) ->
                        mailbox.execute(() -> pictures.afterwards(() -> removed.removed(lane, events, all))));
        this.setbacks = new Setbacks(store, node, clock, mailbox);
        this.news = news;
        this.holds = new Holds(operations, clock, news);
    }

    /** Says who hears, on the relay's thread, that delivered events are gone. */
    void onRemoved(Completions.Listener listener) {
        removed = listener;
    }

    OutboxStore store() {
        return store;
    }

    String node() {
        return node;
    }

    RelayOptions options() {
        return options;
    }

    RelayClock clock() {
        return clock;
    }

    Faults faults() {
        return faults;
    }

    Workers workers() {
        return workers;
    }

    TenantWeights weights() {
        return weights;
    }

    Mailbox mailbox() {
        return mailbox;
    }

    Forms forms() {
        return forms;
    }

    Announcements announcements() {
        return announcements;
    }

    LeaseKeeper keeper() {
        return keeper;
    }

    /** What was written here just now: asked apart, so that it does not wait behind what has waited longer. */
    Reads looks() {
        return looks;
    }

    Reads reads() {
        return reads;
    }

    /** Which lanes there are: asked apart, since the answer may take long, and nothing that it shows is sent. */
    Reads lists() {
        return lists;
    }

    Completions completions() {
        return completions;
    }

    Setbacks setbacks() {
        return setbacks;
    }

    DeliveryNews news() {
        return news;
    }

    Holds holds() {
        return holds;
    }

    /** Of looks and reads, but not of lists. */
    Pictures pictures() {
        return pictures;
    }

    Doorbell lookBell() {
        return lookBell;
    }

    Doorbell readBell() {
        return readBell;
    }

    Doorbell listBell() {
        return listBell;
    }

    Doorbell coreBell() {
        return coreBell;
    }

    Doorbell leaseBell() {
        return leaseBell;
    }

    Doorbell completionBell() {
        return completionBell;
    }

    Doorbell setbackBell() {
        return setbackBell;
    }

    /** Asks what is answered quickly, which does not wait behind a page. */
    <T> void askSoon(Function<OutboxStore, T> question, Reads.Answer<T> answer, Consumer<RuntimeException> failure) {
        looks.ask(question, answer, failure);
        lookBell.ring();
    }

    <T> void ask(Function<OutboxStore, T> question, Reads.Answer<T> answer, Consumer<RuntimeException> failure) {
        reads.ask(question, answer, failure);
        readBell.ring();
    }

    <T> void askForList(Function<OutboxStore, T> question, Reads.Answer<T> answer, Consumer<RuntimeException> failure) {
        lists.ask(question, answer, failure);
        listBell.ring();
    }

    void complete(Lane lane, StoredEvent event, boolean retried) {
        if (completions.add(lane, event, retried)) {
            completionBell.ring();
        }
    }

    void postpone(ShardWork shard, RetryState retry, Setbacks.Answer answer) {
        setbacks.postpone(shard, retry, answer);
        setbackBell.ring();
    }

    void park(StreamQueue stream, String reason, Setbacks.Answer answer) {
        setbacks.park(stream, reason, answer);
        setbackBell.ring();
    }

    /**
     * Remembers that nobody knows whether an event was taken, so that it is never sent in another form; its shard is
     * not given back before that is written down.
     */
    void doubt(ShardWork shard, StoredEvent event) {
        forms.doubt(shard.lease().shard(), event.id());
        shard.begun();
        setbacks.keep(() -> forms.keepDoubt(shard.lease(), event.id()), shard::finished);
        setbackBell.ring();
    }

    /** Has a receiver's order written down. */
    void keep(Hold hold) {
        setbacks.keep(() -> holds.write(hold), () -> holds.written(hold));
        setbackBell.ring();
    }

    /** Asks for a turn of the lease keeper now, because a lease seems to have changed. */
    void requestLease() {
        leaseBell.ring();
    }
}
