package dev.inlay.testkit.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The command line of the certification, and of the audit trail ({@code audit verify}, {@code audit export}). Ends with
 * 0 when everything that was run passed and something of what the plug-in contributes was run, 1 when a requirement
 * failed, 2 when nothing of what it contributes could be run, 3 when the command or the jar cannot be used; for audit
 * trails with 0 when what was verified is intact, 1 when it is broken or a checkpoint is forged, 3 when it could not be
 * read.
 *
 * @since 0.1
 */
public final class Main {

    private Main() {}

    /**
     * Runs the command and ends the JVM.
     *
     * @param args see the usage that it prints without any
     */
    public static void main(String[] args) {
        System.exit(run(args, System.out));
    }

    static int run(String[] args, PrintStream out) {
        if (args.length > 0 && args[0].equals("audit")) {
            return AuditCommand.run(args, out);
        }
        try {
            Command command = Command.parse(args);
            Certification certification = verify(command);
            out.print(certification.text());
            if (command.json().isPresent()) {
                Path file = command.json().get();
                Files.writeString(file, CertificationJson.of(certification));
                out.println("Report: " + file);
            }
            return certification.verdict().exitCode();
        } catch (UnusableException e) {
            out.println("UNUSABLE: " + e.getMessage());
        } catch (IOException e) {
            out.println("UNUSABLE: the report cannot be written: " + e);
        }
        return Verdict.UNUSABLE.exitCode();
    }

    private static Certification verify(Command command) {
        try (PluginJar jar = PluginJar.open(command.jar(), command.libraries())) {
            return new Verifier(command).verify(jar);
        }
    }
}
