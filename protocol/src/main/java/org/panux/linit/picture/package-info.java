/** A boot as pictures that need nothing else: an SVG file and an HTML page. */
package org.panux.linit.picture;
