/** The real daemon, real shells, real sockets: what a user has. */
package org.panux.linit.e2e;
