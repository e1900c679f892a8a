package dev.inlay.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The rows of {@code capabilities.md}. */
final class CapabilityTable {

    private static final String NONE = "–";
    private static final Pattern BEGIN = Pattern.compile("^\\|\\s*[A-Z]{3}-", Pattern.MULTILINE);
    private static final Pattern ROW = Pattern.compile(
            "^(\\| ([A-Z]{3}-\\d+) \\| [^|]+ \\| (works|thin|planned) \\| )([^|]+) \\|$", Pattern.MULTILINE);
    private static final Pattern TEST = Pattern.compile("`([^`]+)`");

    private final Path page;

    CapabilityTable(Path page) {
        this.page = page;
    }

    List<Row> rows() throws IOException {
        String text = Files.readString(page);
        List<Row> rows = ROW.matcher(text).results().map(Row::of).toList();
        long begun = BEGIN.matcher(text).results().count();
        if (rows.size() != begun) {
            throw new AssertionError(
                    begun + " rows, but only " + rows.size() + " are | id | capability | state | tests |");
        }
        return rows;
    }

    /** Writes the last column anew. */
    void update(Map<String, SortedSet<String>> proofs) throws IOException {
        Matcher rows = ROW.matcher(Files.readString(page));
        String updated = rows.replaceAll(row -> Matcher.quoteReplacement(
                row.group(1) + written(proofs.getOrDefault(row.group(2), new TreeSet<>())) + " |"));
        Files.writeString(page, updated);
    }

    private static String written(SortedSet<String> tests) {
        return tests.isEmpty()
                ? NONE
                : tests.stream().map(test -> "`" + test + "`").collect(Collectors.joining(", "));
    }

    static SortedMap<String, SortedSet<String>> proofs(List<Row> rows) {
        SortedMap<String, SortedSet<String>> proofs = new TreeMap<>();
        rows.stream().filter(row -> !row.tests().isEmpty()).forEach(row -> proofs.put(row.id(), row.tests()));
        return proofs;
    }

    record Row(String id, String state, SortedSet<String> tests) {

        private static Row of(MatchResult row) {
            SortedSet<String> tests = TEST.matcher(row.group(4))
                    .results()
                    .map(test -> test.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
            return new Row(row.group(2), row.group(3), tests);
        }

        boolean claims() {
            return !state.equals("planned");
        }
    }
}
