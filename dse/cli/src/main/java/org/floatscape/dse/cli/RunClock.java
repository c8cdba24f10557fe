package org.floatscape.dse.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** When a run began; read in commands only, so that everything below them depends on its input alone. */
record RunClock(Instant startedAt) {

    static RunClock start() {
        return new RunClock(Instant.now());
    }

    String startedAtText() {
        return startedAt.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    double elapsedSeconds() {
        return Duration.between(startedAt, Instant.now()).toMillis() / 1e3;
    }
}
