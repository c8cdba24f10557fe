/**
 * Exact search over integers with CP-SAT. Nothing here knows what the integers stand for: a {@link
 * org.floatscape.solver.Problem} is made of named columns, {@link org.floatscape.solver.ExactSearch} proves which of
 * its rows is best.
 */
package org.floatscape.solver;
