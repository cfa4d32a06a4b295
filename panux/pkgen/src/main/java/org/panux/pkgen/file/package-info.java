/** Package files: YAML → {@link org.panux.pkgen.file.PackageFile}, each part with its place. */
package org.panux.pkgen.file;
