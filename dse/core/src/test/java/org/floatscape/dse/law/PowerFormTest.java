package org.floatscape.dse.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.floatscape.ffi.PowerLaw;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PowerFormTest {

    private static List<Point> points(int rows) {
        var random = new SplittableRandom(1);
        var points = new ArrayList<Point>();
        for (int r = 0; r < rows; r++) {
            double block = random.nextInt(9) == 0 ? 1 : Math.pow(2, 16 * random.nextDouble());
            points.add(Point.of(1e7 * Math.pow(1e5, random.nextDouble()), 1e9 * Math.pow(1e5, random.nextDouble()))
                    .with(Column.EXPONENT_BITS, random.nextInt(9))
                    .with(Column.MANTISSA_BITS, random.nextInt(11))
                    .with(Column.BLOCK_SIZE, block)
                    .with(Column.GROUP_SIZE, block)
                    .with(Column.BITS, 1 + random.nextInt(16)));
        }
        return points;
    }

    /** Every published law that is made of powers; 2^-43 a term, StrictMath's own error and the sum of up to three. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "chinchilla-hoffmann",
                "chinchilla-besiroglu",
                "capybara",
                "qid",
                "quartet",
                "quartet-luq-fp4",
                "qat-w4a4",
                "qat-w4a16",
                "qat-w16a4"
            })
    void everyRowIsTheLawsWithin1e13(String id) {
        var law = Laws.named(id).law();
        var points = points(20_000);
        var form = PowerForm.of(law).orElseThrow();
        double[] losses = form.lossNats(form.values(points));
        for (int i = 0; i < losses.length; i++) {
            double expected = law.predict(points.get(i)).lossNats();
            assertThat(losses[i]).isCloseTo(expected, within(1e-13 * expected));
        }
    }

    /** Powers whose exact value is a decimal: sqrt of squares, cubes, and log2 of a power of two. */
    @Test
    void termsWithAnExactValueAreWithinTheirBound() {
        var law = new PowerLaw(
                List.of(PowerLaw.Kind.VALUE, PowerLaw.Kind.HALF, PowerLaw.Kind.LOG2),
                List.of(),
                List.of(PowerLaw.Term.of(3, 0.5, -2, 1)),
                1,
                0);
        for (int root = 1; root < 2000; root += 7) {
            double x = (double) root * root;
            int y = root % 16;
            int log = root % 17;
            double[] loss = new double[1];
            law.lossNats(MemorySegment.ofArray(new double[] {x, y, Math.pow(2, log)}), MemorySegment.ofArray(loss));
            var half = BigDecimal.valueOf(y).add(BigDecimal.valueOf(0.5));
            var exact = BigDecimal.valueOf(3L * root * log).divide(half.multiply(half), MathContext.DECIMAL128);
            assertThat(new BigDecimal(loss[0]).subtract(exact).abs())
                    .as("root %d", root)
                    .isLessThanOrEqualTo(
                            exact.multiply(BigDecimal.valueOf(0x1p-43)).add(new BigDecimal("1e-300")));
        }
    }

    @Test
    void lawsThatAreNotMadeOfPowersHaveNoSuchForm() {
        for (String id : List.of("precision", "qid-per-bit", "capacity")) {
            assertThat(PowerForm.of(Laws.named(id).law())).as(id).isEmpty();
        }
        assertThat(PowerForm.of(new ChinchillaLaw(-1, 0.3, 400, 0.3, 1.7))).isEmpty();
    }

    @Test
    void offHeapColumnsGiveTheBitsOfArrays() {
        var form = PowerForm.of(CapybaraLaw.SUN_2025).orElseThrow();
        double[] values = form.values(points(50_000));
        double[] losses = form.lossNats(values);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment offHeap = arena.allocate(8L * losses.length, 8);
            form.law().lossNats(arena.allocateFrom(ValueLayout.JAVA_DOUBLE, values), offHeap);
            assertThat(offHeap.toArray(ValueLayout.JAVA_DOUBLE)).isEqualTo(losses);
        }
    }

    @Test
    void aValueOutsideItsColumnsDomainIsAnError() {
        var form = PowerForm.of(CapybaraLaw.SUN_2025).orElseThrow();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> form.lossNats(new double[] {1e9, 1e10, 2, 1, 0.5}))
                .withMessageContaining("a coefficient or a column of the law is outside its domain");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> form.law()
                        .lossNats(MemorySegment.ofArray(new double[4]), MemorySegment.ofArray(new double[1])));
    }
}
