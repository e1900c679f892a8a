package dev.inlay.core.internal.event;

import dev.inlay.api.error.InvalidValueException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A rule: events of these types go to these targets.
 *
 * @param types each a type, or the beginning of one followed by {@code .*}, or {@code *} for all
 * @param targets may be none
 */
record Route(List<String> types, List<String> targets) {

    private static final Pattern TYPES = Pattern.compile("\\*|[a-z][a-z0-9_-]*(\\.[a-z0-9][a-z0-9_-]*)*(\\.\\*)?");

    static String checkTypes(String types) {
        if (types.length() > 100 || !TYPES.matcher(types).matches()) {
            throw new InvalidValueException(
                    "types",
                    "must be a type such as claim.submitted, the beginning of one such as claim.*, or *, was '" + types
                            + "'");
        }
        return types;
    }

    boolean takes(String type) {
        return types.stream().anyMatch(pattern -> matches(pattern, type));
    }

    private static boolean matches(String pattern, String type) {
        if (!pattern.endsWith("*")) {
            return pattern.equals(type);
        }
        return type.startsWith(pattern.substring(0, pattern.length() - 1));
    }
}
