package org.floatscape.dse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.floatscape.dse.table.CsvTable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WorkloadCommandTest {

    @TempDir
    private Path folder;

    private static CommandRun workload(String args) {
        return CommandRun.of(Stream.concat(Stream.of("workload"), Arrays.stream(args.split(" ")))
                .toList());
    }

    private JsonNode json(String args) throws IOException {
        assertThat(workload(args + " -o " + folder).exitCode()).isZero();
        return new JsonMapper().readTree(Files.readString(folder.resolve("workload.json")));
    }

    @Test
    void everyFormatIsListedProductByProductAndCompared() {
        var run = workload("llama-3-8b --format mxfp4,bf16 --phase training --sequence 4096 --batch 1 --node 7");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out())
                .contains("llama-3-8b, training, sequence 4096, batch 1", "gate_up dW", "mxfp4 = ", "bf16 = ", "HBM");
    }

    @Test
    void partsOfTheEnergyAddUpToTheTotal() throws IOException {
        var json = json("llama-3-8b --format mxfp4,bf16 --phase decode");
        var table = CsvTable.read(folder.resolve("workload.csv"));
        assertThat(table.rows()).hasSize(2 * 7);
        double[] energy = table.numbers("energy_pj");
        double mxfp4Pj = Arrays.stream(energy, 0, 7).sum();
        var first = json.at("/formats/0");
        assertThat(first.get("energy_pj").asDouble()).isCloseTo(mxfp4Pj, within(1e-9 * mxfp4Pj));
        assertThat(first.get("energy_per_token_pj").asDouble()).isCloseTo(mxfp4Pj, within(1e-9 * mxfp4Pj));
        assertThat(first.get("energy_per_mac_pj").asDouble())
                .isCloseTo(mxfp4Pj / json.get("macs").asDouble(), within(1e-6));
    }

    @Test
    void fewerBitsTakeLessEnergyAndSilicon() throws IOException {
        var formats = json("llama-3-8b --format mxfp4,mxfp8,bf16").get("formats");
        for (String key : List.of("energy_pj", "off_chip_bits", "peak_area_mm2_per_tmacs")) {
            assertThat(formats.get(0).get(key).asDouble())
                    .isLessThan(formats.get(1).get(key).asDouble());
            assertThat(formats.get(1).get(key).asDouble())
                    .isLessThan(formats.get(2).get(key).asDouble());
        }
    }

    /** Energy of switching falls with voltage; memory off chip has its own supply. */
    @Test
    void voltageMovesLogicAndNotTheMemoryOffChip() throws IOException {
        var low = json("llama-3-8b --format mxfp4 --voltage 0.6").at("/formats/0");
        var high = json("llama-3-8b --format mxfp4 --voltage 0.8").at("/formats/0");
        for (String key : List.of("mac_energy_pj", "buffer_energy_pj", "register_energy_pj")) {
            assertThat(low.get(key).asDouble()).isLessThan(high.get(key).asDouble());
        }
        assertThat(low.get("off_chip_energy_pj")).isEqualTo(high.get("off_chip_energy_pj"));
    }

    @Test
    void batchesShareTheReadingOfWeights() throws IOException {
        double one = json("llama-3-8b --format mxfp4 --phase decode --batch 1")
                .at("/formats/0/energy_per_token_pj")
                .asDouble();
        double many = json("llama-3-8b --format mxfp4 --phase decode --batch 64")
                .at("/formats/0/energy_per_token_pj")
                .asDouble();
        assertThat(many).isLessThan(one / 4);
    }

    /** A full array of one unit: MACs are 1000 x 8 x 100; HBM's 13.11 pJ for each bit of three matrices. */
    @Test
    void aTableOfProductsIsCostedAsItStands() throws IOException {
        var gemms = Files.writeString(folder.resolve("gemms.csv"), "name,m,n,k\na,1000,8,100\n");
        var json = json(gemms + " --format bf16");
        assertThat(json.get("macs").asDouble()).isEqualTo(800_000);
        assertThat(json.has("tokens")).isFalse();
        assertThat(json.at("/formats/0/off_chip_energy_pj").asDouble())
                .isCloseTo(13.11 * 16 * (100_000 + 800 + 8000), within(1e-3));
        assertThat(json.at("/formats/0/utilisation").asDouble()).isCloseTo(1000.0 / 1024 * 8 / 128, within(1e-12));
    }

    /** A is quantised, written and read, and B is read: rows of 100 elements have four scales. */
    @Test
    void theQuantisedCopyIsWrittenOffChip() throws IOException {
        var gemms = Files.writeString(folder.resolve("gemms.csv"), "name,m,n,k\na,1000,8,100\n");
        double row = 4 * 100 + 8 * 4;
        assertThat(json(gemms + " --format mxfp4")
                        .at("/formats/0/off_chip_bits")
                        .asDouble())
                .isEqualTo(2 * 1000 * row + 8 * row + 16 * 8000);
    }

    /** 64-bit words read and written for 6.4 pJ: 0.1 pJ per bit. */
    @Test
    void anAccelergyTableGivesTheEnergyOfTheMemoryOffChip() throws IOException {
        var ert = Files.writeString(folder.resolve("ert.yaml"), """
            ERT:
              version: 0.3
              tables:
              - name: chip.dram
                actions:
                - {name: read, arguments: null, energy: 6.4}
                - {name: write, arguments: null, energy: 6.4}
            """);
        var format = json("llama-3-8b --format mxfp4 --off-chip " + ert + ":chip.dram:64")
                .at("/formats/0");
        double bits = format.get("off_chip_bits").asDouble();
        assertThat(format.get("off_chip_energy_pj").asDouble()).isCloseTo(0.1 * bits, within(1e-9 * bits));
    }

    /** In training every element of both operands is quantised once; a channel's sums are rescaled. */
    @Test
    void conversionsAreTheirOwnPartOfTheEnergy() throws IOException {
        var gemms = Files.writeString(folder.resolve("gemms.csv"), "name,m,n,k\na,100,200,300\n");
        var bf16 = json(gemms + " --format bf16 --result bf16").at("/formats/0");
        var mxfp4 = json(gemms + " --format mxfp4").at("/formats/0");
        var training = json(gemms + " --format mxfp4 --phase training").at("/formats/0");
        double rounding = bf16.get("conversion_energy_pj").asDouble() / (100 * 200);
        double quantising = (mxfp4.get("conversion_energy_pj").asDouble() - rounding * 100 * 200) / (100 * 300);
        assertThat(rounding).isPositive();
        assertThat(quantising).isPositive();
        double quantised = 100 * 300 + 300 * 200 + 100 * 200 + 200 * 300 + 300 * 100 + 100 * 200;
        double finished = 100 * 200 + 100 * 300 + 300 * 200;
        assertThat(training.get("conversion_energy_pj").asDouble())
                .isCloseTo(quantised * quantising + finished * rounding, within(1e-3));
        assertThat(training.get("conversion_area_um2").asDouble()).isPositive();
    }

    @Test
    void aLowerSupplyTakesMoreSiliconForTheSameThroughput() throws IOException {
        assertThat(json("llama-3-8b --format mxfp4 --voltage 0.55")
                        .at("/formats/0/peak_area_mm2_per_tmacs")
                        .asDouble())
                .isGreaterThan(json("llama-3-8b --format mxfp4 --voltage 0.7")
                        .at("/formats/0/peak_area_mm2_per_tmacs")
                        .asDouble());
    }

    /** 2 instances of 1 mm² over an array of 128 x 128 that does one MAC each per critical path. */
    @Test
    void anAccelergyAreaTableAddsTheBuffersSilicon() throws IOException {
        var ert = Files.writeString(folder.resolve("ERT.yaml"), """
            ERT:
                version: '0.4'
                tables:
                  - name: chip.glb[1..2]
                    actions:
                      - name: read
                        arguments: {}
                        energy: 6.4
                      - name: write
                        arguments: {}
                        energy: 6.4
            """);
        var art = Files.writeString(folder.resolve("ART.yaml"), """
            ART:
                version: '0.4'
                tables:
                  - name: chip.glb[1..2]
                    area: 1e+6
            """);
        String options = " --format mxfp4 --buffer " + ert + ":chip.glb:64 --areas " + art;
        var format = json("llama-3-8b" + options).at("/formats/0");
        double tmacs = 128 * 128 * 1e-3 / format.get("mac_delay_ns").asDouble();
        assertThat(format.get("buffer_area_mm2_per_tmacs").asDouble()).isCloseTo(2 / tmacs, within(1e-9));
        assertThat(workload("llama-3-8b" + options).out()).contains("buffer: 2.000 mm2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "llama-3-9b|model llama-3-9b: must be one of llama-2-7b",
                "llama-3-8b --phase sleep|Invalid value for option '--phase'",
                "llama-3-8b --format mxfp5|mxfp5",
                "llama-3-8b --node 3|process node (3 nm)",
                "llama-3-8b --voltage 3|supply voltage (3 V)",
                "llama-3-8b --areas ART.yaml|--areas ART.yaml: is about the component of an Accelergy ERT that"
                        + " --buffer names",
                "llama-3-8b --array 16|--array 16: must be rows x columns",
                "llama-3-8b --array 0x16|array (0x16)",
                "llama-3-8b --buffer-size 2MB|--buffer-size 2MB: must be a whole number with KiB, MiB or GiB",
                "llama-3-8b --buffer-size 1KiB|buffer (1024 bytes): must be at least",
                "llama-3-8b --buffer l9|memory (l9) is not known",
                "llama-3-8b --buffer a:b|--buffer a:b: must be a memory, or file, component and bits",
                "llama-3-8b --batch 0|--batch 0: must be 1 to",
                "llama-3-8b --lanes 0|--lanes 0: must be 1 to 1024",
                "llama-3-8b --batch 1048576 --sequence 16777216|matrix product qkv: m (17592186044416) must be",
                "missing.json|missing.json: no such file",
                "missing.csv|missing.csv: no such file",
                "missing.csv --batch 2|--batch 2: the sizes of a CSV count it already"
            })
    void badInputEndsWithOneClearMessage(String args, String message) {
        var run = workload(args);
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains(message);
    }
}
