package dev.inlay.core.internal.audit;

import dev.inlay.api.audit.AuditCheckpoint;
import dev.inlay.api.audit.AuditEntry;
import dev.inlay.api.audit.AuditRecord;
import dev.inlay.api.error.InlayException;
import dev.inlay.api.tenant.TenantId;
import dev.inlay.core.internal.json.CanonicalJson;
import dev.inlay.core.internal.json.DocumentNode;
import dev.inlay.core.internal.json.DocumentParser;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Records and checkpoints as JSON lines. A line is the canonical form and nothing else, so that reading and writing
 * give the same bytes.
 */
final class RecordLines {

    private RecordLines() {}

    static String line(AuditRecord record) {
        Map<String, Object> tree = AuditChain.tree(record);
        tree.put("hash", record.hash());
        return CanonicalJson.write(tree);
    }

    static String line(AuditCheckpoint checkpoint) {
        Map<String, Object> tree = Checkpoints.tree(checkpoint);
        tree.put("signature", checkpoint.signature());
        return CanonicalJson.write(tree);
    }

    /** Empty when the line is not the canonical form of a record. */
    static Optional<AuditRecord> record(String line) {
        return read(
                line,
                node -> {
                    Map<String, DocumentNode> fields = node.fields();
                    Map<String, DocumentNode> entry = field(fields, "entry").fields();
                    Map<String, String> detail = new TreeMap<>();
                    field(entry, "detail").fields().forEach((name, value) -> detail.put(name, value.text()));
                    return new AuditRecord(
                            TenantId.of(text(fields, "tenant")),
                            number(fields, "seq"),
                            Instant.parse(text(fields, "at")),
                            new AuditEntry(text(entry, "actor"), text(entry, "action"), text(entry, "subject"), detail),
                            text(fields, "previousHash"),
                            text(fields, "hash"));
                },
                RecordLines::line);
    }

    /** Empty when the line is not the canonical form of a checkpoint. */
    static Optional<AuditCheckpoint> checkpoint(String line) {
        return read(
                line,
                node -> {
                    Map<String, DocumentNode> fields = node.fields();
                    return new AuditCheckpoint(
                            TenantId.of(text(fields, "tenant")),
                            number(fields, "seq"),
                            text(fields, "hash"),
                            Instant.parse(text(fields, "at")),
                            text(fields, "keyId"),
                            text(fields, "signature"));
                },
                RecordLines::line);
    }

    private static <T> Optional<T> read(String line, Function<DocumentNode, T> reading, Function<T, String> writing) {
        try {
            T value = reading.apply(DocumentParser.parse("line", line));
            return writing.apply(value).equals(line) ? Optional.of(value) : Optional.empty();
        } catch (InlayException
                | DateTimeException
                | IllegalArgumentException
                | IllegalStateException
                | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private static String text(Map<String, DocumentNode> fields, String name) {
        return field(fields, name).text();
    }

    private static long number(Map<String, DocumentNode> fields, String name) {
        return field(fields, name).number().longValueExact();
    }

    private static DocumentNode field(Map<String, DocumentNode> fields, String name) {
        DocumentNode node = fields.get(name);
        if (node == null) {
            throw new IllegalArgumentException(name + " is missing");
        }
        return node;
    }
}
