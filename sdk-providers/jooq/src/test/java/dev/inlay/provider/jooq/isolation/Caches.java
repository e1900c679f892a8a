package dev.inlay.provider.jooq.isolation;

/** What a host keeps in a map that all tenants share, under a tenant that is bound. */
final class Caches {

    private static final int KEYS = 4;

    private Caches() {}

    static void into(Operations operations) {
        operations
                .add("put into the cache", Kind.CACHE, 8, Caches::put)
                .add("get from the cache", Kind.CACHE, 12, Caches::get);
    }

    private static void put(Turn turn) {
        turn.world.cache.put(key(turn), turn.canary());
    }

    private static void get(Turn turn) {
        String found = turn.world.cache.get(key(turn));
        if (found != null) {
            turn.mine(Kind.CACHE, "the cache", found);
        }
    }

    private static String key(Turn turn) {
        String key = "claim-" + turn.dice.nextInt(KEYS);
        return turn.world.keeps(Guard.CACHE_KEY)
                ? turn.world.inlay.tenants().current().cachePrefix() + key
                : key;
    }
}
