/**
 * A random walk through everything that a host does for its tenants, with an oracle that knows whose each value is.
 *
 * <p>{@link dev.inlay.provider.jooq.isolation.Walk} plans every step from one seed and hands it to the workers of
 * {@link dev.inlay.provider.jooq.isolation.World}, some at once. Whatever is written says whose it is, and
 * {@link dev.inlay.provider.jooq.isolation.Oracle} hears of everything that is read under another tenant, of whatever
 * stays on a thread or a connection, and of each refusal that does not come.
 * {@link dev.inlay.provider.jooq.isolation.Guard} lists what keeps tenants apart; with any of them switched off, the
 * walk must find out.
 */
package dev.inlay.provider.jooq.isolation;
