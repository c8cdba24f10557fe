package org.floatscape.dse.tensor;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** Tensor files made by hand. */
final class Bytes {
    private Bytes() {}

    static byte[] npy(String header, int dataBytes) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        var file = ByteBuffer.allocate(10 + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        file.put(NpyReader.MAGIC).put((byte) 1).put((byte) 0).putShort((short) text.length);
        return file.put(text).array();
    }

    static byte[] safetensors(String header, int dataBytes) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        var file = ByteBuffer.allocate(Long.BYTES + text.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        return file.putLong(text.length).put(text).array();
    }

    /** Maps {@code bytes} as a file in {@code folder}. */
    static <T> T mapped(Path folder, String name, byte[] bytes, Function<TensorFile, T> use) throws IOException {
        Path file = Files.write(folder.resolve(name), bytes);
        try (Arena arena = Arena.ofConfined()) {
            return use.apply(TensorFile.map(file, arena));
        }
    }
}
