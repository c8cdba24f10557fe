/** A study: what the user asks, read from YAML and checked. */
package org.floatscape.dse.study;
