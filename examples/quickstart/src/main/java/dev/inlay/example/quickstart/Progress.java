package dev.inlay.example.quickstart;

import java.io.PrintStream;

/** A line that says how far the day is: repainted on a terminal, a few lines elsewhere. */
final class Progress {

    private static final int LINES_ELSEWHERE = 4;

    private final PrintStream out;
    private final boolean terminal;
    private final int claims;
    private int painted = -1;

    Progress(PrintStream out, boolean terminal, int claims) {
        this.out = out;
        this.terminal = terminal;
        this.claims = claims;
    }

    void at(int done, int posted, String what) {
        if (terminal) {
            out.printf("\r%d of %d claims, %d events in the ERP: %-30s", done, claims, posted, what);
            out.flush();
        } else if (done * LINES_ELSEWHERE / claims > painted) {
            painted = done * LINES_ELSEWHERE / claims;
            say(done, posted, what);
        }
    }

    void say(int done, int posted, String what) {
        out.printf(
                "%s%d of %d claims, %d events in the ERP: %s%s%n",
                terminal ? "\r" : "", done, claims, posted, what, terminal ? " ".repeat(30) : "");
    }
}
