package org.floatscape.dse.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import org.floatscape.dse.fit.PowerTerms.Factor;
import org.floatscape.dse.fit.PowerTerms.Term;

/** The law forms that can be fitted, by name. */
public final class FitForms {

    /** Names in the order that help shows them. */
    public static final List<String> IDS =
            List.of("chinchilla", "capybara", "precision", "qid", "qat", "quartet", "efficiency");

    private static final double[] EXPONENTS = {0.1, 0.25, 0.5, 0.9};
    private static final double LN_2 = Math.log(2);

    private FitForms() {}

    /**
     * The form of a law for these runs; what classes the runs have decides how many efficiencies there are.
     *
     * @param reference the class whose efficiency is 1, for {@code quartet} and {@code efficiency}
     * @param fixed     constants that will not be fitted
     * @throws FitException if there is no such form, or the runs lack what it needs
     */
    public static FitForm of(String id, RunTable runs, String reference, Set<String> fixed) {
        return switch (id) {
            case "chinchilla" -> chinchilla();
            case "capybara" -> capybara();
            case "precision" -> precision(runs);
            case "qid" -> qid();
            case "qat" -> qat();
            case "quartet" -> quartet(runs, reference, fixed);
            case "efficiency" -> efficiency(runs, reference, fixed);
            default -> throw new FitException("law (%s): unknown; one of %s".formatted(id, String.join(", ", IDS)));
        };
    }

    /** {@code L = E + A / N^alpha + B / D^beta}, Hoffmann et al. 2022 (arXiv:2203.15556), section 3.3. */
    static FitForm chinchilla() {
        return new FitForm("chinchilla", "loss", backbone("A", "B", "E"), Map.of(), List.of(), runs -> {
            double[] none = new double[runs.rows()];
            return new PowerTerms(runs.rows(), 4, backboneTerms(runs, none));
        });
    }

    private static List<Parameter> backbone(String a, String b, String e) {
        return List.of(
                Parameter.coefficient(a),
                Parameter.exponent("alpha", EXPONENTS),
                Parameter.coefficient(b),
                Parameter.exponent("beta", EXPONENTS),
                Parameter.floor(e));
    }

    private static List<Term> backboneTerms(RunTable runs, double[] none) {
        double[] ones = ones(runs.rows());
        return List.of(
                new Term(none, List.of(new Factor(0, ones), new Factor(1, negated(runs.log("params"))))),
                new Term(none, List.of(new Factor(2, ones), new Factor(3, negated(runs.log("tokens"))))));
    }

    /**
     * {@code L = n / N^alpha + d / D^beta + epsilon + D^beta / N^alpha log2(B) / (gamma (E + 0.5)^delta (M + 0.5)^nu)},
     * arXiv:2501.02423, equation 1.
     */
    static FitForm capybara() {
        var parameters = concat(
                backbone("n", "d", "epsilon"),
                Parameter.coefficient("gamma"),
                Parameter.exponent("delta", 1, 2, 3.2),
                Parameter.exponent("nu", 1, 2, 3.2));
        return new FitForm("capybara", "loss", parameters, Map.of(), List.of(), runs -> {
            double[] none = new double[runs.rows()];
            double[] logLogBlock = map(runs.number("block_size"), b -> Math.log(Math.log(b) / LN_2));
            var terms = new ArrayList<>(backboneTerms(runs, none));
            terms.add(new Term(
                    logLogBlock,
                    List.of(
                            new Factor(1, negated(runs.log("params"))),
                            new Factor(3, runs.log("tokens")),
                            new Factor(5, negated(ones(runs.rows()))),
                            new Factor(6, map(runs.number("exponent_bits"), e -> -Math.log(e + 0.5))),
                            new Factor(7, map(runs.number("mantissa_bits"), m -> -Math.log(m + 0.5))))));
            return new PowerTerms(runs.rows(), 4, terms);
        });
    }

    /** {@code Delta = k D^beta / (N^alpha P^gamma)}, arXiv:2411.17691, equation 8. */
    static FitForm qid() {
        var parameters = List.of(
                Parameter.coefficient("k"),
                Parameter.exponent("beta", 0.5),
                Parameter.exponent("alpha", 0.25),
                Parameter.exponent("gamma", 5));
        return new FitForm("qid", "delta_loss", parameters, Map.of(), List.of(), runs -> {
            var term = new Term(
                    new double[runs.rows()],
                    List.of(
                            new Factor(0, ones(runs.rows())),
                            new Factor(1, runs.log("tokens")),
                            new Factor(2, negated(runs.log("params"))),
                            new Factor(3, negated(runs.log("bits")))));
            return new PowerTerms(runs.rows(), LossModel.NO_FLOOR, List.of(term));
        });
    }

