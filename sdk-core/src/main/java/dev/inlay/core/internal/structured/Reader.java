package dev.inlay.core.internal.structured;

import dev.inlay.core.internal.structured.StructuredFields.Duplicates;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads containers and keys (RFC 9651 §4.2.1 to 4.2.3.3). Of one text, once. */
final class Reader {

    private final Input in;
    private final BareReader bare;
    private final Duplicates duplicates;

    Reader(String text, Duplicates duplicates) {
        this.in = new Input(text);
        this.bare = new BareReader(in);
        this.duplicates = duplicates;
    }

    /** Reads one part of a text. */
    interface Part<T> {
        T read() throws StructuredFieldException;
    }

    <T> T whole(Part<T> part) throws StructuredFieldException {
        in.skipSpaces();
        T result = part.read();
        in.skipSpaces();
        if (!in.isAtEnd()) {
            throw in.malformed("something stands behind the end");
        }
        return result;
    }

    List<Member> list() throws StructuredFieldException {
        List<Member> members = new ArrayList<>();
        while (!in.isAtEnd()) {
            members.add(member());
            if (!another()) {
                break;
            }
        }
        return members;
    }

    Map<String, Member> dictionary() throws StructuredFieldException {
        Map<String, Member> members = new LinkedHashMap<>();
        while (!in.isAtEnd()) {
            String key = key();
            Member member = in.takes('=') ? member() : new Item(true, parameters());
            put(members, key, member);
            if (!another()) {
                break;
            }
        }
        return members;
    }

    /** Whether a comma and another member follow. */
    private boolean another() throws StructuredFieldException {
        in.skipWhitespace();
        if (in.isAtEnd()) {
            return false;
        }
        in.require(',');
        in.skipWhitespace();
        if (in.isAtEnd()) {
            throw in.malformed("nothing stands behind the comma");
        }
        return true;
    }

    private Member member() throws StructuredFieldException {
        return in.peek() == '(' ? innerList() : item();
    }

    private InnerList innerList() throws StructuredFieldException {
        in.require('(');
        List<Item> items = new ArrayList<>();
        while (true) {
            in.skipSpaces();
            if (in.takes(')')) {
                return new InnerList(items, parameters());
            }
            items.add(item());
            if (in.peek() != ' ' && in.peek() != ')') {
                throw in.malformed("an inner list needs a space or its end");
            }
        }
    }

    Item item() throws StructuredFieldException {
        Object value = bare.read();
        return new Item(value, parameters());
    }

    private Map<String, Object> parameters() throws StructuredFieldException {
        if (in.peek() != ';') {
            return Map.of();
        }
        Map<String, Object> parameters = new LinkedHashMap<>();
        while (in.takes(';')) {
            in.skipSpaces();
            String key = key();
            put(parameters, key, in.takes('=') ? bare.read() : true);
        }
        return parameters;
    }

    private <T> void put(Map<String, T> map, String key, T value) throws StructuredFieldException {
        if (map.put(key, value) != null && duplicates == Duplicates.REFUSED) {
            throw StructuredFieldException.duplicate(in.position());
        }
    }

    private String key() throws StructuredFieldException {
        int begin = in.position();
        if (!Characters.beginsKey(in.peek())) {
            throw in.malformed("a key begins with a lower-case letter or *");
        }
        while (Characters.inKey(in.peek())) {
            in.next();
        }
        return in.since(begin);
    }
}
