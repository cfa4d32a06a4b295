/** What packages are made of: where it comes from, how the host fetches it, where it is kept. */
package org.panux.pkgen.source;
