/**
 * Fits a law form to a table of runs: {@link org.floatscape.dse.fit.RunTable} and
 * {@link org.floatscape.dse.fit.FitForm} in, {@link org.floatscape.dse.fit.Fit} out, then
 * {@link org.floatscape.dse.fit.Bootstrap} for its uncertainty. Nothing outside this package sees the library's types.
 */
package org.floatscape.dse.fit;
