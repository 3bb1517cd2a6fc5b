package waypost.store;

/** What STORE does to the flags of each message (RFC 3501 §6.4.6). */
public sealed interface FlagChange {
    record Add(Flags flags) implements FlagChange {}

    record Remove(Flags flags) implements FlagChange {}

    record Replace(Flags flags) implements FlagChange {}

    /** Those that it is about. */
    default Flags named() {
        return switch (this) {
            case Add(Flags flags) -> flags;
            case Remove(Flags flags) -> flags;
            case Replace _ -> Flags.ALL;
        };
    }

    default Flags of(Flags before) {
        return switch (this) {
            case Add(Flags flags) -> before.with(flags);
            case Remove(Flags flags) -> before.without(flags);
            case Replace(Flags flags) -> flags;
        };
    }
}