    /**
     * {@code L = A / N^alpha + B / D^beta + E + k D^gamma_D log2(G)^gamma_G / N^gamma_N}, arXiv:2505.14302; G is the
     * group size.
     */
    static FitForm qat() {
        var parameters = concat(
                backbone("A", "B", "E"),
                Parameter.coefficient("k"),
                Parameter.exponent("gamma_N", 0.2, 0.4),
                Parameter.exponent("gamma_D", 0.05, 0.15),
                Parameter.exponent("gamma_G", 0.4, 0.9));
        return new FitForm("qat", "loss", parameters, Map.of(), List.of(), runs -> {
            double[] group = runs.number("group_size");
            double[] none = new double[runs.rows()];
            var terms = new ArrayList<>(backboneTerms(runs, none));
            terms.add(new Term(
                    map(group, g -> g == 1 ? Double.NEGATIVE_INFINITY : 0),
                    List.of(
                            new Factor(5, ones(runs.rows())),
                            new Factor(6, negated(runs.log("params"))),
                            new Factor(7, runs.log("tokens")),
                            new Factor(8, map(group, g -> g == 1 ? 0 : Math.log(Math.log(g) / LN_2))))));
            return new PowerTerms(runs.rows(), 4, terms);
        });
    }

    /**
     * arXiv:2411.04330 with the biases of its appendix K. With the column {@code bits} the three factors share one
     * width and one pair of constants; with {@code bits_w}, {@code bits_a}, {@code bits_kv} each that is there has its
     * own. {@code ptq_bits}, where there is such a column, adds the post-training term; it is 0 where that width is not
     * below the training width of the weights. {@code b} multiplies {@code C_T} and is 0 unless freed.
     */
    static FitForm precision(RunTable runs) {
        boolean tied = runs.has("bits");
        var widths = tied
                ? List.of("bits")
                : List.of("bits_w", "bits_a", "bits_kv").stream()
                        .filter(runs::has)
                        .toList();
        if (widths.isEmpty()) {
            throw new FitException("law precision: the runs need a column bits, or some of bits_w, bits_a, bits_kv");
        }
        var parameters = new ArrayList<>(backbone("A", "B", "E"));
        for (String width : widths) {
            String suffix = tied ? "" : width.substring("bits".length());
            parameters.add(
                    Parameter.positive("gamma_train" + suffix, tied ? new double[] {1, 2, 3} : new double[] {2}));
            parameters.add(Parameter.signed("n" + suffix, 0));
        }
        boolean post = runs.has("ptq_bits");
        if (post) {
            parameters.add(Parameter.coefficient("C_T"));
            parameters.add(Parameter.exponent("gamma_D", 0.5));
            parameters.add(Parameter.exponent("gamma_N", 0.35));
            parameters.add(Parameter.positive("gamma", 0.6));
            parameters.add(Parameter.signed("b", 0));
        }
        return new FitForm(
                "precision",
                "loss",
                parameters,
                post ? Map.of("b", 0.0) : Map.of(),
                List.of(),
                r -> new PrecisionTerms(
                        r.log("params"),
                        r.log("tokens"),
                        widths.stream()
                                .map(w -> new PrecisionTerms.Factor(r.number(w), tied ? 3 : 1))
                                .toList(),
                        post ? postBits(r) : new double[0]));
    }

    /** Infinite where weights are not narrower than they were trained; without a width of their own that was in full. */
    private static double[] postBits(RunTable runs) {
        double[] post = runs.number("ptq_bits");
        var weights = List.of("bits", "bits_w").stream().filter(runs::has).findFirst();
        if (weights.isPresent()) {
            double[] trained = runs.number(weights.get());
            for (int i = 0; i < post.length; i++) {
                post[i] = post[i] >= trained[i] ? Double.POSITIVE_INFINITY : post[i];
            }
        }
        return post;
    }

