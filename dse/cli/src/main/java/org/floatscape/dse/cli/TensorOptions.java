package org.floatscape.dse.cli;

import java.util.List;
import org.floatscape.dse.input.InputException;
import picocli.CommandLine.Option;

/** What commands on tensors have in common. */
final class TensorOptions {

    @Option(
            names = "--tensors",
            paramLabel = "NAME",
            split = ",",
            description = "Only the tensors of these names; * stands for any text, ? for one character. Default: all.")
    private List<String> patterns = List.of();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads at work; no result depends on it. Default: one per processor.")
    private int nThreads = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--seed",
            paramLabel = "SEED",
            defaultValue = "0",
            converter = SeedConverter.class,
            description = "Key of stochastic rounding (@sr): 0 to 2^64 - 1, decimal or with 0x hexadecimal. Default:"
                    + " ${DEFAULT-VALUE}.")
    private long seed;

    List<String> patterns() {
        return patterns;
    }

    int nThreads() {
        if (nThreads < 1 || nThreads > 1024) {
            throw new InputException("--threads " + nThreads, "must be 1 to 1024");
        }
        return nThreads;
    }

    long seed() {
        return seed;
    }
}
