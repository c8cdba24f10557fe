/** The whole path from a study to a defended format. */
package org.floatscape.dse.explore;