    /** {@code L = A / (N eff)^alpha + B / D^beta + E} with one efficiency per {@code format}, arXiv:2502.05003. */
    static FitForm efficiency(RunTable runs, String reference, Set<String> fixed) {
        var classes = classes(runs, "format", reference, fixed.contains("A"));
        var parameters = new ArrayList<>(backbone("A", "B", "E"));
        classes.forEach(c -> parameters.add(efficiencyOf("eff", c)));
        return new FitForm(
                "efficiency",
                "loss",
                parameters,
                Map.of(),
                List.of("format"),
                r -> new EfficiencyTerms(
                        r.log("params"),
                        r.log("tokens"),
                        false,
                        indices(r.label("format"), classes, reference, 5),
                        allReference(r.rows())));
    }

    /**
     * {@code L = (A / (N eff_N)^alpha + B / (D eff_D)^beta)^gamma + E}, arXiv:2505.14669: eff_N by the column
     * {@code forward}, eff_D by {@code backward}; without these columns every row is the reference.
     */
    static FitForm quartet(RunTable runs, String reference, Set<String> fixed) {
        var forward =
                runs.has("forward") ? classes(runs, "forward", reference, fixed.contains("A")) : List.<String>of();
        var backward =
                runs.has("backward") ? classes(runs, "backward", reference, fixed.contains("B")) : List.<String>of();
        var parameters = new ArrayList<Parameter>();
        double least = Arrays.stream(runs.number("loss")).min().orElseThrow();
        backbone("A", "B", "E").forEach(parameters::add);
        parameters.set(
                4, new Parameter("E", Parameter.Scale.LINEAR, 0, 1e3, List.of(0.2 * least, 0.5 * least, 0.8 * least)));
        parameters.add(Parameter.positive("gamma", 0.15, 0.3, 0.6, 1));
        forward.forEach(c -> parameters.add(efficiencyOf("eff_N", c)));
        backward.forEach(c -> parameters.add(efficiencyOf("eff_D", c)));
        var strata = new ArrayList<String>();
        if (!forward.isEmpty()) {
            strata.add("forward");
        }
        if (!backward.isEmpty()) {
            strata.add("backward");
        }
        return new FitForm(
                "quartet",
                "loss",
                parameters,
                Map.of(),
                strata,
                r -> new EfficiencyTerms(
                        r.log("params"),
                        r.log("tokens"),
                        true,
                        forward.isEmpty() ? allReference(r.rows()) : indices(r.label("forward"), forward, reference, 6),
                        backward.isEmpty()
                                ? allReference(r.rows())
                                : indices(r.label("backward"), backward, reference, 6 + forward.size())));
    }

    private static Parameter efficiencyOf(String name, String label) {
        return Parameter.positive("%s[%s]".formatted(name, label), 0.6);
    }

    /**
     * The classes of a column but the reference, in the order of their names.
     *
     * @param anchored whether a fixed scale says what an efficiency of 1 is, so that no run need be of the reference
     */
    private static List<String> classes(RunTable runs, String column, String reference, boolean anchored) {
        var classes = new TreeSet<>(runs.label(column));
        if (!classes.remove(reference) && !anchored) {
            throw new FitException("column %s: no run has the reference class (%s), whose efficiency is 1; name it with"
                            .formatted(column, reference)
                    + " --reference, one of "
                    + classes.stream().map(c -> c.isEmpty() ? "(empty)" : c).collect(Collectors.joining(", ")));
        }
        return List.copyOf(classes);
    }

    private static int[] indices(List<String> labels, List<String> classes, String reference, int first) {
        return labels.stream()
                .mapToInt(label -> {
                    int at = classes.indexOf(label);
                    if (at < 0 && !label.equals(reference)) {
                        throw new FitException("class (%s): the fit has no efficiency for it".formatted(label));
                    }
                    return at < 0 ? EfficiencyTerms.REFERENCE : first + at;
                })
                .toArray();
    }

    private static int[] allReference(int rows) {
        int[] indices = new int[rows];
        Arrays.fill(indices, EfficiencyTerms.REFERENCE);
        return indices;
    }

    private static List<Parameter> concat(List<Parameter> first, Parameter... more) {
        var all = new ArrayList<>(first);
        all.addAll(List.of(more));
        return all;
    }

    private static double[] ones(int n) {
        double[] ones = new double[n];
        Arrays.fill(ones, 1);
        return ones;
    }

    private static double[] negated(double[] x) {
        return map(x, v -> -v);
    }

    private static double[] map(double[] x, DoubleUnaryOperator f) {
        return Arrays.stream(x).map(f).toArray();
    }
}
