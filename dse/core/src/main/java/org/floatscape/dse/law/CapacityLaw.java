package org.floatscape.dse.law;

import java.util.List;
import java.util.Map;
import org.floatscape.dse.law.LawForm.Constant;

/**
 * Loss of training in any format, through the parameters that {@link Capacity} leaves of N:
 *
 * <pre>  L(N, D) = (A / (N rho_w rho_a)^alpha + B / D^beta)^gamma + E</pre>
 *
 * Panferov et al. 2025 (arXiv:2506.01863) has gamma = 1. Its A and B are not at hand, so that the published instance
 * takes the full-precision law of Castro et al. 2025, fitted by the same group on the same models and data.
 *
 * @param base     A, alpha, B, beta, gamma and E, with full shares
 * @param capacity L, F and C
 */
public record CapacityLaw(QuartetLaw base, Capacity capacity) implements Law {

    /** Capacity on Llama and C4 over the full-precision law of arXiv:2505.14669. */
    public static final CapacityLaw PANFEROV_2025 =
            new CapacityLaw(QuartetLaw.CASTRO_2025_BASE, Capacity.PANFEROV_2025_LLAMA_C4);

    static final LawForm FORM = new LawForm(
            "capacity",
            "L = (A/(N rho_w rho_a)^alpha + B/D^beta)^gamma + E, rho = L tanh(F log_1/4(GMSE))^C",
            List.of(
                    new Constant("A", "no unit", "the parameter term at N rho = 1"),
                    new Constant("alpha", "no unit", "exponent of N"),
                    new Constant("B", "no unit", "the data term at D = 1"),
                    new Constant("beta", "no unit", "exponent of D"),
                    new Constant("E", "nats", "the loss that no model goes below"),
                    new Constant("gamma", "no unit", "exponent of the sum"),
                    new Constant("L", "no unit", "the share of N at no error"),
                    new Constant("F", "no unit", "slope inside tanh"),
                    new Constant("C", "no unit", "exponent of tanh")),
            List.of(List.of(Column.PARAMS, Column.TOKENS, Column.GMSE)),
            List.of(Column.GMSE_A),
            Map.of(),
            c -> new CapacityLaw(
                    new QuartetLaw(c[0], c[1], c[2], c[3], c[4], c[5], 1, 1), new Capacity(c[6], c[7], c[8])));

    @Override
    public LawForm form() {
        return FORM;
    }

    @Override
    public double[] values() {
        return new double[] {
            base.a(),
            base.alpha(),
            base.b(),
            base.beta(),
            base.floorNats(),
            base.gamma(),
            capacity.saturation(),
            capacity.slope(),
            capacity.exponent()
        };
    }

    @Override
    public Prediction predict(Point point) {
        boolean quantizesActivations = point.has(Column.GMSE_A);
        double share = capacity.share(point.get(Column.GMSE))
                * (quantizesActivations ? capacity.share(point.get(Column.GMSE_A)) : 1);
        double limit = capacity.saturation() * (quantizesActivations ? capacity.saturation() : 1);
        double lossNats = base.lossNats(point.params() * share, point.tokens());
        return new Prediction(
                lossNats, lossNats - base.lossNats(point.params() * limit, point.tokens()), base.criticalTokens());
    }
}
