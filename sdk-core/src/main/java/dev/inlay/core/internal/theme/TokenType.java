package dev.inlay.core.internal.theme;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The types of DTCG 2025.10 §8 and §9. */
enum TokenType {
    COLOR("color"),
    DIMENSION("dimension"),
    FONT_FAMILY("fontFamily"),
    FONT_WEIGHT("fontWeight"),
    DURATION("duration"),
    CUBIC_BEZIER("cubicBezier"),
    NUMBER("number"),
    STROKE_STYLE("strokeStyle"),
    BORDER("border"),
    TRANSITION("transition"),
    SHADOW("shadow"),
    GRADIENT("gradient"),
    TYPOGRAPHY("typography");

    private final String text;

    TokenType(String text) {
        this.text = text;
    }

    /** Finds a type by what stands in {@code $type}; case matters. */
    static Optional<TokenType> of(String text) {
        return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
    }

    /** All types as they stand in {@code $type}. */
    static List<String> texts() {
        return Arrays.stream(values()).map(TokenType::toString).toList();
    }

    @Override
    public String toString() {
        return text;
    }
}
