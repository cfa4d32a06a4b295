/** Runs makefiles: of sources on the host, of packages where nothing else is and no network. */
package org.panux.pkgen.build;
