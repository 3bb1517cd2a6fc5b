package waypost.store;

import java.util.List;

/**
 * Told of each commit that changes the account, when it is durable and readable. Called on the applier's thread: it may wake somebody, never block.
 */
@FunctionalInterface
public interface AccountWatch {
    void changed(List<AccountChange> changes);

    /** Ends what the watch is told. */
    interface Watching extends AutoCloseable {
        @Override
        void close();
    }
}
