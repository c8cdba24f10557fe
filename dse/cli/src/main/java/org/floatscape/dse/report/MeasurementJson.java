package org.floatscape.dse.report;

import java.math.BigInteger;
import java.util.List;
import org.floatscape.dse.format.NamedFormats;
import org.floatscape.dse.measure.FormatMeasurement;
import org.floatscape.dse.measure.Measurements;
import org.floatscape.dse.measure.TensorMeasurement;
import org.floatscape.dse.report.HistogramBins.Bin;
import org.floatscape.ffi.ErrorStatistics;
import org.floatscape.ffi.Histogram;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Measurements for programs to read. What is not a finite number, such as the SQNR without an error, is null. */
final class MeasurementJson {
    private MeasurementJson() {}

    static ObjectNode of(Measurements measurements) {
        var json = JsonNodeFactory.instance.objectNode();
        if (measurements.stochastic()) {
            json.put("seed", new BigInteger(Long.toUnsignedString(measurements.seed())));
        }
        ArrayNode total = json.putArray("total");
        measurements.total().forEach(measured -> format(total.addObject(), measured));
        measurements.histogram().ifPresent(histogram -> histogram(json, histogram));
        ArrayNode tensors = json.putArray("tensors");
        measurements.tensors().forEach(measured -> tensor(tensors.addObject(), measured));
        return json;
    }

    private static void tensor(ObjectNode node, TensorMeasurement measured) {
        node.put("file", measured.file().toString());
        node.put("tensor", measured.tensor().name());
        node.put("dtype", measured.tensor().type().name());
        ArrayNode shape = node.putArray("shape");
        measured.tensor().shape().forEach(shape::add);
        node.put("elements", measured.tensor().nElements());
        ArrayNode formats = node.putArray("formats");
        measured.formats().forEach(format -> format(formats.addObject(), format));
        measured.histogram().ifPresent(histogram -> histogram(node, histogram));
    }

    private static void histogram(ObjectNode node, Histogram histogram) {
        bins(node.putArray("magnitudes"), HistogramBins.magnitudes(histogram));
        node.put("crest_block_elements", histogram.blockSize());
        bins(node.putArray("crests"), HistogramBins.crests(histogram));
    }

    private static void bins(ArrayNode array, List<Bin> bins) {
        for (Bin bin : bins) {
            ObjectNode node = array.addObject();
            put(node, "lower", bin.lower());
            put(node, "upper", bin.upper());
            node.put("count", bin.count());
        }
    }

    private static void format(ObjectNode node, FormatMeasurement measured) {
        var format = measured.format().format();
        ErrorStatistics statistics = measured.statistics();
        node.put("format", format.name());
        NamedFormats.alias(format).ifPresent(alias -> node.put("alias", alias));
        put(node, "bits_per_element", measured.bitsPerElement());
        put(node, "sqnr_db", statistics.sqnrDb());
        put(node, "mean_square_error", statistics.meanSquareError());
        put(node, "rms_error", statistics.rmsError());
        put(node, "max_error", statistics.maxError());
        put(node, "max_magnitude", statistics.maxMagnitude());
        put(node, "cosine", statistics.cosine());
        put(node, "zero_share", statistics.zeroShare());
        put(node, "saturated_share", statistics.saturatedShare());
        put(node, "subnormal_share", statistics.subnormalShare());
        node.put("nonfinite_elements", statistics.nNonfinite());
    }

    private static void put(ObjectNode node, String key, double value) {
        if (Double.isFinite(value)) {
            node.put(key, value);
        } else {
            node.putNull(key);
        }
    }
}
