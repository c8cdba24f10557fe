package org.floatscape.dse.cost;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.input.Nearest;
import org.floatscape.dse.input.YamlNode;

/** Reads a cost library; the first thing in it that is not as calibration writes it is one located message. */
final class CostLibraryReader {

    private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
    private static final String AGAIN = "; calibrate again";
    private static final List<String> ARCHITECTURES =
            Arrays.stream(Architecture.values()).map(Architecture::label).toList();

    private CostLibraryReader() {}

    /** @throws InputException if it is not such a file */
    static CostLibrary read(String source, String text) {
        YamlNode root = YamlNode.parse(source, text).onlyKeys(List.of("id", "created", "data", "calibrations"));
        var calibrations = root.at("calibrations").list().stream()
                .map(CostLibraryReader::calibration)
                .toList();
        var data = data(root.at("data"));
        var library =
                new CostLibrary(root.at("id").text(), root.at("created").text(), data, calibrations, Sha256.of(text));
        check(root, library);
        return library;
    }

    private static CostLibrary.Data data(YamlNode node) {
        node.onlyKeys(List.of("file", "sha256", "points", "method"));
        String sha256 = node.at("sha256").text();
        if (!SHA256.matcher(sha256).matches()) {
            throw node.at("sha256")
                    .error("must be the SHA-256 of the table of syntheses, 64 digits of 0 to 9 and a to f");
        }
        return new CostLibrary.Data(
                node.at("file").text(),
                sha256,
                node.at("points").whole(1),
                node.at("method").text());
    }

    /** What no part of a file shows alone. */
    private static void check(YamlNode root, CostLibrary library) {
        List<YamlNode> nodes = root.at("calibrations").list();
        if (nodes.isEmpty()) {
            throw root.at("calibrations").error("must hold at least one calibration" + AGAIN);
        }
        var names = new HashSet<String>();
        for (int i = 0; i < nodes.size(); i++) {
            Calibration calibration = library.calibrations().get(i);
            if (!names.add(calibration.name())) {
                throw nodes.get(i)
                        .at("recipe")
                        .error("%s is there already; keep one of the two".formatted(calibration.name()));
            }
            var base = calibration.scaledFrom();
            if (base.isPresent() && !isFitted(library, base.get(), calibration.recipe())) {
                throw nodes.get(i)
                        .at("scaled_from")
                        .error("must be a library here with a fit of its own for recipe %s"
                                .formatted(calibration.recipe()));
            }
        }
        int points = library.calibrations().stream()
                .flatMap(calibration -> calibration.families().stream())
                .mapToInt(Calibration.Family::points)
                .sum();
        if (points != library.data().points()) {
            throw root.at("data")
                    .at("points")
                    .error("the families here rest on %d; the file is cut short or was edited%s"
                            .formatted(points, AGAIN));
        }
    }

    private static boolean isFitted(CostLibrary library, String cells, String recipe) {
        return library.calibrations().stream()
                .anyMatch(c -> c.library().equals(cells)
                        && c.recipe().equals(recipe)
                        && c.scaledFrom().isEmpty());
    }

    private static Calibration calibration(YamlNode node) {
        node.onlyKeys(List.of("library", "recipe", "process", "scaled_from", "shared", "families"));
        Optional<String> scaledFrom = node.find("scaled_from").map(YamlNode::text);
        YamlNode families = node.at("families");
        var seen = new HashSet<String>();
        return new Calibration(
                name(node.at("library")),
                name(node.at("recipe")),
                node.find("process").map(CostLibraryReader::process),
                scaledFrom,
                byMetric(node.at("shared"), (metric, shared) -> shared(metric, shared, scaledFrom.isPresent())),
                families.list().stream()
                        .map(family -> family(family, scaledFrom.isPresent(), seen))
                        .toList());
    }

    private static TechnologyNode process(YamlNode node) {
        node.onlyKeys(List.of("node_nm", "supply_v"));
        double nm = node.at("node_nm").numberFromZero("a number above 0");
        node.at("node_nm").as(_ -> TechnologyNode.of(nm));
        double voltage = node.at("supply_v").numberFromZero("a number above 0");
        return node.at("supply_v").as(_ -> new TechnologyNode(nm, voltage));
    }

    private static String name(YamlNode node) {
        if (node.text().isBlank()) {
            throw node.error("must be a name");
        }
        return node.text();
    }

    private interface Read<T> {
        T read(Metric metric, YamlNode node);
    }

    private static <T> ByMetric<T> byMetric(YamlNode node, Read<T> read) {
        node.onlyKeys(Arrays.stream(Metric.values()).map(Metric::label).toList());
        return ByMetric.of(metric -> read.read(metric, node.at(metric.label())));
    }

