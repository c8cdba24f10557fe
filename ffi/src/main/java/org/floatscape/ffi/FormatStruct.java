package org.floatscape.ffi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.util.List;
import org.floatscape.ffi.generated.floatscape_h;
import org.floatscape.ffi.generated.fs_format;

/** Writes a {@link QuantSpec} as the C struct {@code fs_format}. */
final class FormatStruct {

    private FormatStruct() {}

    static MemorySegment of(QuantSpec spec, SegmentAllocator allocator) {
        MemorySegment struct = fs_format.allocate(allocator);
        write(spec, struct);
        return struct;
    }

    static MemorySegment ofAll(List<QuantSpec> specs, SegmentAllocator allocator) {
        MemorySegment structs = fs_format.allocateArray(specs.size(), allocator);
        for (int i = 0; i < specs.size(); i++) {
            write(specs.get(i), fs_format.asSlice(structs, i));
        }
        return structs;
    }

    private static void write(QuantSpec spec, MemorySegment struct) {
        struct.fill((byte) 0);
        fs_format.bias(struct, floatscape_h.FS_BIAS_DEFAULT());
        writeElement(spec.element(), struct);
        fs_format.rounding(struct, spec.rounding().code);
        fs_format.seed(struct, spec.seed());
        writeScale(spec.scale(), struct);
        spec.group().ifPresent(group -> writeGroup(group, struct));
    }

    private static void writeElement(Element element, MemorySegment struct) {
        switch (element) {
            case Element.ExMy e -> {
                fs_format.element(struct, floatscape_h.FS_ELEMENT_FLOAT());
                fs_format.exponent_bits(struct, e.exponentBits());
                fs_format.mantissa_bits(struct, e.mantissaBits());
                fs_format.bias(struct, e.bias().orElse(floatscape_h.FS_BIAS_DEFAULT()));
                fs_format.specials(struct, e.specials().code);
                fs_format.subnormals(struct, e.subnormals().code);
                fs_format.overflow(struct, e.overflow().code);
            }
            case Element.SymmetricInt(int bits) -> writeInteger(floatscape_h.FS_ELEMENT_INT(), bits, struct);
            case Element.FullInt(int bits) -> writeInteger(floatscape_h.FS_ELEMENT_INT_FULL(), bits, struct);
            case Element.Uint(int bits) -> writeInteger(floatscape_h.FS_ELEMENT_UINT(), bits, struct);
            case Element.E8m0() -> fs_format.element(struct, floatscape_h.FS_ELEMENT_E8M0());
        }
    }

    private static void writeInteger(int element, int bits, MemorySegment struct) {
        fs_format.element(struct, element);
        fs_format.integer_bits(struct, bits);
    }

    private static void writeScale(Scale scale, MemorySegment struct) {
        switch (scale) {
            case Scale.None() -> fs_format.scale(struct, floatscape_h.FS_SCALE_NONE());
            case Scale.E8m0(var rule, var _) -> {
                fs_format.scale(struct, floatscape_h.FS_SCALE_E8M0());
                fs_format.scale_rule(struct, rule.code);
            }
            case Scale.E4m3F32(var recipe, var _) -> {
                fs_format.scale(struct, floatscape_h.FS_SCALE_E4M3_F32());
                fs_format.scale_rule(struct, recipe.code);
            }
            case Scale.Quotient(var format, var _) -> fs_format.scale(struct, format.code);
        }
    }

    private static void writeGroup(Group group, MemorySegment struct) {
        switch (group) {
            case Group.Block(long size) -> {
                fs_format.group(struct, floatscape_h.FS_GROUP_BLOCK());
                fs_format.block_size(struct, size);
            }
            case Group.Channel() -> fs_format.group(struct, floatscape_h.FS_GROUP_CHANNEL());
            case Group.Tensor() -> fs_format.group(struct, floatscape_h.FS_GROUP_TENSOR());
        }
    }
}
