/** What a script says of its service: each setting, and how its text is read; pure. */
package org.panux.linit.setting;
