package waypost.identity;

/**
 * What one node's journal says of one account it has or ever had. Never removed: a deleted account stays as {@link State.Gone}.
 *
 * @param epoch grows by one with each change of owner; the higher record beats the lower, any record beats the directory
 */
public record Ownership(AccountId id, DirectoryId directoryId, AccountName name, long epoch, State state) {

    /** {@code move} is the random id of one try of a move. */
    public sealed interface State {
        record Owner() implements State {}

        record IncomingFrom(NodeName source, long move, boolean ready) implements State {}

        record MovingTo(NodeName destination, long move) implements State {}

        record MovedTo(NodeName destination, long move) implements State {}

        /** Deleted, or detached because its name went to another directory entry. */
        record Gone() implements State {}
    }

    /** Whether this node serves the account. */
    public boolean serves() {
        return switch (state) {
            case State.Owner _, State.MovingTo _ -> true;
            case State.IncomingFrom _, State.MovedTo _, State.Gone _ -> false;
        };
    }

    public Ownership with(long newEpoch, State newState) {
        return new Ownership(id, directoryId, name, newEpoch, newState);
    }

    /** The same account after its entry was renamed. */
    public Ownership named(AccountName newName) {
        return new Ownership(id, directoryId, newName, epoch, state);
    }
}
