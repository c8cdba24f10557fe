/** What arithmetic and memory cost: area, energy, delay, each with its source and its error. */
package org.floatscape.dse.cost;
