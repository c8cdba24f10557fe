/** What users wrote: where it stands, what is wrong with it, and what they most likely meant. */
package org.floatscape.dse.input;
