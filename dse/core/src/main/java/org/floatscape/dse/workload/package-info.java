/** What a model's matrix products cost on an accelerator: shapes, tiling, traffic, energy. */
package org.floatscape.dse.workload;
