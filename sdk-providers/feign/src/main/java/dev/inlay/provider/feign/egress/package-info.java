/**
 * Where events may go when a tenant says where. {@link dev.inlay.provider.feign.egress.EgressPolicy} is the door: what
 * an operator allows beyond the public internet. The connection is made by the same rules, to the very address that
 * they were asked about.
 */
@NullMarked
package dev.inlay.provider.feign.egress;

import org.jspecify.annotations.NullMarked;
