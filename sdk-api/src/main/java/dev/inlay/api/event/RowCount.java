package dev.inlay.api.event;

/**
 * How many rows there are, counted no further than to {@value #MOST}: counting a million exactly would cost the
 * database more than the answer is worth.
 *
 * @param rows from 0 to {@value #MOST}
 * @param exact {@code false} when there are more than {@code rows}
 * @since 0.1
 */
public record RowCount(long rows, boolean exact) {

    /** How far is counted. */
    public static final int MOST = 10_000;

    /** No row at all. */
    public static final RowCount NONE = new RowCount(0, true);

    /**
     * Makes a count of rows that were counted to one more than {@value #MOST} at most.
     *
     * @param counted 0 or more
     * @return the count
     */
    public static RowCount of(long counted) {
        return new RowCount(Math.min(MOST, counted), counted <= MOST);
    }

    /** For people: {@code 17}, or {@code more than 10000}. */
    @Override
    public String toString() {
        return exact ? Long.toString(rows) : "more than " + rows;
    }
}
