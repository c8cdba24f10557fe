package org.floatscape.dse.fit;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.EigenDecomposition;

/** Says which constants of a fit its runs do not determine. */
public final class Identifiability {

    /** Eigenvalue of the scaled information matrix, the greatest about 1, below which a direction is not seen at all. */
    private static final double UNSEEN = 1e-11;

    private static final double COUPLED = 0.99;

    /** Standard error of a logarithm beyond which a factor says nothing. */
    private static final double LARGEST_LOG = 200;

    private static final String EFFICIENCY = "eff";

    private Identifiability() {}

    /** All findings on a fit, those of its bootstrap included. */
    public static List<Finding> of(Fit fit, Optional<Bootstrap> bootstrap) {
        var findings = new ArrayList<Finding>();
        for (int j : fit.free()) {
            if (fit.atBound(j)) {
                findings.add(atBound(fit, fit.form().parameters().get(j)));
            }
        }
        var unseen = unseen(fit);
        findings.addAll(unseen);
        if (unseen.isEmpty() && fit.inside().length > 0) {
            findings.addAll(undetermined(
                    fit, bootstrap.map(Bootstrap::covariance).orElseGet(() -> Covariance.sandwich(fit, List.of()))));
        }
        findings.addAll(efficienciesAboveOne(fit));
        bootstrap
                .filter(b -> b.failures() > 0)
                .ifPresent(b -> findings.add(new Finding(
                        Finding.Kind.SAMPLES_LEFT_OUT,
                        List.of(),
                        "%d bootstrap samples did not converge and are left out".formatted(b.failures()))));
        return List.copyOf(findings);
    }

    /** The constants that move without changing what the runs show, alone or together. */
    static List<String> open(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.kind() == Finding.Kind.ILL_CONDITIONED)
                .flatMap(finding -> finding.constants().stream())
                .distinct()
                .toList();
    }

    /** One of the constants of each open direction: with these held, the runs determine the others. */
    static List<String> held(List<Finding> findings) {
        var held = new ArrayList<String>();
        findings.stream()
                .filter(finding -> finding.kind() == Finding.Kind.ILL_CONDITIONED)
                .forEach(finding -> finding.constants().reversed().stream()
                        .filter(name -> !held.contains(name))
                        .findFirst()
                        .ifPresent(held::add));
        return List.copyOf(held);
    }

    private static Finding atBound(Fit fit, Parameter parameter) {
        double value = fit.constant(parameter.name());
        return new Finding(
                Finding.Kind.AT_BOUND,
                List.of(parameter.name()),
                "%s is at its bound (%s): the runs do not determine it".formatted(parameter.name(), number(value)));
    }

    /** Directions in which nothing that the runs show changes. */
    private static List<Finding> unseen(Fit fit) {
        int[] inside = fit.inside();
        if (inside.length == 0) {
            return List.of();
        }
        var objective = fit.problem().objective(fit.unitWeights(), inside);
        objective.moveTo(fit.theta());
        double[][] information = objective.reweightedSquares();
        var findings = new ArrayList<Finding>();
        var silent = new ArrayList<Integer>();
        for (int f = 0; f < inside.length; f++) {
            if (information[f][f] == 0) {
                silent.add(f);
                findings.add(unseen(List.of(fit.form().names().get(inside[f]))));
            }
        }
        int[] seen = IntStream.range(0, inside.length)
                .filter(f -> !silent.contains(f))
                .toArray();
        if (seen.length == 0) {
            return findings;
        }
        double[][] scaled = new double[seen.length][seen.length];
        for (int f = 0; f < seen.length; f++) {
            for (int g = 0; g <= f; g++) {
                scaled[f][g] = information[seen[f]][seen[g]]
                        / Math.sqrt(information[seen[f]][seen[f]] * information[seen[g]][seen[g]]);
                scaled[g][f] = scaled[f][g];
            }
        }
        var eigen = new EigenDecomposition(new Array2DRowRealMatrix(scaled, false));
        for (int k = 0; k < seen.length; k++) {
            if (eigen.getRealEigenvalue(k) < UNSEEN) {
                double[] vector = eigen.getEigenvector(k).toArray();
                findings.add(unseen(IntStream.range(0, seen.length)
                        .filter(f -> Math.abs(vector[f]) > 0.1)
                        .mapToObj(f -> fit.form().names().get(inside[seen[f]]))
                        .toList()));
            }
        }
        return findings.stream().distinct().toList();
    }

    private static Finding unseen(List<String> names) {
        String text = names.size() == 1
                ? "%s changes nothing that the runs show: fix it".formatted(names.getFirst())
                : "%s can move together without changing what the runs show: fix one of them"
                        .formatted(String.join(", ", names));
        return new Finding(Finding.Kind.ILL_CONDITIONED, names, text);
    }

    private static List<Finding> undetermined(Fit fit, Covariance covariance) {
        var findings = new ArrayList<Finding>();
        for (int row = 0; row < covariance.names().size(); row++) {
            String name = Covariance.constant(covariance.names().get(row));
            double error = covariance.standardError(row);
            boolean log = isLog(covariance.names().get(row));
            double value = fit.constant(name);
            if (log ? error > 1 : error > Math.abs(value)) {
                String within = !log
                        ? "+-" + number(error)
                        : error < LARGEST_LOG ? "a factor of " + number(Math.exp(error)) : "any factor";
                findings.add(new Finding(
                        Finding.Kind.UNDETERMINED,
                        List.of(name),
                        "%s (%s) is known only to within %s (one standard error)"
                                .formatted(name, number(value), within)));
            }
            for (int column = 0; column < row; column++) {
                double correlation = covariance.correlation(row, column);
                if (Math.abs(correlation) > COUPLED) {
                    findings.add(coupled(
                            covariance.names().get(column), covariance.names().get(row), correlation));
                }
            }
        }
        findings.sort(Comparator.comparing(Finding::kind));
        return findings;
    }

    private static Finding coupled(String one, String other, double correlation) {
        return new Finding(
                Finding.Kind.COUPLED,
                List.of(Covariance.constant(one), Covariance.constant(other)),
                String.format(
                        Locale.ROOT,
                        "%s and %s are coupled (correlation %.4f): quote them together only",
                        one,
                        other,
                        correlation));
    }

    private static List<Finding> efficienciesAboveOne(Fit fit) {
        var above = fit.freeNames().stream()
                .filter(name -> name.startsWith(EFFICIENCY) && fit.constant(name) > 1)
                .toList();
        if (above.isEmpty()) {
            return List.of();
        }
        String which = above.stream()
                .map(name -> "%s = %s".formatted(name, number(fit.constant(name))))
                .collect(Collectors.joining(", "));
        return List.of(new Finding(
                Finding.Kind.EFFICIENCY_ABOVE_ONE,
                above,
                "%s: above 1, better than the reference; not identifiable from these runs".formatted(which)));
    }

    private static boolean isLog(String name) {
        return name.startsWith(Covariance.LOG);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.4g", value);
    }
}
