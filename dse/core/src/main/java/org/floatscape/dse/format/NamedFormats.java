package org.floatscape.dse.format;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.floatscape.dse.input.Nearest;

/** The aliases of the field, each with the name it stands for. */
public final class NamedFormats {

    private static final Map<String, String> EXPANSIONS = expansions();
    private static final Map<String, String> ALIASES = aliases();

    /** Examples of the IEEE P3109 draft's names, which the grammar has as such. */
    private static final List<String> P3109 = List.of("binary8p3se", "binary8p4se");

    private NamedFormats() {}

    private static Map<String, String> expansions() {
        var names = new LinkedHashMap<String, String>();
        names.put("fp32", "e8m23i!ovf");
        names.put("tf32", "e8m10i!ovf");
        names.put("bf16", "e8m7i!ovf");
        names.put("fp16", "e5m10i!ovf");
        names.put("fp8_e4m3", "e4m3fn");
        names.put("fp8_e5m2", "e5m2i");
        names.put("fp8_e4m3fnuz", "binary8p4sf");
        names.put("fp8_e5m2fnuz", "binary8p3sf");
        names.put("fp8_e4m3b11fnuz", "e4m3b11fnuz");
        names.put("fp8_e8m0", "ue8m0");
        names.put("fp6_e3m2", "e3m2");
        names.put("fp6_e2m3", "e2m3");
        names.put("fp4", "e2m1");
        names.put("mxfp8", "e4m3fn:b32:e8m0/floor");
        names.put("mxfp8_e4m3", "e4m3fn:b32:e8m0/floor");
        names.put("mxfp8_e5m2", "e5m2i:b32:e8m0/floor");
        names.put("mxfp6_e3m2", "e3m2:b32:e8m0/floor");
        names.put("mxfp6_e2m3", "e2m3:b32:e8m0/floor");
        names.put("mxfp4", "e2m1:b32:e8m0/floor");
        names.put("mxint8", "int8:b32:e8m0/floor");
        names.put("nvfp4", "e2m1:b16:e4m3fn+fp32/te");
        return Collections.unmodifiableMap(names);
    }

    private static Map<String, String> aliases() {
        var aliases = new LinkedHashMap<String, String>();
        EXPANSIONS.forEach((alias, name) -> aliases.putIfAbsent(name, alias));
        return Collections.unmodifiableMap(aliases);
    }

    /** Alias to canonical name, in the order in which they are listed to users. */
    public static Map<String, String> all() {
        return EXPANSIONS;
    }

    static Optional<String> expansion(String alias) {
        return Optional.ofNullable(EXPANSIONS.get(alias));
    }

    /** The alias of a format that has one, such as {@code mxfp4}. */
    public static Optional<String> alias(Format format) {
        return Optional.ofNullable(ALIASES.get(format.name()));
    }

    /** The alias with its expansion, {@code mxfp4 = e2m1:b32:e8m0/floor}, or the canonical name alone. */
    public static String label(Format format) {
        return alias(format).map(alias -> alias + " = " + format.name()).orElseGet(format::name);
    }

    /** The alias or expansion that a mistyped name most likely meant. */
    static String nearest(String name) {
        return Nearest.of(
                name.toLowerCase(Locale.ROOT),
                Stream.of(EXPANSIONS.keySet(), P3109, EXPANSIONS.values())
                        .flatMap(Collection::stream)
                        .toList());
    }
}
