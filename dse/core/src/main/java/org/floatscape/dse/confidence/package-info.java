/** How sure a recommendation and a front are, given how well the law's constants are known. */
package org.floatscape.dse.confidence;
