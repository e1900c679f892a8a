package dev.inlay.provider.feign;

import dev.inlay.api.error.InlayException;
import dev.inlay.provider.feign.internal.Answer;
import dev.inlay.provider.feign.internal.HttpLine;
import dev.inlay.provider.feign.internal.NoAnswerException;
import dev.inlay.provider.feign.internal.Tls;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.event.Credential;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.tenant.TenantSealer;
import feign.Request;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Makes one attempt: write the request, send it, read the answer. */
final class HttpDelivery implements EventTransport {

    private static final Duration UNTIL_OPEN = Duration.ofSeconds(1);

    private final FeignTransport.Settings settings;
    private volatile @Nullable Open open;

    HttpDelivery(FeignTransport.Settings settings) {
        this.settings = settings;
    }

    /** What exists between start and close. */
    private record Open(HttpLine line, CloudEventRequest requests, KeyRing keys) {}

    void open(PluginContext context) {
        KeyRing keys = KeyRing.open(settings.target(), settings.credentials(), context);
        CloudEventRequest requests =
                new CloudEventRequest(settings.address(), settings.mode(), settings.keyStyle(), sealer(context));
        HttpLine line = HttpLine.open(settings.http(), context.threads("feign-" + settings.target()), context.clock());
        open = new Open(line, requests, keys);
    }

    private @Nullable TenantSealer sealer(PluginContext context) {
        if (!settings.sealed()) {
            return null;
        }
        return context.service(TenantSealer.class)
                .orElseThrow(() -> new InlayException(
                        "transport.no-sealer",
                        "target '" + settings.target() + "' is sealed, which needs keys and the service's name; install"
                                + " SigningKeys.of(key) and give PropagationOptions to the builder"));
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
        return settings.target();
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
        try {
            Answer answer = now.line.send(request(now, event));
            if (answer.status() == 401 || answer.status() == 403) {
                now.keys.doubt();
            }
            return answer.outcome();
        } catch (UnsendableException e) {
            return e.outcome();
        } catch (NoAnswerException e) {
            return e.refusedByPolicy() ? DeliveryOutcome.targetUnusable(e.reason()) : DeliveryOutcome.retry(e.reason());
        }
    }

    private Request request(Open now, OutboundEvent event) throws UnsendableException, InterruptedException {
        Map<String, String> headers = new LinkedHashMap<>(OwnHeaders.from(settings.headers()));
        if (settings.authorization() != null) {
            boolean twice = headers.keySet().stream().anyMatch("Authorization"::equalsIgnoreCase);
            if (twice) {
                throw new UnsendableException(
                        DeliveryOutcome.targetUnusable("the host's header Authorization stands against a credential"));
            }
            Credential credential = now.keys.find(settings.authorization());
            headers.put("Authorization", KeyRing.authorization(credential));
        }
        SSLContext ssl = settings.http().ssl();
        if (settings.certificate() != null
                && settings.certificateKeys().use(now.keys.find(settings.certificate()))
                && ssl != null) {
            Tls.forgetSessions(ssl);
        }
        return now.requests.of(event, headers);
    }
}
