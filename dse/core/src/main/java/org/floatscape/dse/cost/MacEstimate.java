package org.floatscape.dse.cost;

/**
 * What one unit costs per operation, and how far off such estimates have been.
 *
 * @param energyPj with operands from a Gaussian quantised to the format
 * @param delayNs  critical path; 0 where the source gives none
 * @param errors   relative, on points held out of the fit
 * @param basis    what the estimate and its errors rest on
 */
public record MacEstimate(
        MacDesign design, double areaUm2, double energyPj, double delayNs, ByMetric<Errors> errors, String basis) {

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
