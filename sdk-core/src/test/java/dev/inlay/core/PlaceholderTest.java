package dev.inlay.core;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class PlaceholderTest {
    @Test
    void namesItsPackage() {
        assertThat(Placeholder.module()).isEqualTo(Placeholder.class.getPackageName());
    }
}
