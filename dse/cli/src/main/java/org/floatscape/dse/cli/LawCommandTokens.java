package org.floatscape.dse.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.law.Column;
import org.floatscape.dse.law.Point;
import org.floatscape.dse.law.QidLaw;
import org.floatscape.dse.law.QidPerBitLaw;
import org.floatscape.dse.law.QidTerm;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How far a model is trained, from what quantization costs it. */
@Command(
        name = "tokens",
        mixinStandardHelpOptions = true,
        description = "Tells after how many training tokens quantization costs a given loss.",
        footer = {
            "",
            "Read the other way it estimates how far a model is trained: measure what quantizing its weights to",
            "2, 3 or 4 bits adds to the loss, and give that as --delta-loss.",
            "",
            "  floatscape law tokens --law qid-per-bit --params 70e9 --bits 4 --delta-loss 0.2"
        })
final class LawCommandTokens implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--law",
            paramLabel = "LAW",
            defaultValue = "qid-per-bit",
            description = "qid or qid-per-bit. Default: ${DEFAULT-VALUE}")
    private String lawId;

    @Option(names = "--params", paramLabel = "N", required = true, description = "Non-embedding parameters.")
    private double params;

    @Option(names = "--bits", paramLabel = "P", required = true, description = "Width of the weights.")
    private double bits;

    @Option(
            names = "--delta-loss",
            paramLabel = "NATS",
            required = true,
            description = "Loss that quantization adds, nats per token.")
    private double deltaLossNats;

    @Override
    public Integer call() throws IOException {
        var law = LawCommand.law(lawId);
        if (!(deltaLossNats > 0 && deltaLossNats < Double.POSITIVE_INFINITY)) {
            throw new InputException("--delta-loss %s".formatted(deltaLossNats), "must be a finite number above 0");
        }
        var point = Point.of(params, 1).with(Column.BITS, bits);
        QidTerm term = switch (law.law()) {
            case QidLaw qid -> qid.at(point.get(Column.BITS));
            case QidPerBitLaw qid -> qid.at(point.get(Column.BITS));
            default -> throw new InputException("--law " + lawId, "does not tell; qid and qid-per-bit do");
        };
        double tokens = term.tokensFor(params, deltaLossNats);
        var out = spec.commandLine().getOut();
        out.println("tokens            " + LawCommand.figure(tokens));
        out.println("tokens_per_param  " + LawCommand.figure(tokens / params));
        for (var range : law.outside(point.with(Column.TOKENS, tokens))) {
            out.printf(
                    "warning           %s is extrapolated: fitted on %s to %s%n",
                    range.column().key(), LawCommand.figure(range.min()), LawCommand.figure(range.max()));
        }
        out.flush();
        return 0;
    }
}
