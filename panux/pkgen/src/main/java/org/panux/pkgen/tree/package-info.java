/** Many package files together: which there are, who makes what, who needs whom. */
package org.panux.pkgen.tree;
