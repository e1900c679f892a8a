package dev.inlay.provider.jooq;

/**
 * A place where row-level security does not hold, or tells one tenant of another.
 *
 * @param problem what is wrong, and what to do
 * @param object the table, view, key, policy or function, with its schema, quoted where SQL wants it
 * @since 0.1
 */
public record Finding(Problem problem, String object) {

    /**
     * What may be wrong.
     *
     * @since 0.1
     */
    public enum Problem {
        /** Row-level security is off, so that everybody sees all rows. */
        NOT_ENABLED("run RowLevelSecurity.script() for the table"),
        /** It does not apply to the table's owner. */
        NOT_FORCED("run RowLevelSecurity.script() for the table"),
        /** No policy keeps the host's role to its tenant. */
        POLICY_MISSING("run RowLevelSecurity.script() for the table"),
        /** A policy for the host's role that is not the script's may let it see or write more; policies add up. */
        POLICY_OPEN("drop the policy, or make it restrictive"),
        /** The host's role owns the table, or may act as its owner, and could switch the policies off. */
        OWNED_BY_HOST("give the table to the migrator's role"),
        /** The host's role may empty the table, which no policy stops. */
        TRUNCATE_GRANTED("revoke truncate from the host's role and from public"),
        /** The column may be null, and then the row is nobody's. */
        TENANT_NULLABLE("make the column not null"),
        /** A primary or unique key without the tenant: a collision tells a tenant that another has that key. */
        KEY_WITHOUT_TENANT("add the tenant's column to the key"),
        /** A foreign key between tables of tenants without the tenant: a row may refer to another tenant's. */
        REFERENCE_WITHOUT_TENANT("add the tenant's columns to the key on both sides"),
        /** A view of which the host's role may read or write a column, or delete rows, and that works as its owner. */
        VIEW_AS_OWNER("alter view … set (security_invoker = true), from PostgreSQL 15"),
        /** A materialized view of which the host's role may read a column; it has no policies. */
        MATERIALIZED_VIEW("revoke select from the host's role"),
        /** A function that the host's role may call and that runs as its owner. */
        FUNCTION_AS_OWNER("make it security invoker, or see that it keeps to the tenant by itself");

        private final String advice;

        Problem(String advice) {
            this.advice = advice;
        }

        /**
         * What to do.
         *
         * @return for people
         */
        public String advice() {
            return advice;
        }
    }
}
