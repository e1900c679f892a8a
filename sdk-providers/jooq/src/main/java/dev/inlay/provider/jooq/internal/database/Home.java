package dev.inlay.provider.jooq.internal.database;

/**
 * Where unqualified names lead before a transaction is led to another schema.
 *
 * @param schema that Inlay's tables lie in, as the database writes it; empty where nobody is led elsewhere
 * @param wayBack what a session is given so that names lead there again
 */
record Home(String schema, String wayBack) {

    static final Home UNKNOWN = new Home("", "");
}
