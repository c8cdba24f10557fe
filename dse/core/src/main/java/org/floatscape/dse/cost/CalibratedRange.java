package org.floatscape.dse.cost;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The designs that a family's coefficients rest on: what lies outside is an extrapolation.
 *
 * @param floats   of designs with a floating-point operand; empty if there is none
 * @param integers of designs with integer operands; empty if there is none
 * @param scales   how their block scales are applied, in the order of {@link ScaleKind}
 * @param mixed    what has a format of its own in some of them, where a unit may have one format for all
 */
public record CalibratedRange(
        Optional<Sizes> floats,
        Optional<Sizes> integers,
        List<ScaleKind> scales,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<Mixed> mixed) {

    /** What may have another format than the first operand. */
    public enum Mixed {
        SECOND_OPERAND,
        RESULT;

        /** @throws IllegalArgumentException if it is none */
        static Mixed parse(String text) {
            return Arrays.stream(values())
                    .filter(mixed -> mixed.label().equals(text))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("must be one of %s"
                            .formatted(Arrays.stream(values()).map(Mixed::label).collect(Collectors.joining(", ")))));
        }

        @JsonValue
        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }

        private Operand of(MacDesign design) {
            return switch (this) {
                case SECOND_OPERAND -> design.b();
                case RESULT -> design.c();
            };
        }

        /** Whether it has another format in a design. */
        private boolean isIn(MacDesign design) {
            boolean may = switch (this) {
                case SECOND_OPERAND -> design.architecture().hasSecondOperand();
                case RESULT -> design.architecture().hasResultFormat();
            };
            return may && !of(design).sameFields(design.a());
        }
    }

    /** Of an architecture that nobody synthesised: whatever it costs comes from others' coefficients. */
    static final CalibratedRange NONE = new CalibratedRange(Optional.empty(), Optional.empty(), List.of(), List.of());

    /**
     * @param exponentBits            of the operands; of integers 0
     * @param mantissaBits            of the operands, without the hidden bit; of integers their width
     * @param accumulatorExponentBits of accumulator, addend or result; of integers 0
     * @param accumulatorMantissaBits of the same
     */
    public record Sizes(
            Span exponentBits,
            Span mantissaBits,
            Span accumulatorExponentBits,
            Span accumulatorMantissaBits,
            Span lanes) {

        private static Optional<Sizes> of(List<MacDesign> designs) {
            if (designs.isEmpty()) {
                return Optional.empty();
            }
            var operands =
                    designs.stream().flatMap(d -> Stream.of(d.a(), d.b())).toList();
            var accumulators = designs.stream().map(MacDesign::c).toList();
            return Optional.of(new Sizes(
                    span(operands, CalibratedRange::exponent),
                    span(operands, Operand::mantissaBits),
                    span(accumulators, CalibratedRange::exponent),
                    span(accumulators, Operand::mantissaBits),
                    span(designs, MacDesign::lanes)));
        }

        private static <T> Span span(List<T> values, ToIntFunction<T> size) {
            return Span.of(values.stream().mapToInt(size).summaryStatistics());
        }
    }

    /**
     * One parameter of a design beyond what was synthesised.
     *
     * @param parameter  such as {@code exponent bits}
     * @param value      the design's
     * @param calibrated what was synthesised, such as {@code 2 to 5}
     */
    public record Excess(String parameter, String value, String calibrated) {

        /** {@code exponent bits 8 (calibrated 2 to 5)}. */
        public String text() {
            return "%s %s (calibrated %s)".formatted(parameter, value, calibrated);
        }
    }

    public CalibratedRange {
        scales = List.copyOf(scales);
        mixed = List.copyOf(mixed);
    }

    static CalibratedRange of(List<MacDesign> designs) {
        return new CalibratedRange(
                Sizes.of(designs.stream().filter(d -> !isInteger(d)).toList()),
                Sizes.of(designs.stream().filter(CalibratedRange::isInteger).toList()),
                designs.stream().map(MacDesign::scale).distinct().sorted().toList(),
                Stream.of(Mixed.values())
                        .filter(mixed -> designs.stream().anyMatch(mixed::isIn))
                        .toList());
    }

    /** What of a design lies outside, each with how far; empty where all of it was synthesised about. */
    public List<Excess> outside(MacDesign design) {
        if (equals(NONE)) {
            return List.of(new Excess("architecture", design.architecture().label(), "on others"));
        }
        var excesses = new ArrayList<Excess>();
        Optional<Sizes> sizes = isInteger(design) ? integers : floats;
        if (sizes.isEmpty()) {
            excesses.add(
                    new Excess("operands", design.a().name(), isInteger(design) ? "no integers" : "integers only"));
        } else {
            Sizes known = sizes.get();
            check(excesses, "exponent bits", known.exponentBits(), exponent(design.a()), exponent(design.b()));
            check(
                    excesses,
                    isInteger(design) ? "width" : "mantissa bits",
                    known.mantissaBits(),
                    design.a().mantissaBits(),
                    design.b().mantissaBits());
            if (design.architecture().hasAccumulator()) {
                String third = design.architecture() == Architecture.CONVERTER ? "source" : "accumulator";
                check(excesses, third + " exponent bits", known.accumulatorExponentBits(), exponent(design.c()));
                check(
                        excesses,
                        third + " mantissa bits",
                        known.accumulatorMantissaBits(),
                        design.c().mantissaBits());
            }
            check(excesses, "lanes", known.lanes(), design.lanes());
        }
        if (design.assumedOfSigns().isPresent()) {
            excesses.add(new Excess("sign", "none", "with one"));
        }
        if (!scales.contains(design.scale())) {
            excesses.add(new Excess(
                    "scale",
                    design.scale().label(),
                    String.join(", ", scales.stream().map(ScaleKind::label).toList())));
        }
        for (Mixed part : Mixed.values()) {
            if (part.isIn(design) && !mixed.contains(part)) {
                excesses.add(new Excess(part.label(), part.of(design).name(), "as the first operand"));
            }
        }
        // No table says how numbers are coded, or has registers: what is not the architecture's own was not
        // synthesised.
        boolean usual = design.architecture().ieeeByDefault();
        if (design.architecture().hasCoding() && design.ieee() != usual) {
            excesses.add(new Excess("subnormals", Boolean.toString(design.ieee()), Boolean.toString(usual)));
        }
        if (design.registerBits() > 0) {
            excesses.add(new Excess("registers", design.registerBits() + " bits", "none"));
        }
        return List.copyOf(excesses);
    }

    /** At most one excess, of the value farther out. */
    private static void check(List<Excess> excesses, String parameter, Span known, int... values) {
        int farthest = values[0];
        for (int value : values) {
            farthest = distance(known, value) > distance(known, farthest) ? value : farthest;
        }
        if (!known.contains(farthest)) {
            excesses.add(new Excess(parameter, Integer.toString(farthest), known.shortest()));
        }
    }

    private static int distance(Span known, int value) {
        return Math.max(known.low() - value, value - known.high());
    }

    private static boolean isInteger(MacDesign design) {
        return design.a().isInteger() && design.b().isInteger();
    }

    private static int exponent(Operand operand) {
        return Math.max(operand.exponentBits(), 0);
    }
}
