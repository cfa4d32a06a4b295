/** What the text of an init script says before it is run: its names, and what it starts after. */
package org.panux.linit.script;
