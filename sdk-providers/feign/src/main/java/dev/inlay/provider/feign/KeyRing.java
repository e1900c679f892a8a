package dev.inlay.provider.feign;

import dev.inlay.api.error.InlayException;
import dev.inlay.provider.feign.internal.ShortMemory;
import dev.inlay.spi.PluginContext;
import dev.inlay.spi.event.Credential;
import dev.inlay.spi.event.Credential.Kind;
import dev.inlay.spi.event.CredentialSource;
import dev.inlay.spi.event.DeliveryOutcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/** The credentials that a transport refers to by name, as they are now. */
final class KeyRing {

    private static final Duration KEEP = Duration.ofSeconds(30);

    private final String target;
    private final Map<String, Kind> wanted;
    private final ShortMemory<String, Credential> memory;

    private KeyRing(String target, Map<String, Kind> wanted, ShortMemory<String, Credential> memory) {
        this.target = target;
        this.wanted = wanted;
        this.memory = memory;
    }

    /** Looks every reference up, so that a missing one shows at the start. */
    static KeyRing open(String target, Map<String, Kind> wanted, PluginContext context) {
        CredentialSource source = wanted.isEmpty()
                ? name -> Optional.empty()
                : context.service(CredentialSource.class)
                        .orElseThrow(() -> new InlayException(
                                "transport.no-credentials",
                                "target '" + target + "' refers to the credentials " + wanted.keySet()
                                        + ", which needs a CredentialSource; install Credentials.from(source)"));
        KeyRing ring = new KeyRing(
                target, wanted, new ShortMemory<>(source::find, any -> true, KEEP, wanted.size() + 1, context.clock()));
        wanted.keySet().forEach(ring::requireAtStart);
        return ring;
    }

    private void requireAtStart(String name) {
        try {
            find(name);
        } catch (UnsendableException e) {
            throw new InlayException(
                    "transport.credential-missing",
                    true,
                    "target '" + target + "': " + e.outcome().reason(),
                    null);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InlayException("transport.credential-missing", true, "target '" + target + "': interrupted", e);
        }
    }

    /** A credential of the kind that is wanted; a reason names the reference and never the secret. */
    Credential find(String name) throws UnsendableException, InterruptedException {
        Optional<Credential> found;
        try {
            found = memory.get(name);
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new UnsendableException(DeliveryOutcome.retry("the credential '" + name + "' cannot be looked up ("
                    + e.getClass().getSimpleName() + ")"));
        }
        Credential credential = found.orElseThrow(
                () -> new UnsendableException(DeliveryOutcome.targetUnusable("no credential '" + name + "' is known")));
        if (credential.kind() != wanted.get(name)) {
            throw new UnsendableException(DeliveryOutcome.targetUnusable(
                    "the credential '" + name + "' is a " + credential.kind() + " and no " + wanted.get(name)));
        }
        return credential;
    }

    /** Looks all of them up anew before the next attempt, because the receiver did not take them. */
    void doubt() {
        wanted.keySet().forEach(memory::doubt);
    }

    /** The value of an Authorization header (RFC 6750 §2.1, RFC 7617 §2). */
    static String authorization(Credential credential) {
        return credential.kind() == Kind.TOKEN
                ? "Bearer " + new String(credential.secret())
                : "Basic " + Base64.getEncoder().encodeToString(userAndPassword(credential));
    }

    private static byte[] userAndPassword(Credential credential) {
        byte[] user = (credential.user() + ':').getBytes(StandardCharsets.UTF_8);
        ByteBuffer password = StandardCharsets.UTF_8.encode(java.nio.CharBuffer.wrap(credential.secret()));
        byte[] both = Arrays.copyOf(user, user.length + password.remaining());
        password.get(both, user.length, password.remaining());
        return both;
    }
}
