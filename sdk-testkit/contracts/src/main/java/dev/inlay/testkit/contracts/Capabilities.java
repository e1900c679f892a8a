package dev.inlay.testkit.contracts;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What a provider says of each optional capability of its contract: supported, or not applicable for a reason. There is
 * no default: a requirement whose capability was not declared fails. Immutable.
 *
 * @since 0.1
 */
public final class Capabilities {

    private static final Capabilities NONE = new Capabilities(Map.of());

    /** Capability to the reason why it is not applicable; empty when supported. */
    private final Map<String, Optional<String>> declared;

    private Capabilities(Map<String, Optional<String>> declared) {
        this.declared = Map.copyOf(declared);
    }

    /**
     * Nothing declared: right for a contract without optional capabilities.
     *
     * @return the empty declaration
     */
    public static Capabilities none() {
        return NONE;
    }

    /**
     * Declares that the provider has a capability.
     *
     * @param capability a constant of the contract
     * @return a new declaration
     */
    public Capabilities supported(String capability) {
        return with(capability, Optional.empty());
    }

    /**
     * Declares that a capability means nothing for the provider.
     *
     * @param capability a constant of the contract
     * @param reason why, for the report
     * @return a new declaration
     * @throws IllegalArgumentException when the reason is blank
     */
    public Capabilities notApplicable(String capability, String reason) {
        if (reason.isBlank()) {
            throw new IllegalArgumentException("say why " + capability + " is not applicable");
        }
        return with(capability, Optional.of(reason));
    }

    private Capabilities with(String capability, Optional<String> reason) {
        Map<String, Optional<String>> more = new HashMap<>(declared);
        more.put(Objects.requireNonNull(capability, "capability"), reason);
        return new Capabilities(more);
    }

    boolean declares(String capability) {
        return declared.containsKey(capability);
    }

    Optional<String> reasonAgainst(String capability) {
        return Objects.requireNonNull(declared.get(capability), capability);
    }
}
