package dev.inlay.testkit.cli;

/** The command line of the certification. */
public final class Main {
    private Main() {}

    /**
     * Runs the command.
     *
     * @param args the arguments, none of which means anything yet
     */
    public static void main(String[] args) {
        System.out.println(Placeholder.module());
    }
}
