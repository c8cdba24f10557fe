package org.floatscape.dse.law;

import static org.floatscape.ffi.PowerLaw.Kind.HALF;
import static org.floatscape.ffi.PowerLaw.Kind.LOG2;
import static org.floatscape.ffi.PowerLaw.Kind.VALUE;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import org.floatscape.ffi.PowerLaw;
import org.floatscape.ffi.PowerLaw.Term;

/**
 * A law that is a sum of powers, for many points at once. It is evaluated in C, where the compiler vectorises the
 * powers: the JVM's own {@link Math#pow} takes one at a time. It gives the same bits on every machine, which differ from
 * those of {@link Law#predict} by at most 1e-13 of the loss.
 *
 * @param columns what it takes, in the order of {@code law.columns()}
 */
public record PowerForm(List<Column> columns, PowerLaw law) {

    public PowerForm {
        columns = List.copyOf(columns);
    }

    /** The law as one of powers; empty where it is not, or C does not take its constants. */
    public static Optional<PowerForm> of(Law law) {
        return switch (law) {
            case ChinchillaLaw chinchilla -> ifInDomain(chinchilla(chinchilla));
            case CapybaraLaw capybara -> ifInDomain(capybara(capybara));
            case QatLaw qat -> ifInDomain(qat(qat));
            case QidLaw qid -> ifInDomain(qid(qid));
            case QuartetLaw quartet -> ifInDomain(quartet(quartet));
            case PrecisionLaw _, QidPerBitLaw _, CapacityLaw _ -> Optional.empty();
        };
    }

    private static Optional<PowerForm> ifInDomain(PowerForm form) {
        return form.law.isInDomain() ? Optional.of(form) : Optional.empty();
    }

    private static PowerForm chinchilla(ChinchillaLaw law) {
        return new PowerForm(
                List.of(Column.PARAMS, Column.TOKENS),
                new PowerLaw(
                        List.of(VALUE, VALUE),
                        List.of(),
                        List.of(Term.of(law.a(), -law.alpha(), 0), Term.of(law.b(), 0, -law.beta())),
                        1,
                        law.floorNats()));
    }

    private static PowerForm capybara(CapybaraLaw law) {
        return new PowerForm(
                List.of(Column.PARAMS, Column.TOKENS, Column.EXPONENT_BITS, Column.MANTISSA_BITS, Column.BLOCK_SIZE),
                new PowerLaw(
                        List.of(VALUE, VALUE, HALF, HALF, LOG2),
                        List.of(),
                        List.of(
                                Term.of(law.n(), -law.alpha(), 0, 0, 0, 0),
                                Term.of(law.d(), 0, -law.beta(), 0, 0, 0),
                                Term.of(1 / law.gamma(), -law.alpha(), law.beta(), -law.delta(), -law.nu(), 1)),
                        1,
                        law.floorNats()));
    }

    private static PowerForm qat(QatLaw law) {
        var base = law.base();
        return new PowerForm(
                List.of(Column.PARAMS, Column.TOKENS, Column.GROUP_SIZE),
                new PowerLaw(
                        List.of(VALUE, VALUE, LOG2),
                        List.of(),
                        List.of(
                                Term.of(base.a(), -base.alpha(), 0, 0),
                                Term.of(base.b(), 0, -base.beta(), 0),
                                Term.of(
                                        law.scaleNats(),
                                        -law.paramsExponent(),
                                        law.tokensExponent(),
                                        law.groupExponent())),
                        1,
                        base.floorNats()));
    }

    private static PowerForm qid(QidLaw law) {
        var loss16 = law.loss16();
        double exponent = loss16.paramsExponent() / loss16.tokensExponent();
        return new PowerForm(
                List.of(Column.PARAMS, Column.TOKENS, Column.BITS),
                new PowerLaw(
                        List.of(VALUE, VALUE, VALUE),
                        List.of(
                                Term.of(Math.pow(loss16.paramsScale(), exponent), -exponent, 0, 0),
                                Term.of(loss16.tokensScale(), 0, -1, 0)),
                        List.of(Term.of(
                                law.scaleNats(), -law.paramsExponent(), law.tokensExponent(), -law.bitsExponent())),
                        loss16.tokensExponent(),
                        0));
    }

    private static PowerForm quartet(QuartetLaw law) {
        return new PowerForm(
                List.of(Column.PARAMS, Column.TOKENS),
                new PowerLaw(
                        List.of(VALUE, VALUE),
                        List.of(
                                Term.of(law.a() * Math.pow(law.paramsShare(), -law.alpha()), -law.alpha(), 0),
                                Term.of(law.b() * Math.pow(law.tokensShare(), -law.beta()), 0, -law.beta())),
                        List.of(),
                        law.gamma(),
                        law.floorNats()));
    }

    /**
     * The points column by column, as {@link #lossNats} takes them.
     *
     * @throws LawDomainException if a point lacks a column
     */
    public double[] values(List<Point> points) {
        double[] values = new double[columns.size() * points.size()];
        for (int c = 0; c < columns.size(); c++) {
            for (int i = 0; i < points.size(); i++) {
                values[c * points.size() + i] = points.get(i).get(columns.get(c));
            }
        }
        return values;
    }

    /** Loss of every point, nats per token. */
    public double[] lossNats(double[] values) {
        double[] losses = new double[values.length / columns.size()];
        law.lossNats(MemorySegment.ofArray(values), MemorySegment.ofArray(losses));
        return losses;
    }
}
