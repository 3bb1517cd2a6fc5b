package waypost.proxy;

import waypost.mapping.Answer;

/** How far a log-in has come that the front end was to check. */
sealed interface Checked {
    /** Nobody is asked about it now: the client is to come again. */
    record Unasked() implements Checked {}

    /** The front end has an answer, which is to be told. */
    record Said(Answer.Settled answer) implements Checked {}

    /**
     * The account's node is to say whether the password is right, and {@code trial} is to hear what it says.
     *
     * @param account what is granted if it is
     */
    record LeftToNode(Answer.Granted account, NodeTrial trial) implements Checked {}
}
