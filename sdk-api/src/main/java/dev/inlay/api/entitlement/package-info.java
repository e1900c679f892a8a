/** What a tenant may do: features, decisions that explain themselves, and the refusal that carries one. */
@NullMarked
package dev.inlay.api.entitlement;

import org.jspecify.annotations.NullMarked;
