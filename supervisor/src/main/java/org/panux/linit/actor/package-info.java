/** What all actors are made of. */
package org.panux.linit.actor;
