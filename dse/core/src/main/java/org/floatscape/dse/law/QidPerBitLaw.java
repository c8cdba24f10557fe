package org.floatscape.dse.law;

import java.util.ArrayList;
import java.util.List;
import org.floatscape.dse.law.LawForm.Constant;

/**
 * Loss after quantizing a trained model's weights to 2, 3 or 4 bits, one power law each:
 *
 * <pre>  L(N, D, P) = Loss16(N, D) + k_P · D^beta_P / N^alpha_P</pre>
 *
 * Table 1 of Ouyang et al. 2024 (arXiv:2411.17691v1) follows these laws to its last digit, and the unified law of its
 * equation 8 only within a factor of 2.4. The paper does not print them.
 *
 * @param twoBits   the degradation at 2 bits
 * @param threeBits the degradation at 3 bits
 * @param fourBits  the degradation at 4 bits
 * @param loss16    loss before quantization
 */
public record QidPerBitLaw(QidTerm twoBits, QidTerm threeBits, QidTerm fourBits, OpenAiLoss loss16) implements Law {

    /** Recovered from table 1: the constants that give all of its 48 cells as printed. */
    public static final QidPerBitLaw OUYANG_2024_TABLE_1 = new QidPerBitLaw(
            new QidTerm(3.8095e-4, 0.52387, 0.22506),
            new QidTerm(1.1701984e-5, 0.6727306, 0.3546842),
            new QidTerm(6.1322597e-6, 0.6550602, 0.383503),
            OpenAiLoss.PYTHIA_16_BIT);

    static final LawForm FORM = new LawForm(
            "qid-per-bit",
            "L = Loss16 + k_P D^beta_P / N^alpha_P for P = 2, 3, 4, "
                    + "Loss16 = ((Nc/N)^(alpha_N/alpha_D) + Dc/D)^alpha_D",
            constantsOfForm(),
            List.of(List.of(Column.PARAMS, Column.TOKENS, Column.BITS)),
            List.of(),
            OpenAiLoss.IF_ABSENT,
            c -> new QidPerBitLaw(
                    new QidTerm(c[0], c[1], c[2]),
                    new QidTerm(c[3], c[4], c[5]),
                    new QidTerm(c[6], c[7], c[8]),
                    new OpenAiLoss(c[9], c[10], c[11], c[12])));

    private static List<Constant> constantsOfForm() {
        var constants = new ArrayList<Constant>();
        for (int bits = 2; bits <= 4; bits++) {
            constants.add(
                    new Constant("k_" + bits, "nats", "the degradation at N = D = 1 and %d bits".formatted(bits)));
            constants.add(new Constant("beta_" + bits, "no unit", "exponent of D at %d bits".formatted(bits)));
            constants.add(new Constant("alpha_" + bits, "no unit", "exponent of N at %d bits".formatted(bits)));
        }
        constants.addAll(OpenAiLoss.CONSTANTS);
        return constants;
    }

    /**
     * The degradation at one width.
     *
     * @throws LawDomainException if {@code bits} is not 2, 3 or 4
     */
    public QidTerm at(double bits) {
        if (bits == 2) {
            return twoBits;
        }
        if (bits == 3) {
            return threeBits;
        }
        if (bits == 4) {
            return fourBits;
        }
        throw new LawDomainException(
                Column.BITS, "%s must be 2, 3 or 4, the widths of this law; qid takes others".formatted(bits));
    }

    @Override
    public LawForm form() {
        return FORM;
    }

    @Override
    public double[] values() {
        double[] last = loss16.values();
        return new double[] {
            twoBits.scaleNats(),
            twoBits.tokensExponent(),
            twoBits.paramsExponent(),
            threeBits.scaleNats(),
            threeBits.tokensExponent(),
            threeBits.paramsExponent(),
            fourBits.scaleNats(),
            fourBits.tokensExponent(),
            fourBits.paramsExponent(),
            last[0],
            last[1],
            last[2],
            last[3]
        };
    }

    @Override
    public Prediction predict(Point point) {
        return QidLaw.predict(at(point.get(Column.BITS)), loss16, point);
    }
}
