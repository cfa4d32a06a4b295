package org.panux.pkgen.template;

import java.util.Map;

/**
 * A value with fields of its own, which, other than a map's, are all known: another one is an
 * error.
 *
 * @param type what it is called in messages
 */
public record Fields(String type, Map<String, Object> values) {}
