/** What a format loses and what it costs. */
package org.floatscape.dse.evaluation;
