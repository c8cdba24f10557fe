package org.floatscape.dse;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** Modules and packages point one way, as ARCHITECTURE.md says. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.floatscape");

    @Test
    void packagesOfTheCorePointOneWay() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("org.floatscape.dse..")
                .layer("input")
                .definedBy("..dse.input..")
                .layer("table")
                .definedBy("..dse.table..")
                .layer("format")
                .definedBy("..dse.format..")
                .layer("law")
                .definedBy("..dse.law..")
                .optionalLayer("fit")
                .definedBy("..dse.fit..")
                .layer("cost")
                .definedBy("..dse.cost..")
                .layer("study")
                .definedBy("..dse.study..")
                .layer("space")
                .definedBy("..dse.space..")
                .layer("evaluation")
                .definedBy("..dse.evaluation..")
                .layer("front")
                .definedBy("..dse.front..")
                .layer("recommend")
                .definedBy("..dse.recommend..")
                .layer("confidence")
                .definedBy("..dse.confidence..")
                .layer("explore")
                .definedBy("..dse.explore..")
                .optionalLayer("tensor")
                .definedBy("..dse.tensor..", "..dse.measure..")
                .layer("workload")
                .definedBy("..dse.workload..")
                .layer("report")
                .definedBy("..dse.report..")
                .layer("cli")
                .definedBy("..dse.cli..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("report")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("explore")
                .mayOnlyBeAccessedByLayers("report", "cli")
                .whereLayer("confidence")
                .mayOnlyBeAccessedByLayers("explore", "report", "cli")
                .whereLayer("recommend")
                .mayOnlyBeAccessedByLayers("confidence", "explore", "report", "cli")
                .whereLayer("front")
                .mayOnlyBeAccessedByLayers("confidence", "explore", "report", "cli")
                .whereLayer("space")
                .mayOnlyBeAccessedByLayers("explore", "report", "cli")
                .whereLayer("evaluation")
                .mayOnlyBeAccessedByLayers("front", "recommend", "confidence", "explore", "workload", "report", "cli")
                .whereLayer("study")
                .mayOnlyBeAccessedByLayers(
                        "space",
                        "evaluation",
                        "front",
                        "recommend",
                        "confidence",
                        "explore",
                        "workload",
                        "report",
                        "cli")
                .check(CLASSES);
    }

    @Test
    void onlyTheFfiTouchesGeneratedBindings() {
        noClasses()
                .that()
                .resideOutsideOfPackages("org.floatscape.ffi", "org.floatscape.ffi.generated..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.floatscape.ffi.generated..")
                .check(CLASSES);
    }

    @Test
    void onlyTheSolverKnowsOrTools() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.floatscape.solver..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.ortools..")
                .check(CLASSES);
    }

    @Test
    void solverAndFfiKnowNothingAboveThem() {
        classes()
                .that()
                .resideInAnyPackage("org.floatscape.solver..", "org.floatscape.ffi..")
                .should()
                .onlyDependOnClassesThat(not(resideInAPackage("org.floatscape.dse..")))
                .check(CLASSES);
    }
}
