package waypost.proxy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import waypost.protocol.login.Refusal;

/** A password that only a node can judge, as the front end counts it: ends once, by what comes first. Any thread. */
final class NodeTrial {
    private final Ends ends;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** What follows of each end. */
    interface Ends {
        void right();

        /** Gives what is to be told, when it is time for it. */
        CompletionStage<Refusal> wrong();

        void undecided();
    }

    NodeTrial(Ends ends) {
        this.ends = ends;
    }

    /** The node has let the user in. */
    void right() {
        if (ended.compareAndSet(false, true)) {
            ends.right();
        }
    }

    /** The node has not: gives what is to be told, when it is time for it. Only a wrong password is the user's failure. */
    CompletionStage<Refusal> refused(Refusal why) {
        return switch (why) {
            case CREDENTIALS -> ended.compareAndSet(false, true) ? ends.wrong() : CompletableFuture.completedStage(why);
            case STALE -> unsaid(Refusal.UNAVAILABLE); // is between nodes of the cluster
            case DISABLED, EXPIRED, SERVICE, SECOND_FACTOR, LIMIT, UNAVAILABLE -> unsaid(why);
        };
    }

    private CompletionStage<Refusal> unsaid(Refusal why) {
        undecided();
        return CompletableFuture.completedStage(why);
    }

    /** Nobody has said anything of the password. */
    void undecided() {
        if (ended.compareAndSet(false, true)) {
            ends.undecided();
        }
    }
}
