package dev.inlay.provider.jooq.internal.event;

import dev.inlay.api.tenant.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.Table;

/**
 * The tenants and targets that a table has rows of. Reads a few rows, and when they do not tell the end, goes on behind
 * the last place that they showed: a place with a million rows costs as much as one with a few.
 */
final class Places {

    private static final int PAGE = 200;

    private final Table<?> table;
    private final Condition among;
    private final Field<String> tenant;
    private final Field<String> target;

    /** The condition fixes what stands before the tenant in an index. */
    Places(Table<?> table, Condition among) {
        this.table = table;
        this.among = among;
        this.tenant = Objects.requireNonNull(table.field("tenant", String.class));
        this.target = Objects.requireNonNull(table.field("target", String.class));
    }

    /** A tenant and a target. */
    record Place(TenantId tenant, String target) implements Comparable<Place> {

        @Override
        public int compareTo(Place other) {
            int byTenant = tenant.compareTo(other.tenant);
            return byTenant != 0 ? byTenant : target.compareTo(other.target);
        }

        List<String> key() {
            return List.of(tenant.value(), target);
        }
    }

    /** Places behind one, in order; from the first when there is none. */
    List<Place> after(DSLContext sql, List<String> place, int limit) {
        return after(sql, place, limit, PAGE);
    }

    /** The first place behind one, or the first that has a target: reads few rows where few places are passed over. */
    Optional<Place> next(DSLContext sql, List<String> place, Optional<String> meant) {
        List<String> last = place;
        for (int some = 1; ; some = Math.min(2 * some, PAGE)) {
            List<Place> found = after(sql, last, some, some);
            Optional<Place> first = found.stream()
                    .filter(each -> meant.map(each.target()::equals).orElse(true))
                    .findFirst();
            if (first.isPresent() || found.size() < some) {
                return first;
            }
            last = found.get(some - 1).key();
        }
    }

    private List<Place> after(DSLContext sql, List<String> place, int limit, int page) {
        IndexWalk walk = new IndexWalk(table, List.of(tenant, target), among, List.of(tenant, target), List.of());
        List<Place> found = new ArrayList<>();
        List<String> last = place;
        while (found.size() < limit) {
            List<Record> rows = walk.after(sql, last, page);
            for (Record row : rows) {
                List<String> next = List.of(row.get(tenant), row.get(target));
                if (!next.equals(last)) {
                    found.add(new Place(TenantId.of(next.get(0)), next.get(1)));
                    last = next;
                }
            }
            if (rows.size() < page) {
                break;
            }
        }
        return found.size() > limit ? found.subList(0, limit) : found;
    }
}
