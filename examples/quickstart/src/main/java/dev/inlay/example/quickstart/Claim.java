package dev.inlay.example.quickstart;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * What a clinic claims for one treatment. Claims of one account must reach the ERP in their order.
 *
 * @param claim its number, unique in its clinic
 * @param tenant the clinic
 * @param submitted when
 * @param account the account that it is posted to
 * @param treatment what was done
 * @param amount in hundredths of the currency
 * @param currency ISO 4217
 */
record Claim(
        String claim,
        String tenant,
        Instant submitted,
        String account,
        String treatment,
        long amount,
        String currency) {

    private static final String HEADER = "claim,tenant,submitted,account,treatment,amount_minor,currency";

    static List<Claim> read(Path csv) throws IOException {
        List<String> lines = Files.readAllLines(csv);
        if (lines.isEmpty() || !lines.get(0).equals(HEADER)) {
            throw new IOException(csv + ":1: expected the columns " + HEADER);
        }
        List<Claim> claims = new ArrayList<>(lines.size());
        for (int i = 1; i < lines.size(); i++) {
            claims.add(parse(lines.get(i), csv + ":" + (i + 1)));
        }
        return claims;
    }

    private static Claim parse(String line, String where) throws IOException {
        String[] fields = line.split(",", -1);
        if (fields.length != 7) {
            throw new IOException(where + ": expected 7 fields, found " + fields.length);
        }
        return new Claim(
                fields[0],
                fields[1],
                OffsetDateTime.parse(fields[2]).toInstant(),
                fields[3],
                fields[4],
                Long.parseLong(fields[5]),
                fields[6]);
    }
}
