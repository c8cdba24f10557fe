/** Tables the user gives and gets. */
package org.floatscape.dse.table;
