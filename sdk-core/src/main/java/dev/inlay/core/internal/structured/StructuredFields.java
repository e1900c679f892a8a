package dev.inlay.core.internal.structured;

import java.util.List;
import java.util.Map;

/** Reads and writes the three kinds of structured fields (RFC 9651 §4). */
public final class StructuredFields {

    private StructuredFields() {}

    /**
     * Reads a dictionary.
     *
     * @param text the field's value; several fields joined with commas
     * @param duplicates what becomes of a name that stands twice
     * @return in order
     * @throws StructuredFieldException when it is none
     */
    public static Map<String, Member> dictionary(String text, Duplicates duplicates) throws StructuredFieldException {
        Reader reader = new Reader(text, duplicates);
        return reader.whole(reader::dictionary);
    }

    /**
     * Reads a list.
     *
     * @param text the field's value; several fields joined with commas
     * @return in order
     * @throws StructuredFieldException when it is none
     */
    public static List<Member> list(String text) throws StructuredFieldException {
        Reader reader = new Reader(text, Duplicates.LAST_WINS);
        return reader.whole(reader::list);
    }

    /**
     * Reads an item.
     *
     * @param text the field's value
     * @return the item
     * @throws StructuredFieldException when it is none
     */
    public static Item item(String text) throws StructuredFieldException {
        Reader reader = new Reader(text, Duplicates.LAST_WINS);
        return reader.whole(reader::item);
    }

    /**
     * Writes a dictionary in its canonical form.
     *
     * @param members in order
     * @return the field's value; empty when there are no members, and then no field is to be sent
     * @throws StructuredFieldException when a value cannot be written
     */
    public static String write(Map<String, Member> members) throws StructuredFieldException {
        Writer writer = new Writer();
        writer.dictionary(members);
        return writer.toString();
    }

    /**
     * Writes a list in its canonical form.
     *
     * @param members in order
     * @return the field's value; empty when there are no members, and then no field is to be sent
     * @throws StructuredFieldException when a value cannot be written
     */
    public static String write(List<? extends Member> members) throws StructuredFieldException {
        Writer writer = new Writer();
        writer.list(members);
        return writer.toString();
    }

    /**
     * Writes an item in its canonical form.
     *
     * @param item the item
     * @return the field's value
     * @throws StructuredFieldException when its value cannot be written
     */
    public static String write(Item item) throws StructuredFieldException {
        Writer writer = new Writer();
        writer.item(item);
        return writer.toString();
    }

    /** What becomes of a name that stands twice. */
    public enum Duplicates {
        /** The last value stays, in the place of the first (RFC 9651 §4.2.2). */
        LAST_WINS,
        /** The field is refused: where it grants something, one reader's last is another reader's first. */
        REFUSED
    }
}
