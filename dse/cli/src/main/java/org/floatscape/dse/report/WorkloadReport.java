package org.floatscape.dse.report;

import java.util.List;
import org.floatscape.dse.study.Hardware;
import org.floatscape.dse.workload.Accelerator;
import org.floatscape.dse.workload.Workload;
import org.floatscape.dse.workload.WorkloadCost;

/**
 * Everything that is reported on a workload.
 *
 * @param resultFormat format in which results leave the array
 * @param hardware     of the MAC units
 * @param library      cost library and calibration of the MAC units
 * @param costs        one per format, at least one
 */
public record WorkloadReport(
        Workload workload,
        Accelerator accelerator,
        String resultFormat,
        Hardware hardware,
        String library,
        List<WorkloadCost> costs) {

    public WorkloadReport {
        costs = List.copyOf(costs);
    }
}
