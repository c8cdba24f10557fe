package org.floatscape.ffi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.GroupLayout;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.floatscape.ffi.generated.floatscape_h;
import org.floatscape.ffi.generated.fs_layout_row;
import org.junit.jupiter.api.Test;

/** Fails when the C header and the generated bindings drift apart; {@code ffi/README.md} says how to regenerate. */
class BindingsTest {

    private static final Path ROOT = Path.of(System.getProperty("floatscape.root"));
    private static final Path GENERATED = ROOT.resolve("ffi/src/main/java/org/floatscape/ffi/generated");

    /** A struct or field as C or Java sees it; the struct itself has field "". */
    private record Row(String struct, String field, long offsetBytes, long sizeBytes) {}

    @Test
    void bindingsAreGeneratedFromTheHeaderAsItIs() throws IOException, NoSuchAlgorithmException {
        byte[] header = Files.readAllBytes(ROOT.resolve("native/include/floatscape.h"));
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(header));
        assertThat(hash)
                .as("SHA-256 of native/include/floatscape.h; regenerate the bindings, see ffi/README.md")
                .isEqualTo(Files.readString(GENERATED.resolve("floatscape.h.sha256"))
                        .strip());
    }

    @Test
    void everyStructIsLaidOutAsTheCompilerLaysItOut() throws Exception {
        NativeLibrary.require();
        List<Row> inC = rowsOfC();
        assertThat(inC).isNotEmpty().containsExactlyInAnyOrderElementsOf(rowsOfJava());
    }

    @Test
    void everyBoundFunctionIsInTheLibrary() throws Exception {
        NativeLibrary.require();
        for (var method : floatscape_h.class.getMethods()) {
            if (method.getName().endsWith("$address")) {
                assertThat((MemorySegment) method.invoke(null))
                        .as(method.getName())
                        .isNotEqualTo(MemorySegment.NULL);
            }
        }
    }

    private static List<Row> rowsOfC() {
        return IntStream.range(0, floatscape_h.fs_layout_count())
                .mapToObj(floatscape_h::fs_layout)
                .map(row -> new Row(
                        fs_layout_row.struct_name(row).getString(0),
                        fs_layout_row.field_name(row).getString(0),
                        fs_layout_row.offset_bytes(row),
                        fs_layout_row.size_bytes(row)))
                .toList();
    }

    /** Of every generated class that has a struct layout. */
    private static List<Row> rowsOfJava() throws Exception {
        var rows = new ArrayList<Row>();
        try (Stream<Path> files = Files.list(GENERATED)) {
            for (String name :
                    files.map(file -> file.getFileName().toString()).sorted().toList()) {
                if (name.startsWith("fs_")) {
                    String struct = name.substring(0, name.length() - ".java".length());
                    Class<?> binding = Class.forName("org.floatscape.ffi.generated." + struct);
                    addRows(struct, (GroupLayout) binding.getMethod("layout").invoke(null), rows);
                }
            }
        }
        return rows;
    }

    private static void addRows(String struct, GroupLayout layout, List<Row> rows) {
        rows.add(new Row(struct, "", 0, layout.byteSize()));
        for (MemoryLayout member : layout.memberLayouts()) {
            member.name()
                    .ifPresent(field -> rows.add(new Row(
                            struct, field, layout.byteOffset(PathElement.groupElement(field)), member.byteSize())));
        }
    }
}
