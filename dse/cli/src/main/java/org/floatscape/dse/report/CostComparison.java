package org.floatscape.dse.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.floatscape.dse.cost.CostSource;
import org.floatscape.dse.cost.MacDesign;
import org.floatscape.dse.cost.Metric;
import org.floatscape.dse.cost.PublishedRatio;
import org.floatscape.dse.cost.ScaleKind;
import org.floatscape.dse.format.NamedFormat;

/** Units of formats over that of a base, by every source of costs, for a terminal. */
public final class CostComparison {

    /** A format and the unit that multiplies it. */
    public record Unit(NamedFormat format, MacDesign design) {}

    private static final String NOTES = """
          structural    coefficients fitted to syntheses; energy by gate-level simulation of Gaussian operands with every
                        glitch. Sums keep all bits of all products, and a scale that is no power of two multiplies the sum.
          gate counts   full adders and multiplexers counted per lane, each switching as often; no glitches, float sums cut
                        to 24 bits, block scales for nothing. Integers come out better, for a float's aligners count fully.
          published     the paper's own figures: the same counts, with cell factors of a FinFET process it does not print.
        """;

    private CostComparison() {}

    public static String of(List<Unit> units, Unit base, List<CostSource> sources) {
        var table = new TextTable(
                "over " + base.format().name(),
                "<unit",
                "area: structural",
                "gate counts",
                "published",
                "energy: structural",
                "gate counts",
                "published");
        for (Unit unit : units) {
            var cells = new ArrayList<String>();
            cells.add(unit.format().name());
            cells.add(unit.design().label());
            for (Metric metric : List.of(Metric.AREA, Metric.ENERGY)) {
                sources.forEach(source -> cells.add(ratio(source.ratio(unit.design(), base.design(), metric))));
                cells.add(published(unit, base, metric));
            }
            table.row(cells.toArray(String[]::new));
        }
        var text = new StringBuilder(table.text()).append('\n').append(NOTES);
        Stream.concat(Stream.of(base), units.stream()).distinct().forEach(unit -> {
            for (CostSource source : sources) {
                String outside = source.breakdown(unit.design()).unit().outsideText();
                if (!outside.isEmpty()) {
                    text.append(
                            "  outside       %s: %s%n".formatted(unit.format().name(), Extrapolation.text(outside)));
                }
            }
        });
        Stream.concat(Stream.of(base), units.stream())
                .map(Unit::format)
                .distinct()
                .forEach(named -> named.format()
                        .block()
                        .flatMap(block -> ScaleKind.costedAs(block.scale()))
                        .ifPresent(scale -> text.append("  scale         %s: %s%n".formatted(named.name(), scale))));
        sources.forEach(source ->
                text.append("  from          ").append(source.source()).append('\n'));
        PublishedRatio.all().stream()
                .map(PublishedRatio::source)
                .distinct()
                .forEach(
                        source -> text.append("  published     ").append(source).append('\n'));
        return text.toString();
    }

    private static String published(Unit unit, Unit base, Metric metric) {
        return PublishedRatio.all().stream()
                .filter(ratio -> ratio.format().equals(unit.format().format().name())
                        && ratio.base().equals(base.format().format().name()))
                .findFirst()
                .map(ratio -> ratio(metric == Metric.AREA ? ratio.area() : ratio.energy()))
                .orElse("-");
    }

    private static String ratio(double ratio) {
        return Figures.format("%.2f", ratio);
    }
}
