/** The services that every peer has to start, and whether it did. */
package org.panux.linit.bench.graph;
