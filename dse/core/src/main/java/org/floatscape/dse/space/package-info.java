/** The formats a study chooses from. */
package org.floatscape.dse.space;
