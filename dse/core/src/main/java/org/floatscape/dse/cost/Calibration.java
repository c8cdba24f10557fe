package org.floatscape.dse.cost;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.floatscape.dse.input.Decimal;

/**
 * What one cell library and mapping recipe make of the parts.
 *
 * @param library    cell library, such as {@code nangate45}
 * @param recipe     how it was mapped: {@code area} or {@code speed}
 * @param process    node and supply of the cells, where the table of syntheses states them
 * @param scaledFrom the library whose coefficients are scaled by factors, where there were too few points for a fit
 * @param shared     coefficients per primitive, for architectures without a family of their own
 * @param families   one per architecture and RTL
 */
public record Calibration(
        String library,
        String recipe,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) Optional<TechnologyNode> process,
        Optional<String> scaledFrom,
        ByMetric<Shared> shared,
        List<Family> families) {

    /** Of cell libraries that everybody has: their node and typical supply. */
    private static final Map<String, TechnologyNode> KNOWN = Map.of(
            "nangate45", TechnologyNode.NANGATE45,
            "asap7", new TechnologyNode(7, 0.7),
            "ihp130", new TechnologyNode(130, 1.2));

    public Calibration {
        families = List.copyOf(families);
    }

    /**
     * @param coefficients by primitive; empty where scaled
     * @param factor       on the coefficients of {@link Calibration#scaledFrom}; 1 without
     * @param leftOut      by architecture, errors of a fit that never saw it; empty where scaled
     */
    public record Shared(Map<String, Double> coefficients, double factor, Map<String, Errors> leftOut) {}

    /**
     * @param architecture label of {@link Architecture}
     * @param rtl          whose RTL was synthesised
     * @param points       syntheses behind it
     * @param range        the designs that were synthesised
     */
    public record Family(String architecture, String rtl, int points, CalibratedRange range, ByMetric<Fit> fits) {

        /** {@code fp_mul (Berkeley HardFloat)}; {@code fp_mul} where nobody is named. */
        public String label() {
            return rtl.isEmpty() ? architecture : "%s (%s)".formatted(architecture, rtl);
        }
    }

    /**
     * @param coefficients by {@code part.term}; a term that the family's RTL does not have comes from its primitive's
     *                     shared coefficient. Empty where scaled
     * @param factor       on the coefficients of {@link Calibration#scaledFrom}; 1 without
     * @param heldOut      errors with each point left out in turn
     */
    public record Fit(Map<String, Coefficient> coefficients, double factor, Errors heldOut) {}

    /**
     * In files {@code 0.76397 +- 0.0032}.
     *
     * @param value         in the metric's unit per unit of the term's count
     * @param standardError by the jackknife over the family's points
     */
    public record Coefficient(double value, double standardError) {

        private static final Pattern TEXT = Pattern.compile("([^ ]+) \\+- ([^ ]+)");

        /** @throws IllegalArgumentException if it is not such a text */
        static Coefficient parse(String text) {
            var matcher = TEXT.matcher(text);
            if (!matcher.matches() || !Decimal.isFromZero(matcher.group(1)) || !Decimal.isFromZero(matcher.group(2))) {
                throw new IllegalArgumentException(
                        "must be a value from 0 and its standard error, such as 0.764 +- 0.003");
            }
            return new Coefficient(Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2)));
        }

        @JsonValue
        String text() {
            return value + " +- " + standardError;
        }
    }

    /** Whether published scaling is known from its process and supply; otherwise its costs hold as calibrated, alone. */
    public boolean canBeScaled() {
        return node().isPresent();
    }

    /** Node and supply of its cells: as stated, else as known of their name; empty where neither is. */
    public Optional<TechnologyNode> node() {
        return process.or(() -> Optional.ofNullable(KNOWN.get(library)));
    }

    /** Names of the cell libraries whose node and supply are known, sorted. */
    static List<String> known() {
        return KNOWN.keySet().stream().sorted().toList();
    }

    /** {@code nangate45/area}. */
    public String name() {
        return library + "/" + recipe;
    }
}
