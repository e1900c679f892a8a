package dev.inlay.provider.feign;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.provider.feign.egress.EgressPolicy;
import dev.inlay.provider.feign.internal.Answer;
import dev.inlay.provider.feign.internal.HostLookup;
import dev.inlay.provider.feign.internal.HttpLine;
import dev.inlay.provider.feign.internal.HttpSettings;
import dev.inlay.provider.feign.internal.NoAnswerException;
import dev.inlay.provider.feign.internal.ShortMemory;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Makes one attempt: find the tenant's endpoint, ask whether it may be reached, sign, send, read the answer. */
final class WebhookDelivery implements EventTransport {

    private static final Duration UNTIL_OPEN = Duration.ofSeconds(1);
    private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
    private static final int MOST_ENDPOINTS = 10_000;

    private final Settings settings;
    private volatile @Nullable Open open;

    WebhookDelivery(Settings settings) {
        this.settings = settings;
    }

    /** What a builder has collected. */
    record Settings(
            String target,
            WebhookEndpoints endpoints,
            HttpSettings http,
            EgressPolicy egress,
            HostLookup lookup,
            WebhookFormat format,
            Duration lookAgainAfter) {}

    /** What exists between start and close. */
    private record Open(HttpLine line, ShortMemory<TenantId, WebhookEndpoint> endpoints, InstantSource clock) {}

    void open(PluginContext context) {
        HttpLine line = HttpLine.open(
                settings.http, settings.lookup, context.threads("webhooks-" + settings.target), context.clock());
        open = new Open(
                line,
                new ShortMemory<>(
                        settings.endpoints::find,
                        endpoint -> !endpoint.isNone(),
                        settings.lookAgainAfter,
                        MOST_ENDPOINTS,
                        context.clock()),
                context.clock());
    }

    void close() {
        Open ended = open;
        open = null;
        if (ended != null) {
            ended.line.close();
        }
    }

    @Override
    public String target() {
        return settings.target;
    }

    @Override
    public Optional<Duration> timeout() {
        return Optional.of(settings.http().requestTimeout());
    }

    @Override
    public DeliveryOutcome deliver(OutboundEvent event) throws InterruptedException {
        Open now = open;
        if (now == null) {
            return DeliveryOutcome.notAttempted("the transport is not running", UNTIL_OPEN);
        }
        DeliveryOutcome outcome = attempt(now, event);
        if (outcome.kind() != DeliveryOutcome.Kind.DELIVERED) {
            now.endpoints.doubt(event.tenant());
        }
        return outcome;
    }

    private DeliveryOutcome attempt(Open now, OutboundEvent event) throws InterruptedException {
        try {
            WebhookEndpoint endpoint = endpoint(now, event.tenant());
            if (!endpoint.wants(event.type())) {
                return DeliveryOutcome.delivered();
            }
            return outcome(now.line.send(WebhookRequest.of(event, endpoint, settings.format, now.clock.instant())));
        } catch (UnsendableException e) {
            return e.outcome();
        } catch (NoAnswerException e) {
            return e.refusedByPolicy() ? DeliveryOutcome.refused(e.reason()) : DeliveryOutcome.retry(e.reason());
        }
    }

    private WebhookEndpoint endpoint(Open now, TenantId tenant) throws UnsendableException, InterruptedException {
        Optional<WebhookEndpoint> found;
        try {
            found = now.endpoints.get(tenant);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new UnsendableException(DeliveryOutcome.retry("the tenant's webhook endpoint cannot be looked up ("
                    + e.getClass().getSimpleName() + ")"));
        }
        WebhookEndpoint endpoint = found.orElseThrow(() -> refused("the tenant has no webhook endpoint"));
        if (endpoint.isNone()) {
            throw new UnsendableException(DeliveryOutcome.delivered());
        }
        if (!endpoint.isEnabled()) {
            throw new UnsendableException(
                    DeliveryOutcome.notAttempted("the tenant's webhook endpoint is disabled", untilNextLook()));
        }
        URI url = endpoint.url();
        Optional<String> objection = settings.egress.objectionTo(url);
        if (objection.isPresent()) {
            throw refused("the URL of the tenant's webhook endpoint " + objection.get());
        }
        return endpoint;
    }

    private Duration untilNextLook() {
        return settings.lookAgainAfter.compareTo(SHORTEST_PAUSE) < 0 ? SHORTEST_PAUSE : settings.lookAgainAfter;
    }

    private static UnsendableException refused(String reason) {
        return new UnsendableException(DeliveryOutcome.refused(reason));
    }

    /** One tenant's endpoint says nothing of the others', so no answer makes the target unusable. */
    private static DeliveryOutcome outcome(Answer answer) {
        return switch (answer.status()) {
            case 410 -> DeliveryOutcome.disabled(answer.reason());
            case 300, 301, 302, 303, 304, 305, 307, 308 ->
                DeliveryOutcome.retry(answer.reason() + ", and redirects are not followed");
            case 401, 403, 404, 407 -> answer.retry();
            default -> answer.outcome();
        };
    }
}
