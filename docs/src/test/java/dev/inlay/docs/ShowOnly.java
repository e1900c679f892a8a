package dev.inlay.docs;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.stream.Stream;

/** What a caller sees, public and protected members and supertypes of public classes, is of these packages. */
final class ShowOnly extends ArchCondition<JavaClass> {

    private final Set<String> packages;

    ShowOnly(String... packages) {
        super("show only types of " + String.join(", ", packages));
        this.packages = Set.of(packages);
    }

    @Override
    public void check(JavaClass type, ConditionEvents events) {
        if (!type.getModifiers().contains(JavaModifier.PUBLIC)) {
            return;
        }
        Stream<JavaType> supertypes = Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
        judge(type, type.getName(), supertypes, events);
        for (JavaMember member : type.getMembers()) {
            if (isVisible(member)) {
                judge(type, member.getFullName(), types(member), events);
            }
        }
    }

    private void judge(JavaClass type, String where, Stream<JavaType> shown, ConditionEvents events) {
        shown.flatMap(generic -> generic.getAllInvolvedRawTypes().stream())
                .map(JavaClass::getBaseComponentType)
                .filter(raw -> !raw.isPrimitive())
                .filter(raw -> packages.stream().noneMatch(raw.getName()::startsWith))
                .forEach(raw -> events.add(SimpleConditionEvent.violated(type, where + " shows " + raw.getName())));
    }

    private static boolean isVisible(JavaMember member) {
        return !member.getModifiers().contains(JavaModifier.SYNTHETIC)
                && (member.getModifiers().contains(JavaModifier.PUBLIC)
                        || member.getModifiers().contains(JavaModifier.PROTECTED));
    }

    private static Stream<JavaType> types(JavaMember member) {
        if (member instanceof JavaField field) {
            return Stream.of(field.getType());
        }
        JavaCodeUnit code = (JavaCodeUnit) member;
        Stream<JavaType> declared = Stream.concat(Stream.of(code.getReturnType()), code.getParameterTypes().stream());
        return Stream.concat(declared, code.getExceptionTypes().stream());
    }
}
