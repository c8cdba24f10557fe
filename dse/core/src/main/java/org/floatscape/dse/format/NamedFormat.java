package org.floatscape.dse.format;

/**
 * A format under the name the user gave it.
 *
 * @param name an alias such as {@code mxfp4}, or a name of the grammar
 */
public record NamedFormat(String name, Format format) {

    /**
     * The format of a name.
     *
     * @throws FormatNameException if {@code name} is neither an alias nor a name of the grammar
     */
    public static NamedFormat parse(String name) {
        return new NamedFormat(name, Format.parse(name));
    }
}
