/**
 * The subset of Go's {@code text/template} that package files use: text → tokens ({@link
 * org.panux.pkgen.template.Lexer}) → nodes ({@link org.panux.pkgen.template.Parser}) → text ({@link
 * org.panux.pkgen.template.Execution}). Knows nothing of packages.
 */
package org.panux.pkgen.template;
