package org.floatscape.dse.tensor;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What a file says of a tensor before its elements, which follow in row-major order, little endian.
 *
 * @param name  in an .npy file, which holds one tensor without a name, that of the file
 * @param shape elements along each dimension, the last one contiguous; empty for a single number
 */
public record TensorHeader(String name, StoredType type, List<Long> shape) {

    public TensorHeader {
        shape = List.copyOf(shape);
        if (shape.stream().anyMatch(length -> length < 0)) {
            throw new IllegalArgumentException("shape %s: no dimension may be negative".formatted(shape));
        }
        nBytes(type, shape);
    }

    /** As the same tensor with elements of another type. */
    public TensorHeader as(StoredType other) {
        return new TensorHeader(name, other, shape);
    }

    public long nElements() {
        return product(shape);
    }

    public long nBytes() {
        return nBytes(type, shape);
    }

    /** Elements of the last dimension; 1 for a single number. */
    public long rowLength() {
        return shape.isEmpty() ? 1 : shape.getLast();
    }

    /** Product of all dimensions but the last; 1 for a single number. */
    public long rows() {
        return shape.isEmpty() ? 1 : product(shape.subList(0, shape.size() - 1));
    }

    /** Such as {@code 4096 x 11008}, or {@code scalar}. */
    public String shapeText() {
        return shape.isEmpty() ? "scalar" : shape.stream().map(String::valueOf).collect(Collectors.joining(" x "));
    }

    private static long nBytes(StoredType type, List<Long> shape) {
        try {
            long bits = Math.multiplyExact(product(shape), type.bits());
            if (bits % 8 != 0) {
                throw new IllegalArgumentException(
                        "shape %s of %s (%d bits each) does not fill whole bytes".formatted(shape, type, type.bits()));
            }
            return bits / 8;
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("shape %s of %s has 2^63 bits or more".formatted(shape, type), e);
        }
    }

    private static long product(List<Long> lengths) {
        long product = 1;
        for (long length : lengths) {
            product = Math.multiplyExact(product, length);
        }
        return product;
    }
}
