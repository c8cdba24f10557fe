package org.floatscape.dse.workload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.floatscape.dse.input.InputException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AreaReferenceTableTest {

    /** As Accelergy 0.4 writes it: ART_generator.py, keys version, tables, name, area. */
    private static final String ART = """
        ART:
            version: '0.4'
            tables:
              - name: chip.dram[1..1]
                area: 0
              - name: chip.glb[1..4]
                area: 1.5e+6
              - name: chip.pe[0..3].scratchpad[1..2]
                area: 20
        """;

    private static double area(String component) {
        return AreaReferenceTable.parse("ART.yaml", ART).areaUm2(component);
    }

    @Test
    void aNameStandsForAllItsInstances() {
        assertThat(area("chip.glb[1..4]")).isEqualTo(4 * 1.5e6);
        assertThat(area("chip.glb")).isEqualTo(4 * 1.5e6);
        assertThat(area("chip.pe.scratchpad")).isEqualTo(4 * 2 * 20.0);
        assertThat(area("chip.dram")).isZero();
    }

    @Test
    void aNameThatCouldBeTwoComponentsIsRefused() {
        String text = ART.replace("chip.dram[1..1]", "chip.glb[5..6]");
        assertThatThrownBy(() -> AreaReferenceTable.parse("ART.yaml", text).areaUm2("chip.glb"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(
                        "component chip.glb could be chip.glb[5..6], chip.glb[1..4]; name one of them whole");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "chip.glb|chip.gbl|ART.yaml: has no component chip.glb. Maybe chip.gbl[1..4]?",
                "area: 1.5e+6|area: -1|area (-1): must be a number from 0, um2, of component chip.glb[1..4]",
                "area: 1.5e+6|size: 4|ART.tables[1].area (missing): needed here",
                "tables|table|ART.tables (missing): needed here",
                "ART:|ERT:|ART.yaml:1: the file (a mapping): must have the key ART, as the ART.yaml of Accelergy has"
            })
    void aWrongTableIsRefused(String is, String becomes, String message) {
        String text = ART.replace(is, becomes);
        assertThatThrownBy(() -> AreaReferenceTable.parse("ART.yaml", text).areaUm2("chip.glb"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(message);
    }
}
