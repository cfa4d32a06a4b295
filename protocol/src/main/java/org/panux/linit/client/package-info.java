/** The client library: typed requests over linitd's socket, without Akka. */
package org.panux.linit.client;
