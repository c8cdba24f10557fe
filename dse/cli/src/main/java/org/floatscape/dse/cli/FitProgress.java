package org.floatscape.dse.cli;

import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far a bootstrap is; shown while a person watches, never in a pipe or a file. */
final class FitProgress implements AutoCloseable {

    private static final int WIDTH = 99;

    private final Optional<ProgressBar> bar;

    /**
     * Starts at nothing done.
     *
     * @param samples of all laws together; 0 shows nothing
     */
    FitProgress(int samples) {
        this.bar = samples > 0 && Terminal.isWatched() ? Optional.of(bar(samples)) : Optional.empty();
    }

    private static ProgressBar bar(int samples) {
        return new ProgressBarBuilder()
                .setTaskName("bootstrap")
                .setInitialMax(samples)
                .setUnit(" samples", 1)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(System.out, WIDTH))
                .clearDisplayOnFinish()
                .build();
    }

    /** One sample more is done; called from any thread. */
    void step() {
        bar.ifPresent(ProgressBar::step);
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
