package org.floatscape.dse.fit;

import java.util.Arrays;
import java.util.List;

/**
 * A constant of a law as the fitter searches for it.
 *
 * @param name   as the paper spells it, in ASCII: {@code A}, {@code alpha}, {@code eff[int4]}
 * @param scale  whether the search moves the constant or its logarithm
 * @param lower  least value, in the constant's own unit
 * @param upper  greatest value
 * @param starts values a search begins from; empty for a coefficient in which the loss is linear, which is projected out
 */
public record Parameter(String name, Scale scale, double lower, double upper, List<Double> starts) {

    /** What the search moves. */
    public enum Scale {
        /** The logarithm: the constant is positive. */
        LOG,
        /** The constant itself. */
        LINEAR
    }

    public Parameter {
        starts = List.copyOf(starts);
    }

    /** A positive factor of one term, or its reciprocal. */
    static Parameter coefficient(String name) {
        return new Parameter(name, Scale.LOG, 1e-60, 1e60, List.of());
    }

    /** A loss no model goes below, in nats per token; 0 is its bound. */
    static Parameter floor(String name) {
        return new Parameter(name, Scale.LINEAR, 0, 1e3, List.of());
    }

    /** A power of N, D or a format's property; 0 is its bound. */
    static Parameter exponent(String name, double... starts) {
        return new Parameter(
                name, Scale.LINEAR, 0, 30, Arrays.stream(starts).boxed().toList());
    }

    /** A positive constant in which the loss is not linear. */
    static Parameter positive(String name, double... starts) {
        return new Parameter(
                name, Scale.LOG, 1e-6, 1e6, Arrays.stream(starts).boxed().toList());
    }

    /** A constant of either sign. */
    static Parameter signed(String name, double... starts) {
        return new Parameter(
                name, Scale.LINEAR, -50, 50, Arrays.stream(starts).boxed().toList());
    }

    boolean isCoefficient() {
        return starts.isEmpty();
    }

    double toSearch(double value) {
        return scale == Scale.LOG ? Math.log(value) : value;
    }

    double fromSearch(double theta) {
        return scale == Scale.LOG ? Math.exp(theta) : theta;
    }
}