    private static Calibration.Shared shared(Metric metric, YamlNode node, boolean scaled) {
        node.onlyKeys(List.of("coefficients", "factor", "left_out"));
        var errors = new LinkedHashMap<String, Errors>();
        node.at("left_out").mapping().forEach((architecture, value) -> {
            known(value, architecture, ARCHITECTURES, "architecture");
            errors.put(architecture, value.as(Errors::parse));
        });
        return new Calibration.Shared(
                coefficients(
                        node.at("coefficients"),
                        primitives(metric),
                        scaled,
                        "primitive",
                        value -> value.numberFromZero("a number from 0")),
                factor(node.at("factor")),
                errors);
    }

    private static Calibration.Family family(YamlNode node, boolean scaled, Set<String> seen) {
        node.onlyKeys(List.of("architecture", "rtl", "points", "range", "fits"));
        String architecture = node.at("architecture").text();
        known(node.at("architecture"), architecture, ARCHITECTURES, "architecture");
        var family = new Calibration.Family(
                architecture,
                node.at("rtl").text(),
                node.at("points").whole(1),
                range(node),
                byMetric(node.at("fits"), (metric, fit) -> fit(metric, fit, scaled)));
        if (!seen.add(family.label())) {
            throw node.at("architecture").error("%s is there already; keep one of the two".formatted(family.label()));
        }
        return family;
    }

    private static CalibratedRange range(YamlNode family) {
        if (family.find("range").isEmpty()) {
            throw family.at("architecture").error("has no range: written by an older Floatscape" + AGAIN);
        }
        YamlNode node = family.at("range").onlyKeys(List.of("floats", "integers", "scales", "mixed"));
        return new CalibratedRange(
                node.find("floats").map(CostLibraryReader::sizes),
                node.find("integers").map(CostLibraryReader::sizes),
                node.at("scales").list().stream()
                        .map(scale -> scale.as(ScaleKind::parse))
                        .toList(),
                node.find("mixed")
                        .map(mixed -> mixed.list().stream()
                                .map(name -> name.as(CalibratedRange.Mixed::parse))
                                .toList())
                        .orElse(List.of()));
    }

    private static CalibratedRange.Sizes sizes(YamlNode node) {
        node.onlyKeys(List.of(
                "exponent_bits", "mantissa_bits", "accumulator_exponent_bits", "accumulator_mantissa_bits", "lanes"));
        return new CalibratedRange.Sizes(
                node.at("exponent_bits").as(Span::parse),
                node.at("mantissa_bits").as(Span::parse),
                node.at("accumulator_exponent_bits").as(Span::parse),
                node.at("accumulator_mantissa_bits").as(Span::parse),
                node.at("lanes").as(Span::parse));
    }

    private static Calibration.Fit fit(Metric metric, YamlNode node, boolean scaled) {
        node.onlyKeys(List.of("coefficients", "factor", "held_out"));
        return new Calibration.Fit(
                coefficients(
                        node.at("coefficients"),
                        terms(metric),
                        scaled,
                        "term",
                        value -> value.as(Calibration.Coefficient::parse)),
                factor(node.at("factor")),
                node.at("held_out").as(Errors::parse));
    }

    /** @param scaled whether they come from another library, so that there are none here */
    private static <T> Map<String, T> coefficients(
            YamlNode node, Collection<String> names, boolean scaled, String kind, Function<YamlNode, T> read) {
        if (node.mapping().isEmpty() != scaled) {
            throw node.error(
                    scaled
                            ? "must be empty: scaled_from says whose coefficients they are"
                            : "must hold at least one coefficient, for scaled_from names no library to take them from");
        }
        var coefficients = new LinkedHashMap<String, T>();
        node.mapping().forEach((name, value) -> {
            known(value, name, names, kind);
            coefficients.put(name, read.apply(value));
        });
        return coefficients;
    }

    private static void known(YamlNode node, String name, Collection<String> names, String kind) {
        if (!names.contains(name)) {
            throw node.error("%s %s is not known to this Floatscape. Maybe %s, or written by another version%s"
                    .formatted(kind, name, Nearest.of(name, names), AGAIN));
        }
    }

    private static double factor(YamlNode node) {
        double factor = node.numberFromZero("a number above 0");
        if (factor == 0) {
            throw node.error("must be a number above 0");
        }
        return factor;
    }

    private static Set<String> terms(Metric metric) {
        return Arrays.stream(Terms.of(metric))
                .filter(term -> !Terms.primitive(term).equals(FlipFlop.PRIMITIVE))
                .mapToObj(Terms::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> primitives(Metric metric) {
        return Arrays.stream(Terms.of(metric))
                .mapToObj(Terms::primitive)
                .filter(primitive -> !primitive.isEmpty() && !primitive.equals(FlipFlop.PRIMITIVE))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
