package dev.inlay.testkit.contracts;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What all contracts have in common: each method marked with {@link Requirement} is a test, runs against a fixture of
 * its own, ends after two minutes at the latest, and is reported as not applicable when the provider says so of its
 * capability.
 *
 * @since 0.1
 */
@ExtendWith(ContractLifecycle.class)
@Timeout(value = 120, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
public abstract class Contract {

    Contract() {}

    /**
     * What the provider says of each optional capability of this contract.
     *
     * @return the declaration; {@link Capabilities#none()} for a contract without optional capabilities
     */
    protected abstract Capabilities capabilities();
}
