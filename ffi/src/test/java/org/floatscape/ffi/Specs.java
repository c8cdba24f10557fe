package org.floatscape.ffi;

import java.util.List;
import org.floatscape.ffi.Element.ExMy;
import org.floatscape.ffi.Element.Overflow;
import org.floatscape.ffi.Element.Specials;
import org.floatscape.ffi.Element.SymmetricInt;

/** Formats that tests and benchmarks use. */
final class Specs {

    static final ExMy E2M1 = new ExMy(2, 1);
    static final ExMy E4M3 = new ExMy(4, 3);
    static final ExMy E4M3FN = new ExMy(4, 3, Specials.NAN);
    static final ExMy E5M2 = new ExMy(5, 2, Specials.IEEE);

    static final QuantSpec FP8_E4M3 = QuantSpec.of(E4M3FN);
    static final QuantSpec BF16 = QuantSpec.of(new ExMy(8, 7, Specials.IEEE).with(Overflow.SPECIAL));
    static final QuantSpec PROPAGATING = QuantSpec.of(E5M2.with(Overflow.PROPAGATE));
    static final QuantSpec MXFP8 = mx(E4M3FN, 32, Scale.Rule.FLOOR);
    static final QuantSpec MXFP6 = mx(new ExMy(3, 2), 32, Scale.Rule.FLOOR);
    static final QuantSpec MXFP4 = mx(E2M1, 32, Scale.Rule.FLOOR);
    static final QuantSpec MXINT8 = mx(new SymmetricInt(8), 32, Scale.Rule.FLOOR);
    static final QuantSpec NVFP4 = nvfp4(Scale.Recipe.TE);
    static final QuantSpec NVFP4_TORCHAO = nvfp4(Scale.Recipe.TORCHAO);
    static final QuantSpec NVFP4_MODELOPT = nvfp4(Scale.Recipe.MODELOPT);
    static final QuantSpec BLOCK_FP32 = f32(E4M3, new Group.Block(128));
    static final QuantSpec CHANNEL_FP32 = f32(E4M3FN, new Group.Channel());
    static final QuantSpec TENSOR_FP32 = f32(E4M3FN, new Group.Tensor());
    static final QuantSpec ODD_BLOCK =
            QuantSpec.of(new ExMy(3, 3)).with(new Scale.Quotient(Scale.Format.BF16, new Group.Block(23)));
    static final QuantSpec STOCHASTIC = FP8_E4M3.stochastic(0x0123_4567_89ab_cdefL);
    static final QuantSpec QPYTORCH_CHANNEL = f32(E4M3, new Group.Channel()).with(Rounding.QPYTORCH);

    /** One of each kind of element, overflow, scale, group and rounding, at least. */
    static final List<QuantSpec> VARIED = List.of(
            FP8_E4M3,
            BF16,
            PROPAGATING,
            MXFP8,
            MXFP6,
            MXFP4,
            MXINT8,
            NVFP4,
            NVFP4_TORCHAO,
            NVFP4_MODELOPT,
            BLOCK_FP32,
            CHANNEL_FP32,
            TENSOR_FP32,
            ODD_BLOCK,
            STOCHASTIC,
            MXFP4.stochastic(7),
            QPYTORCH_CHANNEL);

    private Specs() {}

    static QuantSpec mx(Element element, long blockSize, Scale.Rule rule) {
        return QuantSpec.of(element).with(new Scale.E8m0(rule, new Group.Block(blockSize)));
    }

    static QuantSpec nvfp4(Scale.Recipe recipe) {
        return QuantSpec.of(E2M1).with(new Scale.E4m3F32(recipe, new Group.Block(16)));
    }

    static QuantSpec f32(Element element, Group group) {
        return QuantSpec.of(element).with(new Scale.Quotient(Scale.Format.F32, group));
    }
}
