/** Helpers for messages. */
package org.floatscape.dse.text;
