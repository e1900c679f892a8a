package dev.inlay.docs;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * A static field is final and of a type that does not change: nothing atomic, concurrent or bound to a thread, no
 * concrete collection, no class of ours with a field that is not final. Two things a type cannot tell: what stands
 * behind {@code List}, {@code Set} or {@code Map} (they come from {@code of} and {@code copyOf}), and that nobody
 * writes into an array, so one is private and of primitives, strings or enum constants.
 */
final class BeConstant extends ArchCondition<JavaField> {

    private static final Set<String> COLLECTIONS = Set.of(
            List.class.getName(),
            Set.class.getName(),
            Map.class.getName(),
            SortedSet.class.getName(),
            SortedMap.class.getName());

    BeConstant() {
        super("be final and of a type that does not change");
    }

    @Override
    public void check(JavaField field, ConditionEvents events) {
        if (field.getModifiers().contains(JavaModifier.SYNTHETIC)) {
            return;
        }
        boolean constant = field.getModifiers().contains(JavaModifier.FINAL) && isConstant(field);
        if (!constant) {
            events.add(SimpleConditionEvent.violated(field, field.getDescription() + " may change"));
        }
    }

    private static boolean isConstant(JavaField field) {
        JavaClass type = field.getRawType();
        if (type.isArray()) {
            return field.getModifiers().contains(JavaModifier.PRIVATE) && isPlain(type.getComponentType());
        }
        return COLLECTIONS.contains(type.getName()) || !mayChange(type);
    }

    private static boolean isPlain(JavaClass type) {
        return type.isPrimitive() || type.isEnum() || type.isEquivalentTo(String.class);
    }

    private static boolean mayChange(JavaClass type) {
        if (type.isEnum() || type.isEquivalentTo(String.class)) {
            return false;
        }
        if (type.getName().startsWith("dev.inlay.") && hasFieldThatChanges(type)) {
            return true;
        }
        return type.getPackageName().startsWith("java.util.concurrent")
                || Stream.of(Collection.class, Map.class, ThreadLocal.class, CharSequence.class, Thread.class)
                        .anyMatch(type::isAssignableTo);
    }

    private static boolean hasFieldThatChanges(JavaClass type) {
        return type.getAllFields().stream()
                .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
                .anyMatch(field -> !field.getModifiers().contains(JavaModifier.FINAL));
    }
}
