package org.floatscape.dse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.floatscape.dse.table.CsvTable;
import org.floatscape.dse.workload.AreaReferenceTable;
import org.floatscape.dse.workload.EnergyReferenceTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

class CostExportCommandTest {

    @TempDir
    private Path folder;

    private CommandRun run(String... args) {
        return CommandRun.of(List.of(args));
    }

    private JsonNode yaml(String name) throws IOException {
        return new YAMLMapper().readTree(Files.readString(folder.resolve(name)));
    }

    @Test
    void accelergyFindsARowByTechnologyFormatAndAction() throws IOException {
        var run = run("cost", "export", "--accelergy", folder.toString(), "--formats", "mxfp4,bf16", "--node", "7");
        assertThat(run.exitCode()).isZero();
        var table = CsvTable.read(folder.resolve("floatscape_mac.csv"));
        assertThat(table.columns()).containsExactly("technology", "number_format", "action", "energy", "area");
        assertThat(table.texts("number_format")).containsExactly("mxfp4", "mxfp4", "bf16", "bf16");
        assertThat(table.texts("action")).containsExactly("compute", "mac_random", "compute", "mac_random");
        assertThat(table.texts("technology")).containsOnly("7nm");
        assertThat(yaml("floatscape.table.yaml").get("technology").asString()).isEqualTo("7nm");
        var component = yaml("floatscape.lib.yaml").at("/classes/0");
        assertThat(component.get("name").asString()).isEqualTo("floatscape_mac");
        assertThat(component.get("attributes").propertyNames()).containsExactly("technology", "number_format");
        assertThat(component.at("/actions/0/name").asString()).isEqualTo("compute");
    }

    @Test
    void theSupplyIsSaidOnce() throws IOException {
        run("cost", "export", "--accelergy", folder.toString(), "--formats", "mxfp4", "--voltage", "0.6");
        for (String name : List.of("ERT.yaml", "ART.yaml", "floatscape.table.yaml")) {
            assertThat(folder.resolve(name)).content().containsOnlyOnce("0.6 V").contains("scaled to 7 nm at 0.6 V.");
        }
    }

    /** The same unit under the same calibration, by the other command that costs it. */
    @Test
    void exportedEnergyIsThatOfTheWorkload() throws IOException {
        run("cost", "export", "--accelergy", folder.toString(), "--formats", "nvfp4");
        double energyPj = CsvTable.read(folder.resolve("floatscape_mac.csv")).number(0, "energy");
        run("workload", "llama-3-8b", "--format", "nvfp4", "-o", folder.toString());
        var json = new JsonMapper().readTree(Files.readString(folder.resolve("workload.json")));
        double macs = json.get("macs").asDouble();
        assertThat(json.at("/formats/0/mac_energy_pj").asDouble() / macs).isCloseTo(energyPj, within(1e-9));
    }

    @Test
    void referenceTablesHoldTheSameAndReadBack() throws IOException {
        run("cost", "export", "--accelergy", folder.toString(), "--formats", "nvfp4,int4:b16:e4m3fn+fp32");
        var table = CsvTable.read(folder.resolve("floatscape_mac.csv"));
        var energies = EnergyReferenceTable.parse("ERT.yaml", Files.readString(folder.resolve("ERT.yaml")));
        var areas = AreaReferenceTable.parse("ART.yaml", Files.readString(folder.resolve("ART.yaml")));
        assertThat(energies.components().keySet())
                .containsExactly(
                        "nvfp4_mac",
                        "nvfp4_quantiser",
                        "nvfp4_rounder",
                        "int4_b16_e4m3fn_fp32_mac",
                        "int4_b16_e4m3fn_fp32_quantiser",
                        "int4_b16_e4m3fn_fp32_rounder");
        assertThat(energies.components().get("nvfp4_mac")).containsEntry("compute", table.number(0, "energy"));
        assertThat(energies.components().get("nvfp4_quantiser").get("convert")).isPositive();
        assertThat(areas.areaUm2("nvfp4_mac")).isEqualTo(table.number(0, "area"));
    }

    @Test
    void aFormatIsExportedOnce() {
        var run = run("cost", "export", "--accelergy", folder.toString(), "--formats", "mxfp4,bf16,mxfp4");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("format mxfp4: is there already, as mxfp4; leave one out");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theToolMustBeNamed() {
        var run = run("cost", "export", "--formats", "mxfp4");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("--accelergy");
    }
}
