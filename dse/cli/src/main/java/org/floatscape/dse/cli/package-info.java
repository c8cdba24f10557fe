/** The command line: one class per command, each a pipeline. */
package org.floatscape.dse.cli;
