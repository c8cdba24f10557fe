package org.floatscape.dse.law;

import java.util.List;
import java.util.stream.Stream;
import org.floatscape.dse.law.LawForm.Constant;

/**
 * Loss after quantizing a trained model's weights, Ouyang et al. 2024 (arXiv:2411.17691v1), equation 8, for every
 * width at once:
 *
 * <pre>  L(N, D, P) = Loss16(N, D) + k · D^beta / (N^alpha P^gamma)</pre>
 *
 * The paper's table 1 does not come from this law but from one per width: {@link QidPerBitLaw}.
 *
 * @param scaleNats      k, nats at N = D = P = 1
 * @param tokensExponent beta, no unit
 * @param paramsExponent alpha, no unit
 * @param bitsExponent   gamma, no unit
 * @param loss16         loss before quantization
 */
public record QidLaw(
        double scaleNats, double tokensExponent, double paramsExponent, double bitsExponent, OpenAiLoss loss16)
        implements Law {

    /** arXiv:2411.17691v1, figures 6 and 7; GPTQ on Pythia 160M to 12B at 2, 3 and 4 bits. */
    public static final QidLaw OUYANG_2024 = new QidLaw(0.017, 0.5251, 0.2261, 5.4967, OpenAiLoss.PYTHIA_16_BIT);

    static final LawForm FORM = new LawForm(
            "qid",
            "L = Loss16 + k D^beta / (N^alpha P^gamma), Loss16 = ((Nc/N)^(alpha_N/alpha_D) + Dc/D)^alpha_D",
            Stream.concat(
                            Stream.of(
                                    new Constant("k", "nats", "the degradation at N = D = P = 1"),
                                    new Constant("beta", "no unit", "exponent of D"),
                                    new Constant("alpha", "no unit", "exponent of N"),
                                    new Constant("gamma", "no unit", "exponent of P")),
                            OpenAiLoss.CONSTANTS.stream())
                    .toList(),
            List.of(List.of(Column.PARAMS, Column.TOKENS, Column.BITS)),
            List.of(),
            OpenAiLoss.IF_ABSENT,
            c -> new QidLaw(c[0], c[1], c[2], c[3], new OpenAiLoss(c[4], c[5], c[6], c[7])));

    /** The degradation at one width. */
    public QidTerm at(double bits) {
        return new QidTerm(scaleNats * Math.pow(bits, -bitsExponent), tokensExponent, paramsExponent);
    }

    @Override
    public LawForm form() {
        return FORM;
    }

    @Override
    public double[] values() {
        double[] last = loss16.values();
        return new double[] {scaleNats, tokensExponent, paramsExponent, bitsExponent, last[0], last[1], last[2], last[3]
        };
    }

    @Override
    public Prediction predict(Point point) {
        return predict(at(point.get(Column.BITS)), loss16, point);
    }

    static Prediction predict(QidTerm term, OpenAiLoss loss16, Point point) {
        double deltaNats = term.deltaNats(point.params(), point.tokens());
        return new Prediction(
                loss16.lossNats(point.params(), point.tokens()) + deltaNats,
                deltaNats,
                term.criticalTokens(loss16, point.params()));
    }
}
