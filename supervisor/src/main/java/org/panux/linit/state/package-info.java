/** What linitd keeps on disk, so that another one can go on where it has died. */
package org.panux.linit.state;
