/** What becomes of figures: tables, pictures, and their place in a document. */
package org.panux.linit.bench.report;
