package waypost.store;

/**
 * The order in which a journal does things: gather, write, force, apply, acknowledge. Pure: an event gives the next state and the one thing
 * to do. One group is on its way to the disk at a time, so a torn end is never more than one group; any number may wait to be applied.
 *
 * @param gathered the last entry that was given a number
 * @param written the last entry whose bytes the disk was given
 * @param forced the last entry that is durable
 * @param applied the last entry the index has
 * @param health what is still allowed
 */
record JournalOrder(long gathered, long written, long forced, long applied, Health health) {
    enum Health {
        SOUND,
        /** A write or a sync failed, or the journal is closed: nothing new, what is durable is still applied. */
        NO_WRITES,
        /** The index failed: nothing at all. */
        STOPPED
    }

    sealed interface Event {
        /** Changes wait. */
        record Gathered() implements Event {}

        record Written(long entry) implements Event {}

        record Forced(long entry) implements Event {}

        /** The applier's turn has come to a durable entry. */
        record Reached(long entry) implements Event {}

        record Indexed(long entry) implements Event {}

        /** Writing or forcing this entry failed: it may be stored or not. */
        record DiskFailed(long entry) implements Event {}

        record IndexFailed(long entry) implements Event {}

        /** No place could be made for a next entry, and what became of the attempt is unknown. */
        record Closed() implements Event {}
    }

    sealed interface Effect {
        record Write(long entry) implements Effect {}

        record Force(long entry) implements Effect {}

        record HandOver(long entry) implements Effect {}

        record Apply(long entry) implements Effect {}

        record Acknowledge(long entry) implements Effect {}

        /** Say that the outcome is unknown. */
        record Doubt(long entry) implements Effect {}

        /** Say that nothing was stored. */
        record Refuse() implements Effect {}
    }

    record Step(JournalOrder next, Effect effect) {}

    static JournalOrder after(long entry) {
        return new JournalOrder(entry, entry, entry, entry, Health.SOUND);
    }

    Step on(Event event) {
        return switch (event) {
            case Event.Gathered() -> gather();
            case Event.Written(long entry) -> {
                require(entry == gathered && entry == written + 1, event);
                yield new Step(new JournalOrder(gathered, entry, forced, applied, health), new Effect.Force(entry));
            }
            case Event.Forced(long entry) -> {
                require(entry == written && entry == forced + 1, event);
                yield new Step(new JournalOrder(gathered, written, entry, applied, health), new Effect.HandOver(entry));
            }
            case Event.DiskFailed(long entry) -> {
                require(entry == gathered && entry == forced + 1, event);
                yield new Step(with(Health.NO_WRITES), new Effect.Doubt(entry));
            }
            case Event.Reached(long entry) ->
                new Step(this, health == Health.STOPPED ? new Effect.Doubt(entry) : apply(entry, event));
            case Event.Indexed(long entry) -> {
                apply(entry, event);
                yield new Step(
                        new JournalOrder(gathered, written, forced, entry, health), new Effect.Acknowledge(entry));
            }
            case Event.IndexFailed(long entry) -> {
                apply(entry, event);
                yield new Step(with(Health.STOPPED), new Effect.Doubt(entry));
            }
            case Event.Closed() -> new Step(with(Health.NO_WRITES), new Effect.Refuse());
        };
    }

    private Step gather() {
        if (health != Health.SOUND) {
            return new Step(this, new Effect.Refuse());
        }
        require(gathered == forced, new Event.Gathered());
        long entry = gathered + 1;
        return new Step(new JournalOrder(entry, written, forced, applied, health), new Effect.Write(entry));
    }

    private Effect apply(long entry, Event event) {
        require(entry == applied + 1 && entry <= forced, event);
        return new Effect.Apply(entry);
    }

    private void require(boolean condition, Event event) {
        if (!condition) {
            throw new IllegalStateException(event + " in " + this);
        }
    }

    /** Health only gets worse. */
    private JournalOrder with(Health changed) {
        Health worse = health.compareTo(changed) > 0 ? health : changed;
        return new JournalOrder(gathered, written, forced, applied, worse);
    }
}
