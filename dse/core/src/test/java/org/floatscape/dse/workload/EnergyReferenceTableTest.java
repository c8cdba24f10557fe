package org.floatscape.dse.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.floatscape.dse.cost.Memory;
import org.floatscape.dse.cost.TechnologyNode;
import org.floatscape.dse.input.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnergyReferenceTableTest {

    private static final String ERT = """
        ERT:
          version: 0.4
          tables:
            - name: chip.glb
              actions:
                - {name: read, arguments: {data_delta: 0}, energy: 4}
                - {name: read, arguments: {data_delta: 1}, energy: 8}
                - {name: fill, arguments: null, energy: 12}
            - name: chip.mac[0..15]
              actions:
                - {name: compute, arguments: {}, energy: 0.5}
        """;

    @Test
    void aComponentIsAMemoryOfItsDearestReadAndWrite() {
        var memory = EnergyReferenceTable.parse("ert.yaml", ERT).memory("chip.glb", 64);
        assertThat(memory.energyPjPerBit(TechnologyNode.of(45))).isEqualTo((8 + 12) / 2.0 / 64);
        assertThat(memory.energyPjPerBit(TechnologyNode.of(7))).isEqualTo((8 + 12) / 2.0 / 64);
    }

    /** Accelergy ends the names of components in the range of their instances. */
    @Test
    void theRangeOfInstancesMayBeLeftOut() {
        String text = ERT.replace("chip.glb", "chip.glb[1..4]");
        assertThat(EnergyReferenceTable.parse("ert.yaml", text).memory("chip.glb", 64))
                .extracting(Memory::energyPjPerBit)
                .isEqualTo((8 + 12) / 2.0 / 64);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chip.glb|chip.gbl|ert.yaml: has no component chip.glb. Maybe chip.gbl?",
                "read,|load,|ert.yaml: component chip.glb has no action read; its actions are load, fill",
                "energy: 12|energy: much|ert.yaml: component chip.glb, action fill: key energy (\"much\") must be",
                "name: chip.mac[0..15]|name: chip.glb|ert.yaml: component chip.glb is listed twice",
                "tables|table|ert.yaml: key ERT.tables must list components",
                "ERT:|ERT: {|: not valid YAML"
            })
    void aWrongTableIsRefused(String is, String becomes, String message) {
        String text = ERT.replace(is, becomes);
        assertThatThrownBy(() -> EnergyReferenceTable.parse("ert.yaml", text).memory("chip.glb", 64))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }
}
