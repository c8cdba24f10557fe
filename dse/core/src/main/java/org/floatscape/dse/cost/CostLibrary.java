package org.floatscape.dse.cost;

import java.util.List;
import java.util.stream.Collectors;
import org.floatscape.dse.input.InputException;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.dataformat.yaml.YAMLMapper;
import tools.jackson.dataformat.yaml.YAMLWriteFeature;

/**
 * Calibrations of the structural model, as a YAML file.
 *
 * @param id           name in reports
 * @param created      date of calibration, ISO 8601
 * @param data         what it was fitted to
 * @param calibrations one per cell library and recipe
 * @param sha256       of the file's text, hexadecimal
 */
public record CostLibrary(String id, String created, Data data, List<Calibration> calibrations, String sha256) {

    /**
     * @param file   name of the table of syntheses
     * @param sha256 of its text, hexadecimal
     * @param points rows used
     * @param method how coefficients were fitted
     */
    public record Data(String file, String sha256, int points, String method) {}

    /** What a file holds. */
    private record Content(String id, String created, Data data, List<Calibration> calibrations) {}

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(YAMLWriteFeature.MINIMIZE_QUOTES)
            .disable(YAMLWriteFeature.WRITE_DOC_START_MARKER)
            .disable(YAMLWriteFeature.SPLIT_LINES)
            .build();

    public CostLibrary {
        calibrations = List.copyOf(calibrations);
    }

    /** A new library; its hash is that of {@link #toYaml}. */
    public static CostLibrary of(String id, String created, Data data, List<Calibration> calibrations) {
        String text = YAML.writeValueAsString(new Content(id, created, data, calibrations));
        return new CostLibrary(id, created, data, calibrations, Sha256.of(text));
    }

    /** The library shipped with Floatscape: syntheses of published RTL on Nangate45, ASAP7, sky130 and IHP SG13G2. */
    public static CostLibrary builtIn() {
        Terms.count(); // fails outside of an initialiser where the C library does
        return Shipped.LIBRARY;
    }

    /** Read once, when first asked for. */
    private static final class Shipped {
        private static final String FILE = "floatscape-cost-library.yaml";
        static final CostLibrary LIBRARY = parse(FILE, Resources.text(FILE));
    }

    /**
     * @param source file name for messages
     * @throws InputException if it is not such a file; says which line, key and value, and what it must be
     */
    public static CostLibrary parse(String source, String text) {
        return CostLibraryReader.read(source, text);
    }

    public String toYaml() {
        return YAML.writeValueAsString(new Content(id, created, data, calibrations));
    }

    /** @throws CostException if there is none; names those there are */
    public Calibration calibration(String library, String recipe) {
        return calibrations.stream()
                .filter(c -> c.library().equals(library) && c.recipe().equals(recipe))
                .findFirst()
                .orElseThrow(() -> new CostException("cost library %s has no calibration (%s/%s); there are %s"
                        .formatted(
                                id,
                                library,
                                recipe,
                                calibrations.stream().map(Calibration::name).collect(Collectors.joining(", ")))));
    }
}
