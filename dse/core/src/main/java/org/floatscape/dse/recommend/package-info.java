/** The proven choice, and what its neighbours would cost or lose. */
package org.floatscape.dse.recommend;
