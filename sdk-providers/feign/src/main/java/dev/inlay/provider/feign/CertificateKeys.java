package dev.inlay.provider.feign;

import dev.inlay.spi.event.Credential;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/** Shows the client certificate as it is at each handshake, so that it can be renewed while connections are made. */
final class CertificateKeys extends X509ExtendedKeyManager {

    private final AtomicReference<@Nullable Held> held = new AtomicReference<>();

    /** The one of now and the one before, which a handshake under way may still ask for. */
    private record Held(int number, Credential now, Credential before) {

        boolean shows(Credential certificate) {
            return now.chain().equals(certificate.chain());
        }

        Credential named(String alias) {
            return alias.equals(Integer.toString(number)) ? now : before;
        }
    }

    /** Shows another certificate from the next handshake on, and says whether it is another one. */
    boolean use(Credential certificate) {
        Held before = held.getAndUpdate(old -> {
            if (old == null) {
                return new Held(1, certificate, certificate);
            }
            return old.shows(certificate) ? old : new Held(old.number + 1, certificate, old.now);
        });
        return before != null && !before.shows(certificate);
    }

    /** Not asked for issuers: a receiver that trusts none of ours says so by itself. */
    private @Nullable String alias(String[] keyTypes) {
        Held current = held.get();
        return current != null
                        && Arrays.asList(keyTypes).contains(current.now.key().getAlgorithm())
                ? Integer.toString(current.number)
                : null;
    }

    private @Nullable Credential named(String alias) {
        Held current = held.get();
        return current == null ? null : current.named(alias);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return alias(keyType);
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        String alias = alias(new String[] {keyType});
        return alias == null ? null : new String[] {alias};
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        Credential credential = named(alias);
        return credential == null ? null : credential.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        Credential credential = named(alias);
        return credential == null ? null : credential.key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }
}
