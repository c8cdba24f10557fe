package org.floatscape.dse.workload;

import java.util.List;
import java.util.Optional;

/**
 * Matrix products to be costed.
 *
 * @param title  what they are, for reports
 * @param gemms  at least one
 * @param tokens tokens that these products process; empty where not known
 */
public record Workload(String title, List<Gemm> gemms, Optional<Double> tokens) {

    public Workload {
        gemms = List.copyOf(gemms);
    }

    /** One pass of a model: a training step, a prompt, or one new token per sequence. */
    public static Workload of(String name, ModelShape shape, Phase phase, long sequence, long batch) {
        return new Workload(
                "%s, %s, sequence %d, batch %d".formatted(name, phase.label(), sequence, batch),
                shape.gemms(phase, sequence, batch),
                Optional.of((double) batch * (phase == Phase.DECODE ? 1 : sequence)));
    }

    public double macs() {
        return gemms.stream().mapToDouble(Gemm::macs).sum();
    }
}
