package dev.inlay.api.metering;

import java.time.LocalDate;

/**
 * What a tenant used of one meter on one day.
 *
 * @param meter the meter's key
 * @param day the day in the tenant's zone
 * @param total the sum of the values
 * @param events how many events were counted
 * @since 0.1
 */
public record UsageTotal(String meter, LocalDate day, long total, long events) {}
