package org.floatscape.ffi;

import java.util.List;
import java.util.Optional;
import org.floatscape.ffi.Element.ExMy;
import org.floatscape.ffi.Element.Overflow;
import org.floatscape.ffi.Element.Specials;
import org.floatscape.ffi.Element.Subnormals;

/**
 * A number format as the kernels take it: data, no name.
 *
 * @param seed key of {@link Rounding#STOCHASTIC}, all 64 bits; not read otherwise
 */
public record QuantSpec(Element element, Rounding rounding, Scale scale, long seed) {

    public QuantSpec {
        if (rounding == Rounding.QPYTORCH && !hasQpytorchRounding(element)) {
            throw new IllegalArgumentException(
                    "rounding (QPYTORCH) needs an ExMy element with 1 to 8 exponent bits, at most 10 mantissa bits, default bias, every code finite, subnormals kept, saturating; not %s"
                            .formatted(element));
        }
    }

    /** {@code element} rounded to nearest even, without scale. */
    public static QuantSpec of(Element element) {
        return new QuantSpec(element, Rounding.NEAREST_EVEN, new Scale.None(), 0);
    }

    /** This format with another scale. */
    public QuantSpec with(Scale other) {
        return new QuantSpec(element, rounding, other, seed);
    }

    /** This format with another rounding. */
    public QuantSpec with(Rounding other) {
        return new QuantSpec(element, other, scale, seed);
    }

    /** This format rounded stochastically. */
    public QuantSpec stochastic(long otherSeed) {
        return new QuantSpec(element, Rounding.STOCHASTIC, scale, otherSeed);
    }

    /** The elements that share a scale; empty without one. */
    public Optional<Group> group() {
        return switch (scale) {
            case Scale.None() -> Optional.empty();
            case Scale.E8m0(var _, var group) -> Optional.of(group);
            case Scale.E4m3F32(var _, var group) -> Optional.of(group);
            case Scale.Quotient(var _, var group) -> Optional.of(group);
        };
    }

    /** The groups of formats that have a scale. */
    static List<Group> groups(List<QuantSpec> specs) {
        return specs.stream().map(QuantSpec::group).flatMap(Optional::stream).toList();
    }

    /** Whether the largest magnitude of a whole row enters every result of that row. */
    boolean needsRowMagnitude() {
        return group().filter(Group.Channel.class::isInstance).isPresent();
    }

    /** Whether the largest magnitude of the whole tensor enters every result. */
    boolean needsTensorMagnitude() {
        return scale instanceof Scale.E4m3F32
                || group().filter(Group.Tensor.class::isInstance).isPresent();
    }

    private static boolean hasQpytorchRounding(Element element) {
        return element instanceof ExMy e
                && e.exponentBits() >= 1
                && e.mantissaBits() <= 10
                && e.bias().isEmpty()
                && e.specials() == Specials.NONE
                && e.subnormals() == Subnormals.KEEP
                && e.overflow() == Overflow.SATURATE;
    }
}
