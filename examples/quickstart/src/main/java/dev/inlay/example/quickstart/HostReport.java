package dev.inlay.example.quickstart;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * What the host says of itself at the end of the day, as Inlay told it.
 *
 * @param byTenant by tenant id
 */
record HostReport(Map<String, OfTenant> byTenant) {

    /**
     * Of one tenant.
     *
     * @param usage the total of the day's meter
     * @param pending events not yet delivered
     * @param parked events set aside
     * @param css where the style sheet was written
     */
    record OfTenant(long usage, long pending, long parked, String css) {}

    void write(Path file) throws IOException {
        Properties lines = new Properties();
        byTenant.forEach((tenant, of) ->
                lines.setProperty(tenant, of.usage + " " + of.pending + " " + of.parked + " " + of.css));
        try (Writer out = Files.newBufferedWriter(file)) {
            lines.store(out, "usage, pending, parked, style sheet");
        }
    }

    static HostReport read(Path file) throws IOException {
        Properties lines = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            lines.load(in);
        }
        Map<String, OfTenant> byTenant = new TreeMap<>();
        for (String tenant : lines.stringPropertyNames()) {
            String[] fields = lines.getProperty(tenant).split(" ", 4);
            byTenant.put(
                    tenant,
                    new OfTenant(
                            Long.parseLong(fields[0]),
                            Long.parseLong(fields[1]),
                            Long.parseLong(fields[2]),
                            fields[3]));
        }
        return new HostReport(byTenant);
    }
}
