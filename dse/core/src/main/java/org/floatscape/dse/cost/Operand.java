package org.floatscape.dse.cost;

import java.util.Optional;
import java.util.regex.Pattern;
import org.floatscape.dse.format.BlockFormat;
import org.floatscape.dse.format.E8m0Element;
import org.floatscape.dse.format.ElementFormat;
import org.floatscape.dse.format.FloatElement;
import org.floatscape.dse.format.Format;
import org.floatscape.dse.format.FormatNameException;
import org.floatscape.dse.format.IntElement;

/**
 * What hardware sees of a number: its fields. Wider than the formats that are quantized to, for accumulators.
 *
 * @param exponentBits 0 to 11, or {@link #INTEGER}
 * @param mantissaBits without the hidden bit, 0 to 64; of an integer its width, 1 to 1024
 * @param signed       whether there is a sign; an integer's sign is the design's to say ({@link MacDesign#signed})
 */
public record Operand(int exponentBits, int mantissaBits, boolean signed) {

    /** Exponent bits of a two's complement integer. */
    public static final int INTEGER = -1;

    public static final Operand FP32 = new Operand(8, 23);

    private static final Pattern FLOAT = Pattern.compile("u?e(\\d{1,2})m(\\d{1,2})(?:fn|i)?");
    private static final Pattern INT = Pattern.compile("u?int(\\d{1,4})");

    public Operand {
        boolean integer = exponentBits == INTEGER;
        if (integer && (mantissaBits < 1 || mantissaBits > 1024)) {
            throw new CostException("operand int%d: an integer must have 1 to 1024 bits".formatted(mantissaBits));
        }
        if (!integer && (exponentBits < 0 || exponentBits > 11 || mantissaBits < 0 || mantissaBits > 64)) {
            throw new CostException("operand e%dm%d: exponent bits must be 0 to 11 and mantissa bits 0 to 64"
                    .formatted(exponentBits, mantissaBits));
        }
        if (integer && !signed) {
            throw unsigned("uint" + mantissaBits);
        }
    }

    /** With a sign. */
    public Operand(int exponentBits, int mantissaBits) {
        this(exponentBits, mantissaBits, true);
    }

    public static Operand integer(int bits) {
        return new Operand(INTEGER, bits);
    }

    /** @throws CostException if it is an unsigned integer or E8M0 */
    public static Operand of(ElementFormat element) {
        return switch (element) {
            case FloatElement e ->
                new Operand(e.exponentBits(), e.mantissaBits(), e.specials().signed());
            case IntElement e when e.range() == IntElement.Range.UNSIGNED -> throw unsigned(e.name());
            case IntElement e -> integer(e.bits());
            case E8m0Element e ->
                throw new CostException(
                        "operand %s: units multiply numbers with a sign and a zero; powers of two are costed as block scales alone"
                                .formatted(e.name()));
        };
    }

    private static CostException unsigned(String name) {
        return new CostException(
                ("operand %s: integers of the units are signed; only int_mul's may be unsigned, which its"
                                + " design says (column signed of tables: 0); write %s")
                        .formatted(name, name.substring(1)));
    }

    /**
     * Reads {@code e8m23i}, {@code ue5m3}, {@code int32}, or any element name or alias such as {@code fp32}.
     *
     * @throws FormatNameException if it is none
     * @throws CostException       if it is beyond what the model covers, or an unsigned integer
     */
    public static Operand parse(String name) {
        var real = FLOAT.matcher(name);
        if (real.matches()) {
            return new Operand(Integer.parseInt(real.group(1)), Integer.parseInt(real.group(2)), !name.startsWith("u"));
        }
        var integer = INT.matcher(name);
        if (integer.matches()) {
            if (name.startsWith("u")) {
                throw unsigned(name);
            }
            return integer(Integer.parseInt(integer.group(1)));
        }
        return of(Format.parse(name).element());
    }

    /** How numbers of a name that {@link #parse} reads share a scale; empty where it names an element alone. */
    static Optional<BlockFormat> block(String name) {
        return FLOAT.matcher(name).matches() || INT.matcher(name).matches()
                ? Optional.empty()
                : Format.parse(name).block();
    }

    public boolean isInteger() {
        return exponentBits == INTEGER;
    }

    /** Storage in bits, with the sign where there is one. */
    public int bits() {
        return isInteger() || !signed ? magnitudeBits() : 1 + magnitudeBits();
    }

    /** Of a float without its sign; of an integer its width. */
    int magnitudeBits() {
        return isInteger() ? mantissaBits : exponentBits + mantissaBits;
    }

    /** Whether both have fields of the same widths, with a sign or without. */
    boolean sameFields(Operand other) {
        return exponentBits == other.exponentBits && mantissaBits == other.mantissaBits;
    }

    /** {@code e4m3}, {@code ue5m3} without a sign, or {@code int8}. */
    public String name() {
        return isInteger() ? "int" + mantissaBits : (signed ? "e" : "ue") + exponentBits + "m" + mantissaBits;
    }
}
