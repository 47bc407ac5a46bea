/* SPDX-License-Identifier: Apache-2.0 */
package io.meshobservatory.cli;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** The house: which room may know which, and what an operator must not do. */
@AnalyzeClasses(packages = "io.meshobservatory", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String CORE = "io.meshobservatory.core..";
    private static final String MODELS = "io.meshobservatory.models..";
    private static final String CONNECTORS = "io.meshobservatory.connectors..";
    private static final String BRIDGE = "io.meshobservatory.bridge..";
    private static final String JOBS = "io.meshobservatory.jobs..";
    private static final String API = "io.meshobservatory.api..";
    private static final String BENCHMARKS = "io.meshobservatory.benchmarks..";
    private static final String CLI = "io.meshobservatory.cli..";
    private static final String FLINK = "org.apache.flink..";

    @ArchTest
    static final ArchRule DEPENDENCIES_POINT_ONE_WAY = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("io.meshobservatory..")
            .layer("core")
            .definedBy(CORE)
            .layer("models")
            .definedBy(MODELS)
            .layer("connectors")
            .definedBy(CONNECTORS)
            .layer("bridge")
            .definedBy(BRIDGE)
            .layer("jobs")
            .definedBy(JOBS)
            .layer("api")
            .definedBy(API)
            .layer("benchmarks")
            .definedBy(BENCHMARKS)
            .layer("cli")
            .definedBy(CLI)
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("benchmarks")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("api")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("jobs")
            .mayOnlyBeAccessedByLayers("benchmarks", "cli")
            .whereLayer("bridge")
            .mayOnlyBeAccessedByLayers("benchmarks", "cli")
            .whereLayer("models")
            .mayOnlyBeAccessedByLayers("jobs", "api", "benchmarks", "cli")
            .whereLayer("connectors")
            .mayOnlyBeAccessedByLayers("bridge", "jobs", "api", "benchmarks", "cli");

    @ArchTest
    static final ArchRule CORE_AND_MODELS_ARE_PLAIN_JAVA = noClasses()
            .that()
            .resideInAnyPackage(CORE, MODELS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    FLINK, "org.apache.kafka..", "java.sql..", "java.net..", "java.nio.file..", "io.netty..");

    @ArchTest
    static final ArchRule BRIDGE_AND_API_DO_WITHOUT_FLINK = noClasses()
            .that()
            .resideInAnyPackage(BRIDGE, API)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(FLINK);

    /** Smile is GPL-3.0, and a tree can be had from elsewhere: one package knows it. */
    @ArchTest
    static final ArchRule SMILE_GROWS_TREES_AND_NOTHING_ELSE = noClasses()
            .that()
            .resideOutsideOfPackage("io.meshobservatory.models.forest")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("smile..");

    @ArchTest
    static final ArchRule CONNECTORS_DO_NOT_KNOW_EACH_OTHER =
            slices().matching("io.meshobservatory.connectors.(*)..").should().notDependOnEachOther();

    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES = slices().matching(
                    "io.meshobservatory.(connectors|core|models|jobs|api|bridge|benchmarks|cli).(**)")
            .should()
            .beFreeOfCycles();

    /** Replaying a topic must give the same rows: time comes from the records, chance from seeds. */
    @ArchTest
    static final ArchRule NO_WALL_CLOCK_IN_JOBS_MODELS_AND_CORE = noClasses()
            .that()
            .resideInAnyPackage(CORE, MODELS, JOBS, "io.meshobservatory.connectors.otlp..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC")
            .orShould()
            .callMethod(Math.class, "random")
            .orShould()
            .dependOnClassesThat(DescribedPredicate.describe(
                    "are random by default",
                    type -> type.isEquivalentTo(java.util.concurrent.ThreadLocalRandom.class)));

    @ArchTest
    static final ArchRule NO_JAVA_SERIALISATION = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(java.io.ObjectOutputStream.class, java.io.ObjectInputStream.class);

    @ArchTest
    static final ArchRule NO_MUTABLE_STATICS = fields().that()
            .areStatic()
            .and()
            .doNotHaveName("$jacocoData")
            .should()
            .beFinal();

    @ArchTest
    static final ArchRule NO_SHADED_CLASSES_OF_OTHERS = noClasses()
            .should()
            .dependOnClassesThat(resideInAnyPackage("..shaded..").and(resideInAPackage("org.apache..")));
}
