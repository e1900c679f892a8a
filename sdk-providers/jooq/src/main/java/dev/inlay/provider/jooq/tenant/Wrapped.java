package dev.inlay.provider.jooq.tenant;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jooq.Condition;
import org.jooq.QueryPart;
import org.jooq.VisitListener;
import org.jooq.conf.Settings;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;

/** The condition in what a join's steps collect their conditions in, which jOOQ shows only while it renders. */
final class Wrapped {

    private Wrapped() {}

    static Optional<Condition> in(Condition condition) {
        if (!condition.getClass().getSimpleName().equals("ConditionProviderImpl")) {
            return Optional.empty();
        }
        AtomicReference<Condition> inner = new AtomicReference<>();
        DSL.using(new DefaultConfiguration().set(new Settings()).set(VisitListener.onVisitStart(visit -> {
                    QueryPart[] parts = visit.queryParts();
                    if (parts.length > 1
                            && parts[parts.length - 2] == condition
                            && visit.queryPart() instanceof Condition direct) {
                        inner.compareAndSet(null, direct);
                    }
                })))
                .render(condition);
        return Optional.ofNullable(inner.get());
    }
}
