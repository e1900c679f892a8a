/**
 * Resolves design tokens down the hierarchy. {@code ThemeEngine} answers for {@link dev.inlay.api.theme.Themes} from
 * memory; {@code ThemeCompiler} merges the layers of a tenant's nodes, follows {@code $extends}, then references, and
 * writes the style sheet; {@code ThemeDocuments} keeps layers in files. The format is DTCG 2025.10.
 */
@NullMarked
package dev.inlay.core.internal.theme;

import org.jspecify.annotations.NullMarked;
