package dev.inlay.provider.jooq.internal.database;

import org.jooq.DSLContext;

/**
 * A transaction to work in.
 *
 * @param dialect what differs
 * @param sql statements in it
 */
public record Tx(Dialect dialect, DSLContext sql) {}
