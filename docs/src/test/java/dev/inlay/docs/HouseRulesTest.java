package dev.inlay.docs;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.inlay.testkit.contracts.Proves;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;

/** What holds for every published module, whatever it does. */
@AnalyzeClasses(locations = PublishedModules.class)
final class HouseRulesTest {

    private static final String GENERATED = "..schema..";

    @ArchTest
    static final ArchRule onlyTheCommandLineSpeaksOnStandardStreams =
            noClasses().that().resideOutsideOfPackage("dev.inlay.testkit.cli..").should(ACCESS_STANDARD_STREAMS);

    /** A DataSource has to name the logger type in a signature; nobody calls it. */
    @ArchTest
    static final ArchRule nobodyLogsThroughTheJdk =
            noClasses().should().accessClassesThat().resideInAPackage("java.util.logging..");

    @ArchTest
    @Proves("EMB-2")
    static void nothingStaticChanges(JavaClasses classes) {
        fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat(resideInAPackage(GENERATED).negate())
                .should(new BeConstant())
                .check(classes);
    }

    @ArchTest
    static void everyPackageIsNullMarked(JavaClasses classes) {
        Set<String> unmarked = new TreeSet<>();

        for (JavaClass type : classes) {
            JavaPackage room = type.getPackage();
            if (!resideInAPackage(GENERATED).test(type) && !type.getSimpleName().equals("module-info")) {
                if (!room.isAnnotatedWith(NullMarked.class)) {
                    unmarked.add(room.getName());
                }
            }
        }

        assertThat(unmarked).isEmpty();
    }

    @ArchTest
    static void noPackageIsInTwoModules(JavaClasses classes) {
        Map<String, Set<String>> modules = new TreeMap<>();

        for (JavaClass type : classes) {
            if (!type.getPackageName().isEmpty()) {
                modules.computeIfAbsent(type.getPackageName(), any -> new TreeSet<>())
                        .add(PublishedModules.moduleOf(type));
            }
        }

        assertThat(modules).allSatisfy((room, in) -> assertThat(in).as(room).hasSize(1));
    }
}
