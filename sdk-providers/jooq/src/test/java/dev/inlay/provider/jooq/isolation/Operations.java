package dev.inlay.provider.jooq.isolation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A list to choose from by weight. */
final class Operations {

    private final List<Operation> all = new ArrayList<>();
    private int weight;

    Operations add(String name, Kind kind, int weight, Operation.Action action) {
        all.add(new Operation(name, kind, weight, action));
        this.weight += weight;
        return this;
    }

    Stream<String> names() {
        return all.stream().map(Operation::name);
    }

    Operation choose(SplittableRandom dice) {
        int left = dice.nextInt(weight);
        for (Operation operation : all) {
            left -= operation.weight();
            if (left < 0) {
                return operation;
            }
        }
        throw new IllegalStateException("nothing to choose from");
    }
}
