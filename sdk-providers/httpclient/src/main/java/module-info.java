/**
 * The JDK's HTTP client, telling the services it calls whose work it is.
 *
 * <p>The front door is {@link dev.inlay.provider.httpclient.TenantHttpClient}. It is not a plug-in: the host wraps a
 * client of its own.
 */
module dev.inlay.provider.httpclient {
    requires transitive dev.inlay.api;
    requires transitive java.net.http;
    requires static org.jspecify;

    exports dev.inlay.provider.httpclient;
}
