package org.floatscape.dse.cost;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What one unit costs per operation, and how far off such estimates have been.
 *
 * @param energyPj with operands from a Gaussian quantised to the format
 * @param delayNs  critical path; 0 where the source gives none
 * @param errors   relative, on points held out of the fit
 * @param basis    what the estimate and its errors rest on
 * @param range    the designs behind it; empty of a source that is not calibrated
 */
public record MacEstimate(
        MacDesign design,
        double areaUm2,
        double energyPj,
        double delayNs,
        ByMetric<Errors> errors,
        String basis,
        Optional<CalibratedRange> range) {

    /** What of the design lies outside the calibrated range, where the errors say nothing: the estimate extrapolates. */
    public List<CalibratedRange.Excess> outside() {
        return range.map(r -> r.outside(design)).orElse(List.of());
    }

    /** {@code exponent bits 8 (calibrated 2 to 5), lanes 64 (calibrated 4 to 32)}; empty where nothing lies outside. */
    public String outsideText() {
        return outside().stream().map(CalibratedRange.Excess::text).collect(Collectors.joining(", "));
    }

    public double get(Metric metric) {
        return switch (metric) {
            case AREA -> areaUm2;
            case ENERGY -> energyPj;
            case DELAY -> delayNs;
        };
    }

    /** µm² per multiply-accumulate per cycle: the unit's area over its MACs. */
    public double areaPerMacUm2() {
        return areaUm2 / design.macsPerOperation();
    }

    /** pJ per multiply-accumulate. */
    public double energyPerMacPj() {
        return energyPj / design.macsPerOperation();
    }
}
