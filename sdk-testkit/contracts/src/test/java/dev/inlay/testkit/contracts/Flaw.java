package dev.inlay.testkit.contracts;

import java.util.Set;
import java.util.function.Supplier;

/**
 * A provider broken on purpose.
 *
 * @param name what is wrong with it
 * @param contract its contract
 * @param fails exactly the requirements that it fails
 */
record Flaw(String name, Supplier<? extends Contract> contract, Set<String> fails) {

    static Flaw of(String name, Supplier<? extends Contract> contract, String... fails) {
        return new Flaw(name, contract, Set.of(fails));
    }
}
