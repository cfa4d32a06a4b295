/**
 * What goes over the socket: names, states, exit codes, frames, and the codecs of the ancestor's
 * lines, of the channel and of JSON. {@code docs/PROTOCOL.md} is the contract.
 */
package org.panux.linit.protocol;
