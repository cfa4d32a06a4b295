/**
 * The client library: typed operations over linitd's socket, without Akka.
 *
 * <p>Start with {@link org.panux.linit.client.LinitClient}, which does one thing after another, and
 * {@link org.panux.linit.client.Operation}, which is what can be asked for. {@link
 * org.panux.linit.client.AsyncLinitClient} asks for many things at the same time, and follows
 * events. {@code docs/JAVA.md} has programs.
 */
package org.panux.linit.client;
