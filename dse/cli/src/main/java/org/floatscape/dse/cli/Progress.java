package org.floatscape.dse.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.floatscape.dse.tensor.StoredTensor;

/** How far work on tensors is; shown while a person watches, never in a pipe or a file. */
final class Progress implements AutoCloseable {

    private static final int WIDTH = 99;

    private final Optional<ProgressBar> bar;
    private long elementsAfterThis;

    /**
     * Starts at nothing done.
     *
     * @param passes how often the tensors are gone through
     */
    Progress(String task, List<StoredTensor> tensors, int passes) {
        long nElements = tensors.stream()
                .mapToLong(tensor -> tensor.header().nElements())
                .sum();
        this.bar = Terminal.isWatched() ? Optional.of(bar(task, passes * nElements, System.out)) : Optional.empty();
    }

    private static ProgressBar bar(String task, long nElements, PrintStream terminal) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(nElements)
                .setUnit(" M elements", 1_000_000)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(terminal, WIDTH))
                .clearDisplayOnFinish()
                .build();
    }

    /** The tensors before this one are done. */
    void start(StoredTensor tensor) {
        bar.ifPresent(b -> b.stepBy(elementsAfterThis));
        elementsAfterThis = tensor.header().nElements();
    }

    @Override
    public void close() {
        bar.ifPresent(ProgressBar::close);
    }
}
