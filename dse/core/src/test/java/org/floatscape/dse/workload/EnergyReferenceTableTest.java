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
                "energy: 12|energy: much|ert.yaml:8: ERT.tables[0].actions[2].energy (much): must be a number from 0,"
                        + " pJ, of component chip.glb, action fill",
                "energy: 12|energy: -12|ert.yaml:8: ERT.tables[0].actions[2].energy (-12): must be a number from 0",
                "energy: 12|energy: .nan|ert.yaml:8: ERT.tables[0].actions[2].energy (.nan): must be a number from 0",
                "energy: 12|energy: null|ert.yaml:8: ERT.tables[0].actions[2].energy (empty): must be a number from 0",
                "energy: 12|energie: 12|ert.yaml:8: ERT.tables[0].actions[2].energy (missing): needed here",
                "name: fill|name: {}|ert.yaml:8: ERT.tables[0].actions[2].name (a mapping): must be a text",
                "- name: chip.glb|- nome: chip.glb|ert.yaml:4: ERT.tables[0].name (missing): needed here",
                "energy: 12|energy: 12, energy: 13|ert.yaml:8: not valid YAML: Duplicate",
                "name: chip.mac[0..15]|name: chip.glb|ert.yaml:9: ERT.tables[1].name (chip.glb): is there already",
                "tables|table|ert.yaml:1: ERT.tables (missing): needed here",
                "ERT:|ERT: {|: not valid YAML"
            })
    void aWrongTableIsRefused(String is, String becomes, String message) {
        String text = ERT.replace(is, becomes);
        assertThatThrownBy(() -> EnergyReferenceTable.parse("ert.yaml", text).memory("chip.glb", 64))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }
}
