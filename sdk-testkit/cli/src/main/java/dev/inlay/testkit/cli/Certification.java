package dev.inlay.testkit.cli;

import dev.inlay.spi.PluginDescriptor;
import dev.inlay.spi.SpiVersion;
import dev.inlay.testkit.contracts.ContractReport;
import java.util.List;

/**
 * What was found about a jar.
 *
 * @param jar its name
 * @param plugins what was found about each plug-in in it
 */
record Certification(String jar, List<Finding> plugins) {

    Verdict verdict() {
        if (plugins.stream().anyMatch(plugin -> plugin.verdict() == Verdict.FAILED)) {
            return Verdict.FAILED;
        }
        return plugins.stream().allMatch(plugin -> plugin.verdict() == Verdict.PASSED)
                ? Verdict.PASSED
                : Verdict.INCONCLUSIVE;
    }

    String text() {
        StringBuilder text = new StringBuilder(jar + " against SPI " + SpiVersion.CURRENT + "\n");
        for (Finding plugin : plugins) {
            text.append("plug-in ").append(plugin.descriptor().id());
            text.append(" ").append(plugin.descriptor().version()).append("\n");
            plugin.reports().forEach(text::append);
            for (NotRun notRun : plugin.notRun()) {
                text.append(notRun.contract()).append(" was not run: ");
                text.append(notRun.reason()).append("\n");
            }
        }
        return text.append(verdict()).append("\n").toString();
    }

    /**
     * What was found about one plug-in.
     *
     * @param descriptor what it says of itself
     * @param reports the contracts that were run; the first is the plug-in's own, the others are of what it contributes
     * @param notRun contracts that were not
     */
    record Finding(PluginDescriptor descriptor, List<ContractReport> reports, List<NotRun> notRun) {

        Verdict verdict() {
            if (!reports.stream().allMatch(ContractReport::passed)) {
                return Verdict.FAILED;
            }
            return reports.size() > 1 ? Verdict.PASSED : Verdict.INCONCLUSIVE;
        }
    }

    /**
     * A contract that could not be run.
     *
     * @param contract its name
     * @param reason why
     */
    record NotRun(String contract, String reason) {}
}
