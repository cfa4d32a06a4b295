/** The flight recorder: what came into the model and what it decided, and the replay of that. */
package org.panux.linit.flight;
