package org.floatscape.dse.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.law.CapybaraLaw;
import org.floatscape.dse.law.CapybaraOptimum;
import org.floatscape.dse.law.ChinchillaLaw;
import org.floatscape.dse.law.Column;
import org.floatscape.dse.law.NamedLaw;
import org.floatscape.dse.law.Point;
import org.floatscape.dse.law.PrecisionLaw;
import org.floatscape.dse.law.PrecisionOptimum;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The width, model and data that lose least. */
@Command(
        name = "optimum",
        mixinStandardHelpOptions = true,
        description = "Finds the width, model and data that lose least for given compute.",
        footer = {
            "",
            "Compute counts operations of a 16-bit unit: C = 6/16 P N D, so that 16 bits cost 6 N D. Give",
            "--params or --tokens as well to hold the model or the data. capybara needs --block.",
            "",
            "  floatscape law optimum --law capybara --compute 1e24 --block 128",
            "  floatscape law optimum --law precision --compute 1e24 --params 8e9"
        })
final class LawCommandOptimum implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--law",
            paramLabel = "LAW",
            required = true,
            description = "capybara, precision, precision-fp-weights, chinchilla-hoffmann or chinchilla-besiroglu.")
    private String lawId;

    @Option(names = "--compute", paramLabel = "C", required = true, description = "Operations, such as 1e24.")
    private double compute;

    @Option(names = "--params", paramLabel = "N", description = "Holds the model: non-embedding parameters.")
    private Double params;

    @Option(names = "--tokens", paramLabel = "D", description = "Holds the data: training tokens.")
    private Double tokens;

    @Option(
            names = "--block",
            paramLabel = "B",
            description = "Elements that share a scale, or channel for one scale per channel.")
    private String block;

    @Override
    public Integer call() throws IOException {
        checkPositive("--compute", compute);
        checkPositive("--params", params);
        checkPositive("--tokens", tokens);
        if (params != null && tokens != null) {
            throw new InputException("--params and --tokens", "give one of them; compute and width set the other");
        }
        var law = LawCommand.law(lawId);
        var lines = new ArrayList<String>(List.of("law        %s: %s".formatted(law.id(), law.title())));
        lines.addAll(
                switch (law.law()) {
                    case CapybaraLaw capybara -> capybara(law, capybara);
                    case PrecisionLaw precision -> precision(law, precision);
                    case ChinchillaLaw chinchilla -> chinchilla(law, chinchilla);
                    default ->
                        throw new InputException(
                                "--law " + lawId, "has no optimum to find; capybara, precision and chinchilla-* have");
                });
        lines.forEach(spec.commandLine().getOut()::println);
        spec.commandLine().getOut().flush();
        return 0;
    }

    private List<String> capybara(NamedLaw law, CapybaraLaw capybara) {
        double log2Block = log2Block();
        var best = params != null
                ? CapybaraOptimum.forParams(capybara, params, compute, log2Block)
                : tokens != null
                        ? CapybaraOptimum.forTokens(capybara, tokens, compute, log2Block)
                        : CapybaraOptimum.forCompute(capybara, compute, log2Block);
        var point = Point.of(best.params(), best.tokens())
                .with(Column.EXPONENT_BITS, Math.max(0, capybara.optimalExponentBits(best.bits())))
                .with(Column.MANTISSA_BITS, Math.max(0, capybara.optimalMantissaBits(best.bits())))
                .with(Column.BLOCK_SIZE, Math.pow(2, log2Block));
        var lines = lines(law, point, best.bits(), best.lossNats());
        lines.add("layout     E %s, M %s (real numbers)"
                .formatted(
                        LawCommand.figure(capybara.optimalExponentBits(best.bits())),
                        LawCommand.figure(capybara.optimalMantissaBits(best.bits()))));
        for (int bits : new int[] {(int) Math.floor(best.bits()), (int) Math.ceil(best.bits())}) {
            if (bits >= 2) {
                lines.add(whole(capybara, bits, best, log2Block));
            }
        }
        return lines;
    }

    /** The best layout of a whole width, on what the width leaves of the compute. */
    private String whole(CapybaraLaw law, int bits, CapybaraOptimum best, double log2Block) {
        var layout = law.optimalLayout(bits);
        double left = compute / (CapybaraOptimum.OPERATIONS_PER_BIT * bits);
        double wholeParams = tokens == null ? best.params() : left / tokens;
        double wholeTokens = tokens == null ? left / best.params() : tokens;
        return "E%dM%d       loss %s nats with %s params and %s tokens"
                .formatted(
                        layout.exponentBits(),
                        layout.mantissaBits(),
                        LawCommand.figure(law.lossNats(
                                wholeParams, wholeTokens, layout.exponentBits(), layout.mantissaBits(), log2Block)),
                        LawCommand.figure(wholeParams),
                        LawCommand.figure(wholeTokens));
    }

    private double log2Block() {
        if (block == null) {
            throw new InputException("--block", "capybara needs it: elements that share a scale, or channel");
        }
        if (block.equals("channel")) {
            return CapybaraLaw.CHANNEL_LOG2_BLOCK;
        }
        if (!block.matches("[1-9]\\d{0,8}")) {
            throw new InputException("--block " + block, "must be a whole number of elements, or channel");
        }
        return CapybaraLaw.log2(Integer.parseInt(block));
    }

    private List<String> precision(NamedLaw law, PrecisionLaw precision) {
        refuseBlock();
        if (tokens != null) {
            throw new InputException("--tokens", "not for %s; hold --params, or nothing".formatted(lawId));
        }
        var best = params == null
                ? PrecisionOptimum.forCompute(precision, compute)
                : PrecisionOptimum.forParams(precision, params, compute);
        return lines(
                law,
                Point.of(best.params(), best.tokens()).with(Column.BITS, best.bits()),
                best.bits(),
                best.lossNats());
    }

    private List<String> chinchilla(NamedLaw law, ChinchillaLaw chinchilla) {
        refuseBlock();
        if (params != null || tokens != null) {
            throw new InputException(
                    "--params or --tokens", "not for %s: with compute it leaves nothing to choose".formatted(lawId));
        }
        var best = chinchilla.forCompute(compute);
        return lines(law, Point.of(best.params(), best.tokens()), ChinchillaLaw.FULL_PRECISION_BITS, best.lossNats());
    }

    private void refuseBlock() {
        if (block != null) {
            throw new InputException(
                    "--block " + block, "not for %s, which knows no blocks; leave it out".formatted(lawId));
        }
    }

    private static List<String> lines(NamedLaw law, Point point, double bits, double lossNats) {
        var lines = new ArrayList<String>();
        lines.add("bits       " + LawCommand.figure(bits));
        lines.add("params     " + LawCommand.figure(point.params()));
        lines.add("tokens     " + LawCommand.figure(point.tokens()));
        lines.add("loss_nats  " + LawCommand.figure(lossNats));
        for (var range : law.outside(point)) {
            lines.add("warning    %s is extrapolated: fitted on %s to %s"
                    .formatted(range.column().key(), LawCommand.figure(range.min()), LawCommand.figure(range.max())));
        }
        return lines;
    }

    private static void checkPositive(String option, Double value) {
        if (value != null && !(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new InputException("%s %s".formatted(option, value), "must be a finite number greater than 0");
        }
    }
}
