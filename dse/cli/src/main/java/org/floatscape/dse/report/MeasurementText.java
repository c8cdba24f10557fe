package org.floatscape.dse.report;

import java.util.Comparator;
import java.util.List;
import org.floatscape.dse.format.NamedFormat;
import org.floatscape.dse.measure.FormatMeasurement;
import org.floatscape.dse.measure.Measurements;
import org.floatscape.dse.measure.TensorMeasurement;
import org.floatscape.dse.tensor.TensorFileException;
import org.floatscape.dse.tensor.TensorHeader;
import org.floatscape.ffi.ErrorStatistics;

/** Measurements for a terminal of 100 columns. */
public final class MeasurementText {

    private static final int WIDTH = 100;
    /** More tensors than this are not all shown unless asked for. */
    private static final int SHOWN_TENSORS = 12;

    private final Measurements measurements;
    private final long nFiles;

    private MeasurementText(Measurements measurements) {
        this.measurements = measurements;
        this.nFiles = measurements.tensors().stream()
                .map(TensorMeasurement::file)
                .distinct()
                .count();
    }

    /** @param all whether every tensor is shown, not only those with the lowest SQNR where there are many */
    public static String of(Measurements measurements, boolean all) {
        return new MeasurementText(measurements).text(all);
    }

    private String text(boolean all) {
        var tensors = measurements.tensors();
        double nElements = tensors.stream()
                .mapToDouble(tensor -> tensor.tensor().nElements())
                .sum();
        var text = new StringBuilder(Figures.format(
                "%s, %s elements; errors and magnitudes in units of the tensor%n",
                tensors.size() == 1 ? "1 tensor" : tensors.size() + " tensors", Figures.count(nElements)));
        if (tensors.size() > 1) {
            text.append("\nAll tensors together\n").append(table(measurements.total()));
        }
        boolean some = !all && tensors.size() > SHOWN_TENSORS;
        text.append(some ? "\nThe %d tensors with the lowest SQNR\n".formatted(SHOWN_TENSORS) : "\nBy tensor\n");
        text.append(byTensor(some ? worst() : tensors));
        if (some) {
            text.append(
                    "  %d more: --all shows them, -o FOLDER writes them\n".formatted(tensors.size() - SHOWN_TENSORS));
        }
        measurements.histogram().ifPresent(histogram -> text.append(HistogramText.of(histogram)));
        return text.append(notes()).toString();
    }

    private static String table(List<FormatMeasurement> rows) {
        var table = new TextTable(
                "format", "bits/elem", "SQNR dB", "max error", "RMS error", "zero %", "satur. %", "subn. %");
        for (FormatMeasurement measured : rows) {
            ErrorStatistics s = measured.statistics();
            table.row(
                    measured.format().name(),
                    bits(measured),
                    decibels(s.sqnrDb()),
                    error(s.maxError()),
                    error(s.rmsError()),
                    percent(s.zeroShare()),
                    percent(s.saturatedShare()),
                    percent(s.subnormalShare()));
        }
        return table.text();
    }

    /** One table for all, so that columns line up, with each tensor's name above its rows. */
    private String byTensor(List<TensorMeasurement> tensors) {
        var lines = table(tensors.stream()
                        .flatMap(tensor -> tensor.formats().stream())
                        .toList())
                .lines()
                .toList();
        var text = new StringBuilder(lines.getFirst()).append('\n');
        int next = 1;
        for (TensorMeasurement measured : tensors) {
            text.append(heading(measured)).append('\n');
            for (int f = 0; f < measured.formats().size(); f++) {
                text.append(lines.get(next++)).append('\n');
            }
        }
        return text.toString();
    }

    /** With the file where there are several: names tell tensors apart within one only. */
    private String heading(TensorMeasurement measured) {
        TensorHeader tensor = measured.tensor();
        String rest = "  %s %s".formatted(tensor.shapeText(), tensor.type());
        String name = TensorFileException.printable(tensor.name());
        String place = nFiles == 1 ? "" : " in " + measured.file();
        return cut(name + place, WIDTH - rest.length()) + rest;
    }

    private List<TensorMeasurement> worst() {
        return measurements.tensors().stream()
                .sorted(Comparator.comparingDouble(MeasurementText::lowestSqnr))
                .limit(SHOWN_TENSORS)
                .toList();
    }

    /** NaN, of a tensor of zeros, sorts last. */
    private static double lowestSqnr(TensorMeasurement tensor) {
        return tensor.formats().stream()
                .mapToDouble(measured -> measured.statistics().sqnrDb())
                .filter(sqnr -> !Double.isNaN(sqnr))
                .min()
                .orElse(Double.NaN);
    }

    /** What aliases stand for, and what the figures leave out. */
    private String notes() {
        var notes = new StringBuilder();
        for (FormatMeasurement measured : measurements.total()) {
            NamedFormat named = measured.format();
            if (!named.name().equals(named.format().name())) {
                notes.append("  ")
                        .append(named.name())
                        .append(" = ")
                        .append(named.format().name())
                        .append('\n');
            }
        }
        for (FormatMeasurement measured : measurements.total()) {
            long nNonfinite = measured.statistics().nNonfinite();
            if (nNonfinite > 0) {
                notes.append("  %s: the errors leave out %s, NaN or Inf before or after%n"
                        .formatted(measured.format().name(), Counted.text(nNonfinite, "element")));
            }
        }
        if (measurements.stochastic()) {
            notes.append("  @sr: seed ")
                    .append(Long.toUnsignedString(measurements.seed()))
                    .append('\n');
        }
        return notes.isEmpty() ? "" : "\n" + notes;
    }

    private static String bits(FormatMeasurement measured) {
        return Figures.format("%.3f", measured.bitsPerElement());
    }

    private static String decibels(double sqnrDb) {
        return Double.isNaN(sqnrDb) ? "-" : Double.isInfinite(sqnrDb) ? "exact" : Figures.format("%.2f", sqnrDb);
    }

    private static String error(double error) {
        return error == 0 ? "0" : Double.isNaN(error) ? "-" : Figures.format("%.3g", error);
    }

    private static String percent(double share) {
        double percent = 100 * share;
        return percent == 0 ? "0" : percent < 0.001 ? "< 0.001" : Figures.format("%.3f", percent);
    }

    /** Without its middle where it is too long. */
    private static String cut(String name, int width) {
        if (name.length() <= width) {
            return name;
        }
        int head = Math.max(8, width - 1) / 2;
        return name.substring(0, head) + "…" + name.substring(name.length() - head);
    }
}
