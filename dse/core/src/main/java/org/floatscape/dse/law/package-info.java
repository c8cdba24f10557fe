/** Scaling laws: loss from model, data and number format. Pure functions; what they hold for is data beside them. */
package org.floatscape.dse.law;
