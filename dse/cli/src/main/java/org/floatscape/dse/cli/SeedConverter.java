package org.floatscape.dse.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A key of stochastic rounding as users write it: 64 bits without a sign, decimal or hexadecimal. */
final class SeedConverter implements ITypeConverter<Long> {

    @Override
    public Long convert(String text) {
        boolean hexadecimal = text.startsWith("0x") || text.startsWith("0X");
        try {
            return hexadecimal ? Long.parseUnsignedLong(text.substring(2), 16) : Long.parseUnsignedLong(text);
        } catch (NumberFormatException e) {
            throw new TypeConversionException(
                    "'%s' is not a whole number from 0 to 2^64 - 1, decimal or with 0x hexadecimal".formatted(text));
        }
    }
}
