package dev.inlay.testkit.cli;

import dev.inlay.spi.SpiVersion;
import dev.inlay.testkit.cli.Certification.Finding;
import dev.inlay.testkit.contracts.ContractReport;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes a certification as JSON (RFC 8259). */
final class CertificationJson {

    private CertificationJson() {}

    static String of(Certification certification) {
        return json(object(
                        "jar", certification.jar(),
                        "spi", SpiVersion.CURRENT.toString(),
                        "verdict", certification.verdict().toString(),
                        "plugins",
                                certification.plugins().stream()
                                        .map(CertificationJson::plugin)
                                        .toList()))
                + "\n";
    }

    private static Map<String, Object> plugin(Finding finding) {
        return object(
                "id", finding.descriptor().id(),
                "version", finding.descriptor().version(),
                "spi", finding.descriptor().spiVersion().toString(),
                "verdict", finding.verdict().toString(),
                "contracts",
                        finding.reports().stream()
                                .map(CertificationJson::contract)
                                .toList(),
                "notRun",
                        finding.notRun().stream()
                                .map(each -> object("contract", each.contract(), "reason", each.reason()))
                                .toList());
    }

    private static Map<String, Object> contract(ContractReport report) {
        return object(
                "name",
                report.contract(),
                "passed",
                report.passed(),
                "requirements",
                report.results().stream()
                        .map(result -> object(
                                "id", result.id(),
                                "text", result.text(),
                                "outcome", result.outcome().toString(),
                                "message", result.message()))
                        .toList());
    }

    private static Map<String, Object> object(Object... namesAndValues) {
        Map<String, Object> object = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            object.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return object;
    }

    private static String json(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> json(entry.getKey()) + ":" + json(entry.getValue()))
                    .collect(Collectors.joining(",", "{", "}"));
        } else if (value instanceof Collection<?> list) {
            return list.stream().map(CertificationJson::json).collect(Collectors.joining(",", "[", "]"));
        } else if (value instanceof Boolean) {
            return value.toString();
        }
        return quoted(value.toString());
    }

    private static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
