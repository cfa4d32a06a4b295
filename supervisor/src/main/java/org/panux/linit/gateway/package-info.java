/** The sockets: bytes and requests on one side, messages to the service graph on the other. */
package org.panux.linit.gateway;
