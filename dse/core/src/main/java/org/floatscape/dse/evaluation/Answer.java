package org.floatscape.dse.evaluation;

/** What a law says of a format: its {@link Accuracy}, or nothing. */
public sealed interface Answer permits Accuracy, Answer.Silence {

    /**
     * The law says nothing of the format.
     *
     * @param why what the law would need, with the value at fault
     */
    record Silence(String why) implements Answer {}
}
