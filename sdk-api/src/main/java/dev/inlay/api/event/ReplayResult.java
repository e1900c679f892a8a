package dev.inlay.api.event;

import dev.inlay.api.tenant.TenantId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a replay has moved so far, or would move. Immutable.
 *
 * @since 0.1
 */
public final class ReplayResult {

    private static final int EXAMPLES = 20;

    private final long events;
    private final long streams;
    private final long left;
    private final List<OfTarget> targets;
    private final List<ParkedEvent> examples;
    private final String stopped;

    private ReplayResult(
            long events, long streams, long left, List<OfTarget> targets, List<ParkedEvent> examples, String stopped) {
        this.events = events;
        this.streams = streams;
        this.left = left;
        this.targets = List.copyOf(targets);
        this.examples = List.copyOf(examples);
        this.stopped = stopped;
    }

    /**
     * A replay that has not begun.
     *
     * @return nothing moved
     */
    public static ReplayResult none() {
        return new ReplayResult(0, 0, 0, List.of(), List.of(), "");
    }

    /**
     * The same with some more of one tenant and target.
     *
     * @param more what was moved, or left
     * @param some examples of it; only the first {@value #EXAMPLES} of all are kept
     * @return a new result
     */
    public ReplayResult plus(OfTarget more, List<ParkedEvent> some) {
        Map<String, OfTarget> sums = new LinkedHashMap<>();
        targets.forEach(each -> sums.put(each.tenant() + " " + each.target(), each));
        if (more.events() + more.left() > 0) {
            sums.merge(more.tenant() + " " + more.target(), more, OfTarget::plus);
        }
        List<ParkedEvent> shown = new ArrayList<>(examples);
        some.stream().limit(EXAMPLES - (long) shown.size()).forEach(shown::add);
        return new ReplayResult(
                events + more.events(),
                streams + more.streams(),
                left + more.left(),
                List.copyOf(sums.values()),
                shown,
                stopped);
    }

    /**
     * The same, ended early.
     *
     * @param why for people
     * @return a new result
     */
    public ReplayResult stoppedBecause(String why) {
        return new ReplayResult(events, streams, left, targets, examples, why);
    }

    /**
     * How many events.
     *
     * @return 0 or more
     */
    public long events() {
        return events;
    }

    /**
     * How many streams they belong to; a large stream counts again with each part of it that was moved on its own.
     *
     * @return 0 or more
     */
    public long streams() {
        return streams;
    }

    /**
     * How many events were chosen and stay parked, because an earlier one of their stream was not chosen.
     *
     * @return 0 or more
     */
    public long left() {
        return left;
    }

    /**
     * The same, by tenant and target.
     *
     * @return those that anything was chosen of
     */
    public List<OfTarget> targets() {
        return targets;
    }

    /**
     * Some of the events.
     *
     * @return the first, at most {@value #EXAMPLES}
     */
    public List<ParkedEvent> examples() {
        return examples;
    }

    /**
     * Why it ended before everything was done. What was moved stays moved, from the heads of the streams on, so that
     * doing it again goes on where it ended.
     *
     * @return empty when everything was done
     */
    public Optional<String> stopped() {
        return stopped.isEmpty() ? Optional.empty() : Optional.of(stopped);
    }

    @Override
    public String toString() {
        return events + " events of " + streams + " streams" + (left == 0 ? "" : ", " + left + " left")
                + (stopped.isEmpty() ? "" : ", stopped: " + stopped);
    }

    /**
     * A part of it: one tenant and target.
     *
     * @param tenant whose events
     * @param target where they go
     * @param events how many
     * @param streams how many streams they belong to
     * @param left how many stay parked behind others that were not chosen
     */
    public record OfTarget(TenantId tenant, String target, long events, long streams, long left) {

        private OfTarget plus(OfTarget more) {
            return new OfTarget(tenant, target, events + more.events, streams + more.streams, left + more.left);
        }
    }
}
