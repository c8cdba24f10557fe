/** What users get to see: text for terminals, Markdown, CSV, JSON and figures. Same content, same bytes. */
package org.floatscape.dse.report;
