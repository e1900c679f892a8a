package dev.inlay.core.internal.entitlement;

import dev.inlay.api.entitlement.Feature;
import dev.inlay.api.entitlement.FeatureType;
import dev.inlay.core.internal.json.DocumentNode;
import dev.inlay.core.internal.json.DocumentNode.Kind;
import dev.inlay.core.internal.json.Problems;
import dev.inlay.spi.entitlement.Grant;
import dev.inlay.spi.entitlement.Grant.Window;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads every {@code features} object of one set of documents, in which a key has one type. Not thread-safe. */
final class FeaturesReading {

    private static final Map<String, Window> WINDOWS = Map.of("day", Window.DAY, "month", Window.MONTH);

    private final Problems problems;
    private final Map<String, Typed> first = new HashMap<>();

    FeaturesReading(Problems problems) {
        this.problems = problems;
    }

    /** Answers with every feature that was right; the others left a problem. */
    List<Grant> grants(DocumentNode features) {
        List<Grant> grants = new ArrayList<>();
        features.fields().forEach((key, node) -> grant(key, node).ifPresent(grants::add));
        return List.copyOf(grants);
    }

    private Optional<Grant> grant(String key, DocumentNode node) {
        if (problems.make(node, () -> Feature.flag(key)).isEmpty()) {
            return Optional.empty();
        }
        return switch (node.kind()) {
            case BOOLEAN ->
                hasOneType(key, FeatureType.FLAG, node) ? Optional.of(Grant.flag(key, node.bool())) : Optional.empty();
            case OBJECT -> hasOneType(key, FeatureType.LIMIT, node) ? limit(key, node) : Optional.empty();
            default -> {
                problems.add(
                        node,
                        "must be true or false for a flag, an object with limit, meter and per for a limit, not "
                                + node.kind().words());
                yield Optional.empty();
            }
        };
    }

    private boolean hasOneType(String key, FeatureType type, DocumentNode node) {
        Typed before = first.putIfAbsent(key, new Typed(type, node));
        if (before == null || before.type() == type) {
            return true;
        }
        problems.add(
                node,
                "'" + key + "' is " + Words.type(type) + " here and " + Words.type(before.type()) + " at "
                        + before.node().place());
        return false;
    }

    private Optional<Grant> limit(String key, DocumentNode node) {
        problems.allowOnly(node, Set.of("limit", "meter", "per"));
        Optional<Long> limit = problems.required(node, "limit", Kind.NUMBER).flatMap(this::wholeNumber);
        Optional<DocumentNode> meter = problems.required(node, "meter", Kind.STRING)
                .filter(name -> problems.make(name, () -> Grant.limit(key, 0, name.text(), Window.DAY))
                        .isPresent());
        Optional<Window> window = problems.required(node, "per", Kind.STRING).flatMap(this::window);
        return limit.isPresent() && meter.isPresent() && window.isPresent()
                ? Optional.of(Grant.limit(key, limit.get(), meter.get().text(), window.get()))
                : Optional.empty();
    }

    private Optional<Long> wholeNumber(DocumentNode node) {
        BigDecimal number = node.number();
        try {
            if (number.signum() >= 0) {
                return Optional.of(number.longValueExact());
            }
        } catch (ArithmeticException notALong) {
            // refused below, as a negative one is
        }
        problems.add(node, "limit: must be a whole number from 0 to " + Long.MAX_VALUE);
        return Optional.empty();
    }

    private Optional<Window> window(DocumentNode node) {
        Optional<Window> window = Optional.ofNullable(WINDOWS.get(node.text()));
        if (window.isEmpty()) {
            problems.add(node, "per: must be day or month");
        }
        return window;
    }

    private record Typed(FeatureType type, DocumentNode node) {}
}
