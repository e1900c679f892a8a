/**
 * Sends events over HTTP with OpenFeign, as CloudEvents 1.0 with an Idempotency-Key or as signed webhooks.
 *
 * <p>The front doors are {@link dev.inlay.provider.feign.FeignTransport}, for a receiver that the operator chose, and
 * {@link dev.inlay.provider.feign.Webhooks}, for those that tenants chose. The first is also the worked example of a
 * transport plug-in: one class that is configured and started, one that delivers, one that writes the request, one that
 * reads the answer.
 */
module dev.inlay.provider.feign {
    requires transitive dev.inlay.spi;
    requires feign.core;
    requires feign.java11;
    requires java.net.http;
    requires org.apache.httpcomponents.client5.httpclient5;
    requires org.apache.httpcomponents.core5.httpcore5;
    requires static org.jspecify;

    exports dev.inlay.provider.feign;
    exports dev.inlay.provider.feign.egress;
}
