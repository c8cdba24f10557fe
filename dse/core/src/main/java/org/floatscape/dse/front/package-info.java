/** Which formats nothing beats. */
package org.floatscape.dse.front;
