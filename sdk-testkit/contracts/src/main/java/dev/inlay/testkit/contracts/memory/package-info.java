/**
 * Stores that live in memory, for tests of hosts and of the engine. They stand on one
 * {@link dev.inlay.testkit.contracts.memory.InMemoryDatabase}, whose connections speak no SQL but have real
 * transactions: what is done in one shows to others at its commit, and locks hold until its end.
 */
@NullMarked
package dev.inlay.testkit.contracts.memory;

import org.jspecify.annotations.NullMarked;
