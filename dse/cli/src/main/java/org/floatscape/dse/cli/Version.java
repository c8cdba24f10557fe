package org.floatscape.dse.cli;

import java.io.IOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** The version the build wrote into the jar. */
final class Version implements IVersionProvider {

    static String current() {
        try (var in = Version.class.getResourceAsStream("version.properties")) {
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new AssertionError("the jar lacks version.properties", e);
        }
    }

    @Override
    public String[] getVersion() {
        return new String[] {"floatscape " + current()};
    }
}
