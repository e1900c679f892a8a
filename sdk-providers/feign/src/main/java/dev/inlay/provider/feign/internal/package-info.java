/**
 * What both kinds of delivery share. {@code HttpLine} sends a request and answers with an {@code Answer} or with why
 * there is none; behind it stands {@code JdkExchanges}, or {@code GuardedExchanges} where a policy says which addresses
 * may be reached.
 */
@NullMarked
package dev.inlay.provider.feign.internal;

import org.jspecify.annotations.NullMarked;
