/** Finds out when a service is ready: one actor a start, and a probe for each condition. */
package org.panux.linit.readiness;
