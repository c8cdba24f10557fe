package org.floatscape.dse.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.floatscape.dse.cost.Calibration;
import org.floatscape.dse.cost.Memory;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.input.TextFile;
import org.floatscape.dse.workload.Accelerator;
import org.floatscape.dse.workload.AreaReferenceTable;
import org.floatscape.dse.workload.EnergyReferenceTable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The silicon around the MAC units, as options say it. */
final class AcceleratorOptions {

    private static final Pattern ARRAY = Pattern.compile("(\\d{1,6})x(\\d{1,6})");
    private static final Pattern BYTES = Pattern.compile("(\\d{1,9})(KiB|MiB|GiB)");
    private static final Pattern COMPONENT = Pattern.compile("(.+\\.ya?ml):(.+):([1-9]\\d{0,5})");
    private static final String MEMORIES =
            " (register, sram_8kb, sram_32kb, sram_1mb, l1, l2, hbm, hbm2_device, hbm2e_device, lpddr4_device, ...)";

    @Mixin
    private NodeOptions nodeOptions;

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
            description = "What a bit to or from the buffer costs: a memory known here" + MEMORIES
                    + ", or a component of an Accelergy ERT with its bits per action, such as ERT.yaml:chip.glb:64."
                    + " Default: ${DEFAULT-VALUE}")
    private String buffer;

    @Option(
            names = "--off-chip",
            paramLabel = "MEMORY",
            defaultValue = "hbm",
            description = "The same of the memory off chip. Default: ${DEFAULT-VALUE}")
    private String offChip;

    @Option(
            names = "--areas",
            paramLabel = "ART.yaml",
            description = "An Accelergy ART with the area of the component that --buffer names; adds the buffer's mm2"
                    + " per TMAC/s. Default: its area is not counted.")
    private Path areas;

    /** @param calibration of the MAC units */
    Accelerator accelerator(Calibration calibration) throws IOException {
        var sides = ARRAY.matcher(array);
        if (!sides.matches()) {
            throw new InputException("--array " + array, "must be rows x columns, such as 128x128");
        }
        var node = nodeOptions.node(calibration);
        return new Accelerator(
                Integer.parseInt(sides.group(1)),
                Integer.parseInt(sides.group(2)),
                bufferBytes(),
                Memory.named("register"),
                memory("--buffer", buffer),
                memory("--off-chip", offChip),
                node,
                bufferUm2());
    }

    /** The files that are read. */
    List<Path> inputs() {
        var files = new ArrayList<Path>();
        for (String memory : List.of(buffer, offChip)) {
            var component = COMPONENT.matcher(memory);
            if (component.matches()) {
                files.add(Path.of(component.group(1)));
            }
        }
        if (areas != null) {
            files.add(areas);
        }
        return files;
    }

    private static Memory memory(String option, String value) throws IOException {
        if (!value.contains(":")) {
            return Memory.named(value);
        }
        Matcher component = component(option, value);
        String file = component.group(1);
        return EnergyReferenceTable.parse(file, TextFile.read(Path.of(file)))
                .memory(component.group(2), Integer.parseInt(component.group(3)));
    }

    private static Matcher component(String option, String value) {
        var component = COMPONENT.matcher(value);
        if (!component.matches()) {
            throw new InputException(
                    option + " " + value,
                    "must be a memory, or file, component and bits per action of an Accelergy ERT, such as"
                            + " ERT.yaml:chip.glb:64");
        }
        return component;
    }

    private Optional<Double> bufferUm2() throws IOException {
        if (areas == null) {
            return Optional.empty();
        }
        if (!buffer.contains(":")) {
            throw new InputException(
                    "--areas " + areas,
                    "is about the component of an Accelergy ERT that --buffer names, and --buffer is %s. Maybe --buffer"
                                    .formatted(buffer)
                            + " ERT.yaml:chip.glb:64");
        }
        String text = TextFile.read(areas);
        return Optional.of(AreaReferenceTable.parse(areas.toString(), text)
                .areaUm2(component("--buffer", buffer).group(2)));
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
