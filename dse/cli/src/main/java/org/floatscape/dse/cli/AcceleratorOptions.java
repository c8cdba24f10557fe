package org.floatscape.dse.cli;

import java.util.regex.Pattern;
import org.floatscape.dse.cost.Memory;
import org.floatscape.dse.cost.TechnologyNode;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.workload.Accelerator;
import picocli.CommandLine.Option;

/** The silicon around the MAC units, as options say it. */
final class AcceleratorOptions {

    private static final Pattern ARRAY = Pattern.compile("(\\d{1,6})x(\\d{1,6})");
    private static final Pattern BYTES = Pattern.compile("(\\d{1,9})(KiB|MiB|GiB)");
    private static final String MEMORIES =
            " (register, sram_8kb, sram_32kb, sram_1mb, l1, l2, hbm, hbm2_device, hbm2e_device, ...)";

    @Option(
            names = "--node",
            paramLabel = "NM",
            defaultValue = "7",
            description = "Process node that logic and SRAM are scaled to, nm. Default: ${DEFAULT-VALUE}")
    private double nodeNm;

    @Option(
            names = "--voltage",
            paramLabel = "V",
            description = "Supply voltage of logic and SRAM. Default: the node's usual one.")
    private Double voltage;

    @Option(
            names = "--array",
            paramLabel = "RxC",
            defaultValue = "128x128",
            description = "Rows and columns of the array of MAC units. Default: ${DEFAULT-VALUE}")
    private String array;

    @Option(
            names = "--buffer-size",
            paramLabel = "SIZE",
            defaultValue = "32MiB",
            description = "Capacity of the buffer on chip, in KiB, MiB or GiB. Default: ${DEFAULT-VALUE}")
    private String bufferSize;

    @Option(
            names = "--buffer",
            paramLabel = "MEMORY",
            defaultValue = "sram_1mb",
            description = "What a bit to or from the buffer costs. Default: ${DEFAULT-VALUE}" + MEMORIES)
    private String buffer;

    @Option(
            names = "--off-chip",
            paramLabel = "MEMORY",
            defaultValue = "hbm",
            description = "What a bit to or from the memory off chip costs. Default: ${DEFAULT-VALUE}")
    private String offChip;

    Accelerator accelerator() {
        var sides = ARRAY.matcher(array);
        if (!sides.matches()) {
            throw new InputException("--array " + array, "must be rows x columns, such as 128x128");
        }
        var node = voltage == null ? TechnologyNode.of(nodeNm) : new TechnologyNode(nodeNm, voltage);
        return new Accelerator(
                Integer.parseInt(sides.group(1)),
                Integer.parseInt(sides.group(2)),
                bufferBytes(),
                Memory.named("register"),
                Memory.named(buffer),
                Memory.named(offChip),
                node);
    }

    private long bufferBytes() {
        var size = BYTES.matcher(bufferSize);
        if (!size.matches()) {
            throw new InputException("--buffer-size " + bufferSize, "must be a whole number with KiB, MiB or GiB");
        }
        long unit = switch (size.group(2)) {
            case "KiB" -> 1L << 10;
            case "MiB" -> 1L << 20;
            default -> 1L << 30;
        };
        return Long.parseLong(size.group(1)) * unit;
    }
}
