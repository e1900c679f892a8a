package dev.inlay.provider.jooq.internal.event;

import dev.inlay.api.error.InvalidValueException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** Where a page ended, as a text that callers hand back. */
final class Token {

    private Token() {}

    static String of(List<String> place) {
        StringBuilder text = new StringBuilder();
        for (String part : place) {
            text.append(text.length() == 0 ? "" : ".")
                    .append('_')
                    .append(Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(part.getBytes(StandardCharsets.UTF_8)));
        }
        return text.toString();
    }

    /** Empty, or as many parts as expected. */
    static List<String> read(String token, int parts) {
        if (token.isEmpty()) {
            return List.of();
        }
        List<String> place = new ArrayList<>();
        try {
            for (String part : token.split("\\.", -1)) {
                place.add(new String(Base64.getUrlDecoder().decode(part.substring(1)), StandardCharsets.UTF_8));
            }
        } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
            throw refused();
        }
        if (place.size() != parts) {
            throw refused();
        }
        return place;
    }

    static long number(String part) {
        try {
            return Long.parseLong(part);
        } catch (NumberFormatException e) {
            throw refused();
        }
    }

    static InvalidValueException refused() {
        return new InvalidValueException("after", "must be empty, or what the page before it ended with");
    }
}
