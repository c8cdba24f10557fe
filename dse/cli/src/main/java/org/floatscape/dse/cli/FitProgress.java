package org.floatscape.dse.cli;

import java.util.function.IntConsumer;

/** Shows how far a bootstrap is, on a console only. */
final class FitProgress {

    private static final int STEP = 25;
    private static final int LINE = 30;

    private FitProgress() {}

    /**
     * What to tell after each sample.
     *
     * @param samples of one law; with several laws the count goes on
     */
    static IntConsumer onConsole(int samples) {
        if (!Terminal.isWatched() || samples == 0) {
            return _ -> {};
        }
        return done -> {
            if (done % samples == 0) {
                System.err.print("\r" + " ".repeat(LINE) + "\r");
            } else if (done % STEP == 0) {
                System.err.print("\rbootstrap %d".formatted(done));
            }
        };
    }
}
