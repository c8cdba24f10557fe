package org.floatscape.dse.tensor;

import java.util.List;
import java.util.regex.Pattern;
import org.floatscape.dse.input.InputException;
import org.floatscape.dse.input.Nearest;

/** The tensors a user means: by name, where {@code *} stands for any text and {@code ?} for any one character. */
public final class TensorSelection {
    private TensorSelection() {}

    /**
     * The tensors that some pattern names, in their order; all for no pattern.
     *
     * @throws InputException if a pattern names none, or if a selected one is empty or of a type that the kernels do
     *     not read
     */
    public static List<StoredTensor> of(List<StoredTensor> tensors, List<String> patterns) {
        var selected = tensors;
        if (!patterns.isEmpty()) {
            var regexes = patterns.stream().map(TensorSelection::regex).toList();
            for (int p = 0; p < patterns.size(); p++) {
                checkMatches(tensors, patterns.get(p), regexes.get(p));
            }
            selected = tensors.stream()
                    .filter(tensor -> regexes.stream().anyMatch(regex -> matches(regex, tensor)))
                    .toList();
        }
        selected.forEach(tensor -> checkUsable(tensor, tensors.size() > 1));
        return selected;
    }

    private static Pattern regex(String pattern) {
        String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.compile(regex, Pattern.DOTALL);
    }

    private static boolean matches(Pattern regex, StoredTensor tensor) {
        return regex.matcher(tensor.name()).matches();
    }

    private static void checkMatches(List<StoredTensor> tensors, String pattern, Pattern regex) {
        if (tensors.stream().noneMatch(tensor -> matches(regex, tensor))) {
            var names = tensors.stream().map(StoredTensor::name).toList();
            throw new InputException(
                    "--tensors " + pattern,
                    "no tensor has a name like this. Nearest name: %s"
                            .formatted(TensorFileException.printable(Nearest.of(pattern, names))));
        }
    }

    private static void checkUsable(StoredTensor tensor, boolean amongOthers) {
        TensorHeader header = tensor.header();
        String remedy = amongOthers ? "; leave it out by naming others with --tensors" : "";
        if (header.type().dtype().isEmpty()) {
            throw new TensorFileException(
                    tensor.file(),
                    header.name(),
                    "elements of type %s are not supported, only F32, F16 and BF16%s".formatted(header.type(), remedy));
        }
        if (header.nElements() == 0) {
            throw new TensorFileException(
                    tensor.file(), header.name(), "shape %s holds no element%s".formatted(header.shape(), remedy));
        }
    }
}
