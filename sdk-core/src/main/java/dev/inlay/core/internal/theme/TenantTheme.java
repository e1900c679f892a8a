package dev.inlay.core.internal.theme;

import dev.inlay.api.error.InvalidDocumentException;
import dev.inlay.api.error.InvalidDocumentException.Problem;
import dev.inlay.api.tenant.TenantPath;
import dev.inlay.api.theme.Theme;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What is known of one tenant's theme: the good one, or why there is none. Thread-safe. */
final class TenantTheme {

    private final ThemeLoading loading;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable State state;

    TenantTheme(ThemeLoading loading) {
        this.loading = loading;
    }

    /**
     * The theme of the tenant. Work that was bound before the tenant moved gets the theme of its new place as well.
     *
     * @throws InvalidDocumentException when its layers are broken and there was never a good theme
     */
    Theme at(TenantPath path, long directoryVersion) {
        State now = state;
        if (now == null || !isFresh(now, directoryVersion)) {
            now = renewed(path, directoryVersion);
        }
        return now.theme();
    }

    private boolean isFresh(State now, long directoryVersion) {
        return now.version == loading.version()
                && directoryVersion <= now.directoryVersion
                && (now.retryAt == null || loading.now().isBefore(now.retryAt));
    }

    private State renewed(TenantPath path, long directoryVersion) {
        lock.lock();
        try {
            State now = state;
            if (now == null || !isFresh(now, directoryVersion)) {
                now = renew(path, directoryVersion, now);
                state = now;
            }
            return now;
        } finally {
            lock.unlock();
        }
    }

    /** The version is read before the layers, so what was read may be newer than it says, and is then read again. */
    private State renew(TenantPath path, long directoryVersion, @Nullable State last) {
        if (last != null && directoryVersion < last.directoryVersion) {
            return renew(last.path, last.directoryVersion, last);
        }
        long version = loading.version();
        if (last != null && last.version == version && last.retryAt == null && last.path.equals(path)) {
            return new State(path, directoryVersion, version, last.good, last.problems, null);
        }
        Theme good = last == null ? null : last.good;
        try {
            return new State(path, directoryVersion, version, loading.load(path, version), List.of(), null);
        } catch (InvalidDocumentException e) {
            if (good != null) {
                loading.warn(path, e);
            }
            return new State(path, directoryVersion, version, good, e.problems(), null);
        } catch (RuntimeException e) {
            if (good == null) {
                throw e;
            }
            loading.warn(path, e);
            return new State(path, directoryVersion, version, good, List.of(), loading.retryAt());
        }
    }

    /** The good theme, or the problems of a tenant that never had one; broken layers are not read twice. */
    private record State(
            TenantPath path,
            long directoryVersion,
            long version,
            @Nullable Theme good,
            List<Problem> problems,
            @Nullable Instant retryAt) {

        Theme theme() {
            if (good == null) {
                throw new InvalidDocumentException(problems);
            }
            return good;
        }
    }
}
