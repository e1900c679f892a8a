package dev.inlay.example.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The figures of one run: ours, the peers' and floors', and ours divided by theirs. One that is not a number could not
 * be taken: it is {@code null} in the line, which names it under {@code notTaken}. Not thread-safe.
 */
public final class Result {

    private static final MathContext FOUR_DIGITS = new MathContext(4, RoundingMode.HALF_UP);

    private final Map<String, @Nullable Object> ours = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> peers = new LinkedHashMap<>();
    private final Map<String, @Nullable Object> ratios = new LinkedHashMap<>();
    private final List<String> notTaken = new ArrayList<>();
    private boolean failed;

    /** No figures yet. */
    public Result() {}

    /**
     * A figure of ours.
     *
     * @param name what
     * @param value how much, kept to four digits
     * @return this result
     */
    public Result ours(String name, double value) {
        ours.put(name, figure(name, value));
        return this;
    }

    /**
     * A count of ours, which is kept exactly.
     *
     * @param name what
     * @param value how many
     * @return this result
     */
    public Result count(String name, long value) {
        ours.put(name, value);
        return this;
    }

    /**
     * Says that what was measured is not as it must be.
     *
     * @return this result
     */
    public Result fail() {
        failed = true;
        return this;
    }

    boolean failed() {
        return failed;
    }

    /**
     * A figure of a peer's or a floor's.
     *
     * @param name what
     * @param value how much
     * @return this result
     */
    public Result peer(String name, double value) {
        peers.put(name, figure(name, value));
        return this;
    }

    /**
     * Ours divided by theirs.
     *
     * @param name what
     * @param ours how much of ours
     * @param theirs how much of theirs
     * @return this result
     */
    public Result ratio(String name, double ours, double theirs) {
        ratios.put(name, figure(name, ours / theirs));
        return this;
    }

    /**
     * A figure that stands among the ratios although it is none, because a bar names it there.
     *
     * @param name what
     * @param values by what they are of
     * @return this result
     */
    public Result figure(String name, Map<String, Double> values) {
        Map<String, @Nullable Object> figures = new LinkedHashMap<>();
        values.forEach((key, value) -> figures.put(key, figure(name + "." + key, value)));
        ratios.put(name, figures);
        return this;
    }

    String toJson(String bench) throws JsonProcessingException {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("bench", bench);
        line.put("ours", ours);
        line.put("peers", peers);
        line.put("ratios", ratios);
        if (!notTaken.isEmpty()) {
            line.put("notTaken", notTaken);
        }
        return new ObjectMapper().writeValueAsString(line);
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private @Nullable BigDecimal figure(String name, double value) {
        if (Double.isFinite(value)) {
            return rounded(value);
        }
        notTaken.add(name);
        return null;
    }

    private static BigDecimal rounded(double value) {
        BigDecimal exact = new BigDecimal(value).round(FOUR_DIGITS).stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0) : exact;
    }
}
