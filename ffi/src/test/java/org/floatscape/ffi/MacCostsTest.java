package org.floatscape.ffi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MacCostsTest {

    private static final int N = 5000; // more than one native call takes

    private static int[] columns(int n, SplittableRandom random) {
        int[] columns = new int[n * MacColumn.values().length];
        for (int i = 0; i < n; i++) {
            int[] design = {
                random.nextInt(1, 9),
                random.nextInt(1, 11),
                random.nextInt(1, 9),
                random.nextInt(1, 11),
                8,
                23,
                random.nextInt(1, 65),
                random.nextInt(4),
                random.nextInt(2),
                random.nextInt(2),
                random.nextInt(100)
            };
            for (int c = 0; c < design.length; c++) {
                columns[c * n + i] = design[c];
            }
        }
        return columns;
    }

    private static double[] coefficients(SplittableRandom random) {
        return random.doubles(MacCosts.terms().size()).toArray();
    }

    @Test
    void partsAddUpToTotalsBitForBit() {
        var random = new SplittableRandom(1);
        double[] coefficients = coefficients(random);
        for (int architecture = 0; architecture < MacCosts.architectures().size(); architecture++) {
            int[] columns = columns(N, random);
            double[][] totals = MacCosts.cost(architecture, N, columns, coefficients);
            double[][][] parts = MacCosts.costByPart(architecture, N, columns, coefficients);
            for (int metric = 0; metric < MacCosts.METRICS; metric++) {
                double[] sums = new double[N];
                for (double[] part : parts[metric]) {
                    Arrays.setAll(sums, i -> sums[i] + part[i]);
                }
                assertThat(sums).containsExactly(totals[metric]);
            }
        }
    }

    @Test
    void everyInstructionSetGivesTheSameBits() {
        var random = new SplittableRandom(2);
        double[] coefficients = coefficients(random);
        int[] columns = columns(N, random);
        Isa before = Isa.active();
        try {
            for (int architecture = 0; architecture < MacCosts.architectures().size(); architecture++) {
                Isa.SCALAR.select();
                double[][] scalar = MacCosts.cost(architecture, N, columns, coefficients);
                for (Isa isa : Isa.supported()) {
                    isa.select();
                    assertThat(MacCosts.cost(architecture, N, columns, coefficients))
                            .isDeepEqualTo(scalar);
                }
            }
        } finally {
            before.select();
        }
    }

    @Test
    void termsAreNamedOnceAndCoverEveryMetric() {
        assertThat(MacCosts.terms())
                .extracting(term -> term.metric() + "." + term.part() + "." + term.name())
                .doesNotHaveDuplicates();
        assertThat(MacCosts.terms()).extracting(MacCosts.Term::metric).contains(0, 1, 2);
        assertThat(MacCosts.parts())
                .doesNotHaveDuplicates()
                .startsWith("decode")
                .endsWith("registers");
    }

    @Test
    void argumentsThatDoNotFitAreRefused() {
        double[] coefficients = new double[MacCosts.terms().size()];
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> MacCosts.cost(0, 2, new int[3], coefficients))
                .withMessage("columns: 3 values for 2 designs of 11 columns");
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> MacCosts.cost(0, 1, new int[11], new double[1]))
                .withMessageStartingWith("coefficients: 1 values for");
        int[] bad = columns(1, new SplittableRandom(3));
        bad[0] = 99;
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> MacCosts.cost(0, 1, bad, coefficients));
    }

    @Test
    void noDesignsCostNothing() {
        double[][] costs =
                MacCosts.cost(0, 0, new int[0], new double[MacCosts.terms().size()]);
        assertThat(costs).isDeepEqualTo(new double[3][0]);
    }
}
