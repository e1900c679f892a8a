/** What every store stands on: transactions, what differs between the databases, and what their errors mean. */
@NullMarked
package dev.inlay.provider.jooq.internal.database;

import org.jspecify.annotations.NullMarked;
