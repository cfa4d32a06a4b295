/** linit, other supervisors and the floors: a class each, and the place where one of them runs. */
package org.panux.linit.bench.peer;
