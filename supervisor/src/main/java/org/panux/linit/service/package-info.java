/** The graph of services: one actor a service, and the registry that owns names and edges. */
package org.panux.linit.service;
