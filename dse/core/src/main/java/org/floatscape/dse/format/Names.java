package org.floatscape.dse.format;

import java.util.Locale;

/** Spelling of enum constants in format names. */
final class Names {
    private Names() {}

    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
