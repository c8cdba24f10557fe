/** Number formats as data, and the one grammar in which studies, commands and files name them. */
package org.floatscape.dse.format;
