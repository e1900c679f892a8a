package dev.inlay.core.internal.tenant.propagation;

import dev.inlay.api.tenant.TenantPropagation;
import dev.inlay.api.tenant.UntrustedTenantException;

/** Why a header or a seal is not believed. Listed for hosts at {@link UntrustedTenantException}. */
enum Refusal {
    MISSING("missing", 401, "there is none; send one, or let the request in through an edge that needs none"),
    DUPLICATE("duplicate", 400, "there are several, or one names something twice; send one"),
    OVERSIZED("oversized", 431, "it is longer than " + TenantPropagation.MAX_LENGTH + " characters"),
    MALFORMED("malformed", 400, "it is not as this SDK writes it; pass it on unchanged, or not at all"),
    KEY("key", 401, "its key is not known here; add the key to this service's KeySource before others sign with it"),
    FORGED("forged", 401, "its signature does not fit it, or the key of that id is another here"),
    ISSUER("issuer", 403, "its issuer is not among those that PropagationOptions accepts"),
    AUDIENCE("audience", 403, "it was made for another service"),
    LIFE("life", 401, "it was made to last longer than is allowed"),
    NOT_YET("not-yet", 401, "it was made in the future; set the clocks, or allow for more skew"),
    EXPIRED("expired", 401, "its time is over; send a fresh one with each request"),
    REPLAYED("replayed", 401, "it was here before; send a fresh one with each request, also when it is repeated"),
    REPLAY_WINDOW("replay-window", 503, "too many are remembered already; enlarge the replay window, or add nodes"),
    PATH("path", 403, "its tenant stands elsewhere in this service's directory; bring the two directories in line"),
    MISMATCH("mismatch", 403, "the user belongs to another tenant");

    private final String word;
    private final int status;
    private final String what;

    Refusal(String word, int status, String what) {
        this.word = word;
        this.status = status;
        this.what = what;
    }

    String code(Kind kind) {
        return "tenant." + kind.word() + "." + word;
    }

    UntrustedTenantException exception(Kind kind) {
        return new UntrustedTenantException(
                code(kind), status, this == REPLAY_WINDOW, "the tenant " + kind.word() + " is refused: " + what);
    }
}
