package dev.inlay.provider.resilience4j;

import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A transport with its guards. Of a batch, each event that is let through goes on in one call, the others are held. */
final class GuardedTransport implements EventTransport {

    private final EventTransport transport;
    private final Admission admission;

    GuardedTransport(EventTransport transport, Resilience.Settings settings, SteadyClock clock) {
        this.transport = transport;
        this.admission =
                new Admission(transport.target(), settings, transport.timeout().orElse(settings.openFor()), clock);
    }

    @Override
    public String target() {
        return transport.target();
    }

    /** Admission does not wait. */
    @Override
    public Optional<Duration> timeout() {
        return transport.timeout();
    }

    @Override
    public int batchSize() {
        return transport.batchSize();
    }

    @Override
    public DeliveryOutcome deliver(OutboundEvent event) throws Exception {
        Admission.Answer answer = admission.ask(event.tenant());
        Admission.Pass pass = answer.pass();
        if (pass == null) {
            return Objects.requireNonNull(answer.held());
        }
        List<Admission.Pass> passes = List.of(pass);
        DeliveryOutcome outcome = guarded(passes, () -> outcomeOrRetry(transport.deliver(event)));
        pass.ended(outcome);
        return outcome;
    }

    @Override
    public List<DeliveryOutcome> deliverAll(List<OutboundEvent> events) throws Exception {
        List<@Nullable DeliveryOutcome> outcomes = new ArrayList<>(events.size());
        List<OutboundEvent> passing = new ArrayList<>(events.size());
        List<Admission.Pass> passes = new ArrayList<>(events.size());
        for (OutboundEvent event : events) {
            Admission.Answer answer = admission.ask(event.tenant());
            outcomes.add(answer.held());
            if (answer.pass() != null) {
                passing.add(event);
                passes.add(answer.pass());
            }
        }
        List<DeliveryOutcome> made = passing.isEmpty() ? List.of() : deliver(passing, passes);
        List<DeliveryOutcome> all = new ArrayList<>(events.size());
        int next = 0;
        for (DeliveryOutcome held : outcomes) {
            all.add(held == null ? made.get(next++) : held);
        }
        return all;
    }

    /** A failure is told as an outcome, so that it uses up no attempt of the events that were held back. */
    private List<DeliveryOutcome> deliver(List<OutboundEvent> events, List<Admission.Pass> passes)
            throws InterruptedException {
        List<DeliveryOutcome> outcomes;
        try {
            outcomes = guarded(passes, () -> outcomesOrRetries(transport.deliverAll(events), events.size()));
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            String message = e.getMessage();
            return Collections.nCopies(
                    events.size(),
                    DeliveryOutcome.retry(
                            message == null || message.isEmpty() ? e.getClass().getName() : message));
        }
        for (int i = 0; i < passes.size(); i++) {
            passes.get(i).ended(outcomes.get(i));
        }
        return outcomes;
    }

    /** Makes a call, and ends its passes where it fails. */
    private static <T> T guarded(List<Admission.Pass> passes, Call<T> call) throws Exception {
        try {
            return call.make();
        } catch (InterruptedException e) {
            passes.forEach(Admission.Pass::calledOff);
            throw e;
        } catch (Exception e) {
            passes.forEach(pass -> pass.failed(e));
            throw e;
        } catch (Error e) {
            passes.forEach(Admission.Pass::calledOff);
            throw e;
        }
    }

    private DeliveryOutcome outcomeOrRetry(@Nullable DeliveryOutcome outcome) {
        return outcome == null ? DeliveryOutcome.retry("the transport of " + target() + " answered null") : outcome;
    }

    /** Events that have no answer of their own are tried again. */
    private List<DeliveryOutcome> outcomesOrRetries(@Nullable List<DeliveryOutcome> outcomes, int count) {
        List<DeliveryOutcome> all = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            all.add(outcomeOrRetry(outcomes == null || i >= outcomes.size() ? null : outcomes.get(i)));
        }
        return all;
    }

    private interface Call<T> {
        T make() throws Exception;
    }
}
