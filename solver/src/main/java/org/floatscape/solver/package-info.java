/** Exact search over integers. Nothing here knows what the integers stand for. */
package org.floatscape.solver;
