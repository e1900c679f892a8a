package dev.inlay.provider.feign.internal;

import feign.Request;
import feign.Response;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ThreadFactory;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ConnectTimeoutException;

/** Sends requests, between start and close. Thread-safe. */
public final class HttpLine implements AutoCloseable {

    private final Exchanges exchanges;
    private final Request.Options options;
    private final Duration connectTimeout;
    private final Duration requestTimeout;
    private final InstantSource clock;

    private HttpLine(Exchanges exchanges, HttpSettings settings, InstantSource clock) {
        this.exchanges = exchanges;
        this.connectTimeout = settings.connectTimeout();
        this.requestTimeout = settings.requestTimeout();
        this.options = new Request.Options(connectTimeout, requestTimeout, false);
        this.clock = clock;
    }

    /**
     * Opens a line.
     *
     * @param settings how requests are sent
     * @param threads makes those that send
     * @param clock the instance's
     * @return to be closed
     */
    public static HttpLine open(HttpSettings settings, ThreadFactory threads, InstantSource clock) {
        return open(settings, GuardedClient.ofTheJvm(), threads, clock);
    }

    /**
     * Opens a line whose hosts are looked up in another way, which settings without a policy do not ask.
     *
     * @param settings how requests are sent
     * @param lookup finds addresses
     * @param threads makes those that send
     * @param clock the instance's
     * @return to be closed
     */
    public static HttpLine open(HttpSettings settings, HostLookup lookup, ThreadFactory threads, InstantSource clock) {
        Exchanges exchanges = settings.egress() == null
                ? JdkExchanges.open(settings, threads)
                : GuardedExchanges.open(settings, lookup, threads);
        return new HttpLine(exchanges, settings, clock);
    }

    /**
     * Sends one request, once. Blocks until there is an answer, or the request time-out is over.
     *
     * @param request a POST
     * @return what the receiver answered
     * @throws NoAnswerException when it did not
     * @throws InterruptedException when interrupted
     */
    public Answer send(Request request) throws NoAnswerException, InterruptedException {
        try (Response response = exchanges.execute(request, options)) {
            return Answer.of(response, clock);
        } catch (IOException e) {
            if (e.getCause() instanceof InterruptedException interrupted) {
                Thread.interrupted(); // the exception says it from here on
                throw interrupted;
            }
            throw new NoAnswerException(reason(e), e instanceof EgressRefusedException);
        }
    }

    /** Says what happened without the exception's message, which may hold an address. */
    private String reason(IOException failure) {
        if (failure instanceof EgressRefusedException) {
            return "the host has an address that egress does not allow";
        }
        if (failure instanceof HttpConnectTimeoutException || failure instanceof ConnectTimeoutException) {
            return "no connection within " + connectTimeout.toMillis() + " ms";
        }
        if (failure instanceof HttpTimeoutException || failure instanceof SocketTimeoutException) {
            return "no answer within " + requestTimeout.toMillis() + " ms";
        }
        if (failure instanceof ConnectException) {
            return "no connection";
        }
        if (failure instanceof SSLException) {
            return "no secure connection";
        }
        return "no answer (" + failure.getClass().getSimpleName() + ")";
    }

    @Override
    public void close() {
        exchanges.close();
    }
}
