/**
 * One contract per SPI for whoever writes a plug-in; knows the SPI only.
 *
 * <p>A plug-in's author extends the contract of the SPI that the plug-in implements, supplies a fixture, and runs it as
 * any JUnit test. Each rule of a contract is a {@link dev.inlay.testkit.contracts.Requirement} with an id of its own;
 * what a provider cannot do is declared, with a reason, in its {@link dev.inlay.testkit.contracts.Capabilities}.
 * {@link dev.inlay.testkit.contracts.ContractRunner} runs a contract from a program.
 */
@NullMarked
package dev.inlay.testkit.contracts;

import org.jspecify.annotations.NullMarked;
