/**
 * Every decision of linitd, and nothing else: no Akka, no I/O, no clock. Time comes in as a {@link
 * org.panux.linit.model.Moment}, decisions go out as values, so that a whole boot runs in a unit
 * test and recorded inputs replay to the same decisions.
 */
package org.panux.linit.model;
