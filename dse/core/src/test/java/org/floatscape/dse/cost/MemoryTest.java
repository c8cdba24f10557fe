package org.floatscape.dse.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;

class MemoryTest {

    @Test
    void everyMemoryNamesItsSource() {
        assertThat(Memory.all()).isNotEmpty().allSatisfy(memory -> {
            assertThat(memory.source()).isNotBlank();
            assertThat(memory.what()).isNotBlank();
            assertThat(memory.energyPjPerBit()).isPositive();
        });
        assertThat(Memory.all()).extracting(Memory::name).doesNotHaveDuplicates();
    }

    /** Antepara et al., SC'25, Table 3: measured on an A100, which is made at 7 nm. */
    @Test
    void nearerMemoriesCostLess() {
        var at7 = TechnologyNode.of(7);
        assertThat(Memory.named("register").energyPjPerBit(at7))
                .isLessThan(Memory.named("sram_8kb").energyPjPerBit(at7));
        assertThat(Memory.named("l1").energyPjPerBit(at7)).isEqualTo(1.59);
        assertThat(Memory.named("l2").energyPjPerBit(at7)).isEqualTo(4.71);
        assertThat(Memory.named("hbm").energyPjPerBit(at7)).isEqualTo(13.11);
    }

    @Test
    void offChipMemoryDoesNotScaleWithLogic() {
        var hbm = Memory.named("hbm");
        assertThat(hbm.energyPjPerBit(TechnologyNode.of(45))).isEqualTo(hbm.energyPjPerBit(TechnologyNode.of(7)));
        var l2 = Memory.named("l2");
        assertThat(l2.energyPjPerBit(TechnologyNode.of(45))).isGreaterThan(l2.energyPjPerBit(TechnologyNode.of(7)));
    }

    /** Horowitz, ISSCC 2014: 10 pJ for 64 bits at 45 nm and 0.9 V, where the node's usual supply is 1.1 V. */
    @Test
    void aMemoryScalesFromTheSupplyItWasMeasuredAt() {
        var cache = Memory.named("sram_8kb_45nm");
        var measured = new TechnologyNode(45, 0.9);
        assertThat(cache.energyPjPerBit(measured)).isEqualTo(10 / 64.0);
        var usual = TechnologyNode.of(45);
        assertThat(cache.energyPjPerBit(usual))
                .isEqualTo(10 / 64.0 * usual.energyFrom(measured))
                .isGreaterThan(0.2);
    }

    @Test
    void anUnknownMemoryNamesTheKnownOnes() {
        assertThatExceptionOfType(CostException.class)
                .isThrownBy(() -> Memory.named("l9"))
                .withMessage("memory (l9) is not known; there are register, sram_8kb_40nm, sram_8kb_45nm, sram_8kb,"
                        + " sram_32kb, sram_1mb, l1, l2, hbm, hbm2_device, hbm2e_device, lpddr4_device, lpddr2_device,"
                        + " ddr3_device, wire_mm");
    }
}
