/** Repositories: archives, and the signed index that lists them. */
package org.panux.pkgen.repo;
