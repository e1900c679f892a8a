package dev.inlay.core.internal.event;

import dev.inlay.api.error.StoreException;
import dev.inlay.spi.store.OutboxStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Random;

/** A store whose answers are sometimes lost, before or after it did what it was asked. Publishing always works. */
final class FlakyStore {

    private FlakyStore() {}

    static OutboxStore around(OutboxStore store, Random random, double share) {
        return (OutboxStore) Proxy.newProxyInstance(
                FlakyStore.class.getClassLoader(), new Class<?>[] {OutboxStore.class}, (proxy, method, args) -> {
                    boolean spared = method.getName().equals("append")
                            || method.getName().equals("shards");
                    if (!spared && random.nextDouble() < share) {
                        throw new StoreException("store.failed", true, "refused " + method.getName(), null);
                    }
                    try {
                        Object answer = method.invoke(store, args);
                        if (!spared && random.nextDouble() < share) {
                            throw new StoreException("store.failed", true, "lost " + method.getName(), null);
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }
}
