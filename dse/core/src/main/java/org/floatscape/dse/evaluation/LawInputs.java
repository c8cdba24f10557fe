package org.floatscape.dse.evaluation;

import java.util.EnumSet;
import java.util.Set;
import org.floatscape.dse.format.BlockFormat;
import org.floatscape.dse.format.E8m0Element;
import org.floatscape.dse.format.ElementFormat;
import org.floatscape.dse.format.FloatElement;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.Group;
import org.floatscape.dse.format.IntElement;
import org.floatscape.dse.format.ScaleFormat;
import org.floatscape.dse.law.CapacityLaw;
import org.floatscape.dse.law.CapybaraLaw;
import org.floatscape.dse.law.ChinchillaLaw;
import org.floatscape.dse.law.Column;
import org.floatscape.dse.law.Law;
import org.floatscape.dse.law.Point;
import org.floatscape.dse.law.PrecisionLaw;
import org.floatscape.dse.law.QatLaw;
import org.floatscape.dse.law.QidLaw;
import org.floatscape.dse.law.QidPerBitLaw;
import org.floatscape.dse.law.QuartetLaw;
import org.floatscape.dse.measure.GaussianMse;

/**
 * Formats in the columns that a law takes.
 *
 * @param law   decides the columns
 * @param model parameters and tokens
 */
record LawInputs(Law law, Point model) {

    /** The smallest log2 B that arXiv 2501.02423, Fig. 12, shows for one scale per tensor. */
    private static final double LEAST_LOG2_TENSOR_BLOCK_SIZE = 16;

    private static final int QAT_BITS = 4;
    private static final double NO_ERROR = Double.MIN_NORMAL;

    /** The law knows no value of its columns that stands for the format. */
    static final class NoInputException extends Exception {
        private static final long serialVersionUID = 1;

        NoInputException(String why) {
            super(why);
        }
    }

    /** A point, with what the law cannot see of the format it stands for. */
    record Input(Point point, Set<Caveat> caveats) {}

    /** A point whose degradation is known to the law, so that taking it off leaves the full-precision limit. */
    Point finest() {
        return switch (law) {
            case CapybaraLaw _ -> layout(8, 7).with(Column.BLOCK_SIZE, 1);
            case PrecisionLaw _, QidLaw _ -> model.with(Column.BITS, 16);
            case QidPerBitLaw _ -> model.with(Column.BITS, 4);
            case QatLaw _ -> model.with(Column.GROUP_SIZE, 1);
            case CapacityLaw _ -> gaussian(NO_ERROR);
            case ChinchillaLaw _, QuartetLaw _ -> model;
        };
    }

    Input of(Format format) throws NoInputException {
        var caveats = EnumSet.noneOf(Caveat.class);
        Point point = switch (law) {
            case CapybaraLaw _ ->
                element(format.element(), caveats).with(Column.BLOCK_SIZE, elementsPerScale(format, caveats));
            case PrecisionLaw _, QidLaw _, QidPerBitLaw _ -> {
                caveats.add(Caveat.WIDTH_ALONE);
                yield model.with(Column.BITS, format.element().bits());
            }
            case QatLaw _ -> model.with(Column.GROUP_SIZE, groupOf4Bits(format, caveats));
            case CapacityLaw _ -> gaussian(GaussianMse.of(format).meanSquareError());
            case ChinchillaLaw _, QuartetLaw _ -> throw new NoInputException("the law sees no number format");
        };
        return new Input(point, caveats);
    }

    /** Both operands of a MAC have the format. */
    private Point gaussian(double meanSquareError) {
        return model.with(Column.GMSE, meanSquareError).with(Column.GMSE_A, meanSquareError);
    }

    private Point element(ElementFormat element, Set<Caveat> caveats) throws NoInputException {
        return switch (element) {
            case FloatElement e -> layout(e.exponentBits(), e.mantissaBits());
            case IntElement(int bits, var _) -> {
                caveats.add(Caveat.INTEGER_AS_FIXED_POINT);
                yield layout(0, bits - 1);
            }
            case E8m0Element _ -> throw new NoInputException("the law knows numbers with a sign and a zero");
        };
    }

    private Point layout(int exponentBits, int mantissaBits) {
        return model.with(Column.EXPONENT_BITS, exponentBits).with(Column.MANTISSA_BITS, mantissaBits);
    }

    private static double elementsPerScale(Format format, Set<Caveat> caveats) {
        if (format.block().isEmpty()) {
            caveats.add(Caveat.NO_SCALE);
            return Math.pow(2, LEAST_LOG2_TENSOR_BLOCK_SIZE);
        }
        var block = format.block().get();
        roundedScale(block, caveats);
        if (block.group() instanceof Group.Tensor) {
            caveats.add(Caveat.TENSOR_SCALE);
            return Math.pow(2, LEAST_LOG2_TENSOR_BLOCK_SIZE);
        }
        return block.elementsPerScale();
    }

    private static void roundedScale(BlockFormat block, Set<Caveat> caveats) {
        if (block.scale() != ScaleFormat.Plain.FP32) {
            caveats.add(Caveat.SCALE_ROUNDING);
        }
    }

    private static double groupOf4Bits(Format format, Set<Caveat> caveats) throws NoInputException {
        if (format.element().bits() != QAT_BITS) {
            throw new NoInputException("the law knows elements of %d bits, not of %d"
                    .formatted(QAT_BITS, format.element().bits()));
        }
        var block = format.block().orElseThrow(() -> new NoInputException("the law saw no format without a scale"));
        if (block.group() instanceof Group.Tensor) {
            throw new NoInputException("the law saw one scale per group or channel, not per tensor");
        }
        if (!(format.element() instanceof IntElement)) {
            caveats.add(Caveat.TAKEN_AS_INT4);
        }
        roundedScale(block, caveats);
        return block.elementsPerScale();
    }
}
