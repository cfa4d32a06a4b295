/** {@code linitd run}: a rig that lives as long as a command. */
package org.panux.linit.run;
