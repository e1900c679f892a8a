package dev.inlay.core.internal.theme;

import dev.inlay.api.tenant.TenantId;
import dev.inlay.api.theme.Mode;
import dev.inlay.api.theme.Theme;
import dev.inlay.core.internal.json.Problems;
import dev.inlay.spi.theme.ThemeSource.ThemeLayer;
import java.util.ArrayList;
import java.util.List;

/** Stacks layers as a test writes them down, and compiles them. */
final class Layers {

    private final List<Layer> layers = new ArrayList<>();
    private final Problems problems = new Problems();

    static Theme theme(String tokens) {
        return new Layers().light("inlay", tokens).compile();
    }

    static String css(String tokens) {
        return theme(tokens).css();
    }

    Layers light(String node, String tokens) {
        return add(node, Mode.LIGHT, node + ".tokens.json", tokens);
    }

    Layers dark(String node, String tokens) {
        return add(node, Mode.DARK, node + ".dark.tokens.json", tokens);
    }

    Theme compile() {
        problems.throwIfAny();
        return ThemeCompiler.compile(layers);
    }

    private Layers add(String node, Mode mode, String name, String tokens) {
        LayerReading.read(TenantId.of(node), mode, new ThemeLayer(name, tokens), problems)
                .ifPresent(layers::add);
        return this;
    }

    /** An sRGB colour token whose red is a number from 0 to 1. */
    static String red(String number) {
        return "{\"$type\":\"color\",\"$value\":{\"colorSpace\":\"srgb\",\"components\":[" + number + ",0,0]}}";
    }
}
