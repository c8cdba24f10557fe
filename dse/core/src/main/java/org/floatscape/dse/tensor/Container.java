package org.floatscape.dse.tensor;

import java.nio.file.Path;
import java.util.Locale;

/** The kinds of tensor files, told apart by the ending of the file's name. */
public enum Container {
    /** One tensor without a name, as {@code numpy.save} writes it. */
    NPY(".npy"),
    /** Named tensors. */
    SAFETENSORS(".safetensors");

    private final String ending;

    Container(String ending) {
        this.ending = ending;
    }

    /** @throws TensorFileException if the name ends in neither {@code .npy} nor {@code .safetensors} */
    public static Container of(Path file) {
        String name = String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
        for (var container : values()) {
            if (name.endsWith(container.ending)) {
                return container;
            }
        }
        throw new TensorFileException(file, "the name of a tensor file must end in .npy or .safetensors");
    }
}
