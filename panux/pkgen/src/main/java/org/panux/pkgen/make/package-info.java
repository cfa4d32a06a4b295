/** Package file → {@link org.panux.pkgen.make.Translation} → the makefile that builds. */
package org.panux.pkgen.make;
