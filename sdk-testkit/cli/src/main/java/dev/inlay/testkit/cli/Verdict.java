package dev.inlay.testkit.cli;

/** How a certification ends; kept apart by exit codes. */
enum Verdict {
    /** Something of what the plug-in contributes was run, and nothing failed. */
    PASSED(0),
    /** A requirement failed. */
    FAILED(1),
    /** Nothing failed, but nothing of what the plug-in contributes could be run. */
    INCONCLUSIVE(2),
    /** There was nothing to run. */
    UNUSABLE(3);

    private final int exitCode;

    Verdict(int exitCode) {
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
