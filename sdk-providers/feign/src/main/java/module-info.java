/**
 * Sends events over HTTP with OpenFeign on the JDK client, as CloudEvents 1.0 with an Idempotency-Key.
 *
 * <p>The front door is {@link dev.inlay.provider.feign.FeignTransport}. It is also the worked example of a transport
 * plug-in: one class that is configured and started, one that delivers, one that writes the request, one that reads the
 * answer.
 */
module dev.inlay.provider.feign {
    requires transitive dev.inlay.spi;
    requires feign.core;
    requires feign.java11;
    requires java.net.http;
    requires static org.jspecify;

    exports dev.inlay.provider.feign;
}
