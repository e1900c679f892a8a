package dev.inlay.docs;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.inlay.testkit.contracts.Proves;

/**
 * Which way the arrows go, from module to module and from pillar to pillar. What api and spi may know at all is so
 * little that no third-party type can stand in a signature of theirs.
 */
@Proves("EMB-3")
@AnalyzeClasses(locations = PublishedModules.class)
final class ArchitectureTest {

    private static final String API = "dev.inlay.api..";
    private static final String SPI = "dev.inlay.spi..";
    private static final String CORE = "dev.inlay.core..";
    private static final String PROVIDER = "dev.inlay.provider..";
    private static final String TESTKIT = "dev.inlay.testkit..";
    private static final String EXAMPLE = "dev.inlay.example..";
    private static final String NULLNESS = "org.jspecify.annotations..";
    private static final String GENERATED = "..schema..";

    @ArchTest
    static final ArchRule apiKnowsTheJdkAlone = classes()
            .that()
            .resideInAPackage(API)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(API, "java..", "javax.sql..", NULLNESS);

    @ArchTest
    static final ArchRule spiKnowsTheApiAndTheAnnotationsOfJakarta = classes()
            .that()
            .resideInAPackage(SPI)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(SPI, API, "java..", "javax.sql..", "javax.crypto..", "jakarta.annotation..", NULLNESS);

    @ArchTest
    static final ArchRule coreKnowsApiAndSpi = noClasses()
            .that()
            .resideInAPackage(CORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PROVIDER, TESTKIT, EXAMPLE);

    @ArchTest
    static final ArchRule providersKnowApiAndSpi = noClasses()
            .that()
            .resideInAPackage(PROVIDER)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CORE, TESTKIT, EXAMPLE);

    @ArchTest
    static final ArchRule providersDoNotKnowEachOther =
            slices().matching("dev.inlay.provider.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule contractsKnowApiAndSpi = noClasses()
            .that()
            .resideInAPackage("dev.inlay.testkit.contracts..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CORE, "dev.inlay.testkit.junit..", "dev.inlay.testkit.cli..");

    @ArchTest
    static final ArchRule nobodyKnowsAProvider = noClasses()
            .that()
            .resideOutsideOfPackage(PROVIDER)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(PROVIDER);

    @ArchTest
    static final ArchRule nobodyKnowsAnExample =
            noClasses().should().dependOnClassesThat().resideInAPackage(EXAMPLE);

    @ArchTest
    static final ArchRule pillarsKnowOnlyThoseBelowThem =
            classes().that().resideInAnyPackage(API, SPI, CORE).should(new KnowOnlyLowerPillars());

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("dev.inlay.(**)")
            .should()
            .beFreeOfCycles()
            .ignoreDependency(resideInAPackage(GENERATED), alwaysTrue());

    @ArchTest
    static final ArchRule coreShowsNoTypeOfOthers = classes()
            .that()
            .resideInAPackage("dev.inlay.core")
            .should(new ShowOnly("dev.inlay.", "java.", "javax.sql."));
}
