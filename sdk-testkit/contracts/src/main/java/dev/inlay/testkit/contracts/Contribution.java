package dev.inlay.testkit.contracts;

import dev.inlay.spi.Contributions;
import dev.inlay.spi.Plugin;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that a plug-in contributes.
 *
 * @param point the extension point
 * @param extension the implementation
 * @since 0.1
 */
public record Contribution(Class<?> point, Object extension) {

    /**
     * Asks a plug-in what it contributes.
     *
     * @param plugin the plug-in
     * @return in its order
     */
    public static List<Contribution> of(Plugin plugin) {
        List<Contribution> all = new ArrayList<>();
        plugin.contribute(new Contributions() {
            @Override
            public <T> Contributions add(Class<T> point, T extension) {
                all.add(new Contribution(point, extension));
                return this;
            }
        });
        return List.copyOf(all);
    }
}
