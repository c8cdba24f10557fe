package org.floatscape.dse.evaluation;

import java.util.List;
import java.util.concurrent.TimeUnit;
import org.floatscape.dse.SteadyBenchmark;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.front.Front;
import org.floatscape.dse.space.DesignSpace;
import org.floatscape.dse.study.Study;
import org.floatscape.dse.study.StudyReader;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Candidates of the built-in study: loss and cost, and their front. Operations are candidates. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class EvaluationBenchmark extends SteadyBenchmark {

    /** Formats of the built-in space; {@link #setUp} checks it. */
    private static final int N_FORMATS = 580;

    private Study study;
    private Evaluator evaluator;
    private List<Format> formats;
    private List<Evaluation> evaluations;

    @Setup
    public void setUp() {
        study = StudyReader.builtIn(List.of());
        evaluator = Evaluator.of(study.law().all().getFirst().law(), study.model(), CostModel.of(study.hardware()));
        formats = DesignSpace.formats(study.space());
        evaluations = evaluator.evaluate(formats).answered();
        if (formats.size() != N_FORMATS) {
            throw new IllegalStateException("the built-in space has %d formats".formatted(formats.size()));
        }
    }

    @Benchmark
    @OperationsPerInvocation(N_FORMATS)
    public Evaluations evaluate() {
        return evaluator.evaluate(formats);
    }

    @Benchmark
    @OperationsPerInvocation(N_FORMATS)
    public Front front() {
        return Front.of(evaluations, study.objectives());
    }
}
