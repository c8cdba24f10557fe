package org.floatscape.dse.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.input.Nearest;
import org.floatscape.dse.input.TextFile;
import org.floatscape.dse.study.ModelPresets;
import org.floatscape.dse.table.CsvTable;
import org.floatscape.dse.workload.GemmTable;
import org.floatscape.dse.workload.ModelConfig;
import org.floatscape.dse.workload.ModelShape;
import org.floatscape.dse.workload.Phase;
import org.floatscape.dse.workload.Workload;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What is to be computed, as options say it. */
final class WorkloadSource {

    private static final int DEFAULT_SEQUENCE = 4096;

    @Parameters(
            paramLabel = "MODEL",
            description = "A preset (llama-2-7b, llama-3-8b, llama-3-70b, llama-3-405b), a Hugging Face config.json, or"
                    + " a CSV of matrix products with the columns name,m,n,k,count.")
    private String model;

    @Option(
            names = "--phase",
            paramLabel = "PHASE",
            defaultValue = "prefill",
            description = "training (forward, dX, dW), prefill (a prompt at once) or decode (one token per sequence)."
                    + " Of a CSV's rows, training adds dX and dW. Default: ${DEFAULT-VALUE}")
    private Phase phase;

    @Option(
            names = "--sequence",
            paramLabel = "TOKENS",
            description = "Tokens per sequence: trained on, in the prompt, or attended to by the one decoded."
                    + " Default: " + DEFAULT_SEQUENCE)
    private Integer sequence;

    @Option(names = "--batch", paramLabel = "N", description = "Sequences at once. Default: 1")
    private Integer batch;

    Workload workload() throws IOException {
        if (model.endsWith(".csv")) {
            refuse("--sequence", sequence);
            refuse("--batch", batch);
            return GemmTable.of(CsvTable.read(Path.of(model)), phase);
        }
        int tokens = checked("--sequence", sequence, DEFAULT_SEQUENCE, 1 << 24);
        int sequences = checked("--batch", batch, 1, 1 << 20);
        return Workload.of(model, shape(), phase, tokens, sequences);
    }

    /** The files that are read. */
    List<Path> inputs() {
        return model.endsWith(".csv") || model.endsWith(".json") ? List.of(Path.of(model)) : List.of();
    }

    private ModelShape shape() throws IOException {
        return model.endsWith(".json")
                ? ModelConfig.parse(model, TextFile.read(Path.of(model)))
                : ModelPresets.find(model).map(ModelShape::of).orElseThrow(this::unknown);
    }

    private InputException unknown() {
        return new InputException(
                "model " + model,
                "must be one of %s, or a file that ends in .json or .csv. Maybe %s?"
                        .formatted(String.join(", ", ModelPresets.names()), Nearest.of(model, ModelPresets.names())));
    }

    private static void refuse(String option, Integer value) {
        if (value != null) {
            throw new InputException(option + " " + value, "the sizes of a CSV count it already; leave it out");
        }
    }

    private static int checked(String option, Integer value, int usual, int most) {
        int n = value == null ? usual : value;
        if (n < 1 || n > most) {
            throw new InputException(option + " " + n, "must be 1 to " + most);
        }
        return n;
    }
}
