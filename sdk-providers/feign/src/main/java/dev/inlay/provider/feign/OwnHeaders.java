package dev.inlay.provider.feign;

import dev.inlay.provider.feign.internal.FieldValue;
import dev.inlay.spi.event.DeliveryOutcome;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/** The host's own headers, checked here, because the client's complaint would repeat the value of a credential. */
final class OwnHeaders {

    /** RFC 9110 §5.1: a token. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");

    private static final Set<String> TAKEN = Set.of(
            "content-type",
            "idempotency-key",
            "accept-encoding",
            "content-length",
            "host",
            "connection",
            "expect",
            "upgrade",
            "inlay-tenant",
            "inlay-tenant-seal");

    private OwnHeaders() {}

    static Map<String, String> from(Supplier<Map<String, String>> supplier) throws UnsendableException {
        Map<String, String> headers;
        try {
            headers = Map.copyOf(supplier.get());
        } catch (RuntimeException e) {
            throw new UnsendableException(DeliveryOutcome.retry(
                    "the supplier of headers failed (" + e.getClass().getSimpleName() + ")"));
        }
        for (Map.Entry<String, String> header : headers.entrySet()) {
            check(header.getKey(), header.getValue());
        }
        return headers;
    }

    private static void check(String name, String value) throws UnsendableException {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!NAME.matcher(name).matches()) {
            throw unusable("one of the host's headers has a name that HTTP does not allow");
        }
        if (TAKEN.contains(lower) || lower.startsWith("ce-")) {
            throw unusable("the host's header " + name + " is set by the transport itself");
        }
        if (!FieldValue.isAllowed(value)) {
            throw unusable("the host's header " + name + " has a value that HTTP does not allow");
        }
    }

    private static UnsendableException unusable(String reason) {
        return new UnsendableException(DeliveryOutcome.targetUnusable(reason));
    }
}
