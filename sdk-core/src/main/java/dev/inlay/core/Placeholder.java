package dev.inlay.core;

/** Holds the place of the first real class. */
public final class Placeholder {
    private Placeholder() {}

    /**
     * Names the room.
     *
     * @return the name of the module
     */
    public static String module() {
        return "dev.inlay.core";
    }
}
