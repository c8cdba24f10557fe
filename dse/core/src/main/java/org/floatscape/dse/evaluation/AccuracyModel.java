package org.floatscape.dse.evaluation;

import java.util.EnumSet;
import java.util.Set;
import org.floatscape.dse.format.ElementFormat;
import org.floatscape.dse.format.FloatElement;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.Group;
import org.floatscape.dse.format.IntElement;
import org.floatscape.dse.format.ScaleFormat;
import org.floatscape.dse.law.Column;
import org.floatscape.dse.law.NamedLaw;
import org.floatscape.dse.law.Point;
import org.floatscape.dse.law.Prediction;

/**
 * A law asked about formats.
 *
 * @param law    where the loss comes from
 * @param params N, parameters without embeddings
 * @param tokens D, training tokens
 */
public record AccuracyModel(NamedLaw law, double params, double tokens) {

    /** From this width on, an element without a scale counts as full precision. */
    private static final int FULL_PRECISION_BITS = 16;

    /** The smallest log2 B that arXiv 2501.02423, Fig. 12, shows for one scale per tensor. */
    private static final double LEAST_LOG2_TENSOR_BLOCK_SIZE = 16;

    /** What the law says of training in {@code format}, with what it cannot see of it. */
    public Accuracy of(Format format) {
        var caveats = EnumSet.noneOf(Caveat.class);
        if (format.block().isEmpty() && format.element().bits() >= FULL_PRECISION_BITS) {
            return fullPrecision();
        }
        Point point = element(format.element(), caveats).with(Column.BLOCK_SIZE, elementsPerScale(format, caveats));
        Prediction prediction = law.law().predict(point);
        if (!law.inRange(point)) {
            caveats.add(Caveat.EXTRAPOLATED);
        }
        if (tokens > prediction.criticalTokens()) {
            caveats.add(Caveat.BEYOND_CRITICAL_TOKENS);
        }
        return new Accuracy(prediction.lossNats(), prediction.deltaLossNats(), prediction.criticalTokens(), caveats);
    }

    private Accuracy fullPrecision() {
        Prediction prediction = law.law().predict(layout(8, 7).with(Column.BLOCK_SIZE, 1));
        double lossNats = prediction.lossNats() - prediction.deltaLossNats();
        return new Accuracy(lossNats, 0, Double.POSITIVE_INFINITY, Set.of(Caveat.FULL_PRECISION));
    }

    private Point element(ElementFormat element, Set<Caveat> caveats) {
        return switch (element) {
            case FloatElement(int exponentBits, int mantissaBits, var _) -> layout(exponentBits, mantissaBits);
            case IntElement(int bits, var _) -> {
                caveats.add(Caveat.INTEGER_AS_FIXED_POINT);
                yield layout(0, bits - 1);
            }
        };
    }

    private Point layout(int exponentBits, int mantissaBits) {
        return Point.of(params, tokens)
                .with(Column.EXPONENT_BITS, exponentBits)
                .with(Column.MANTISSA_BITS, mantissaBits);
    }

    private static double elementsPerScale(Format format, Set<Caveat> caveats) {
        if (format.block().isEmpty()) {
            caveats.add(Caveat.NO_SCALE);
            return Math.pow(2, LEAST_LOG2_TENSOR_BLOCK_SIZE);
        }
        var block = format.block().get();
        if (block.scale() != ScaleFormat.Plain.FP32) {
            caveats.add(Caveat.SCALE_ROUNDING);
        }
        if (block.group() instanceof Group.Tensor) {
            caveats.add(Caveat.TENSOR_SCALE);
            return Math.pow(2, LEAST_LOG2_TENSOR_BLOCK_SIZE);
        }
        return block.elementsPerScale();
    }
}
