package dev.inlay.provider.feign;

import dev.inlay.api.error.InlayException;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.event.DeliveryOutcome;
import dev.inlay.spi.event.EventTransport;
import dev.inlay.spi.event.OutboundEvent;
import dev.inlay.spi.tenant.TenantSealer;
import feign.Request;
import feign.Response;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Makes one attempt: write the request, send it, read the answer. */
final class HttpDelivery implements EventTransport {

    private static final Duration UNTIL_OPEN = Duration.ofSeconds(1);

    private final FeignTransport.Builder settings;
    private final Request.Options options;
    private final Supplier<Map<String, String>> headers;
    private volatile @Nullable Line line;

    HttpDelivery(FeignTransport.Builder settings) {
        this.settings = settings;
        this.headers = settings.headers;
        this.options = new Request.Options(settings.connectTimeout, settings.requestTimeout, false);
    }

    /** What exists between start and close. */
    private record Line(DrainingClient client, CloudEventRequest requests, InstantSource clock) {}

    void open(PluginContext context) {
        CloudEventRequest requests =
                new CloudEventRequest(settings.address, settings.mode, settings.keyStyle, sealer(context));
        line = new Line(
                DrainingClient.open(settings, context.threads("feign-" + settings.target)), requests, context.clock());
    }

    private @Nullable TenantSealer sealer(PluginContext context) {
        if (!settings.sealed) {
            return null;
        }
        return context.service(TenantSealer.class)
                .orElseThrow(() -> new InlayException(
                        "transport.no-sealer",
                        "target '" + settings.target + "' is sealed, which needs keys and the service's name; install"
                                + " SigningKeys.of(key) and give PropagationOptions to the builder"));
    }

    void close() {
        Line open = line;
        line = null;
        if (open != null) {
            open.client.close();
        }
    }

    @Override
    public String target() {
        return settings.target;
    }

    @Override
    public DeliveryOutcome deliver(OutboundEvent event) throws InterruptedException {
        Line open = line;
        if (open == null) {
            return DeliveryOutcome.notAttempted("the transport is not running", UNTIL_OPEN);
        }
        Request request;
        try {
            request = open.requests.of(event, OwnHeaders.from(headers));
        } catch (UnsendableException e) {
            return e.outcome();
        }
        return send(open, request);
    }

    private DeliveryOutcome send(Line open, Request request) throws InterruptedException {
        try (Response response = open.client.execute(request, options)) {
            return Answer.of(response, open.clock).outcome();
        } catch (IOException e) {
            if (e.getCause() instanceof InterruptedException interrupted) {
                Thread.interrupted(); // the exception says it from here on
                throw interrupted;
            }
            return DeliveryOutcome.retry(noAnswer(e));
        }
    }

    /** Says what happened without the exception's message, which may hold an address. */
    private String noAnswer(IOException failure) {
        if (failure instanceof HttpConnectTimeoutException) {
            return "no connection within " + settings.connectTimeout.toMillis() + " ms";
        }
        if (failure instanceof HttpTimeoutException) {
            return "no answer within " + settings.requestTimeout.toMillis() + " ms";
        }
        if (failure instanceof ConnectException) {
            return "no connection";
        }
        if (failure instanceof SSLException) {
            return "no secure connection";
        }
        return "no answer (" + failure.getClass().getSimpleName() + ")";
    }
}
