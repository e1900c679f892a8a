package dev.inlay.provider.jooq.tenant;

import dev.inlay.api.error.InlayException;

/** What the checker throws. */
final class Unscoped {

    private Unscoped() {}

    static InlayException refused(String what) {
        return new InlayException("tenant.unscoped", "statement refused: " + what);
    }
}
