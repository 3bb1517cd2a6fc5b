package waypost.store;

import java.util.function.Function;

/** How a change of the store ended: with its result, durable and visible, or refused and without any trace. */
public sealed interface Outcome<T> {
    record Done<T>(T value) implements Outcome<T> {}

    record Refused<T>(Reason reason) implements Outcome<T> {}

    enum Reason {
        /** The folder is not there, or not any more. */
        NO_SUCH_FOLDER,
        /** Who asks has no right to it. */
        NO_RIGHT,
        /** A folder of this name exists. */
        FOLDER_EXISTS,
        FOLDER_HAS_CHILDREN,
        /** Messages have come into the folder that was to go. */
        FOLDER_GREW,
        /** Another folder has the role. */
        ROLE_TAKEN,
        /** Empty levels, too long, below itself, or a name that may not change. */
        INVALID_NAME,
        /** It is a search folder: what it shows is in other folders. Or it is none. */
        SEARCH_FOLDER,
        /** The account has as many search folders as it can. */
        TOO_MANY_SEARCHES,
        /** The account has as many keywords as it can, or a new one is too long. */
        KEYWORD_LIMIT,
        /** The message that was to be replaced is not there, or not any more. */
        NO_SUCH_MESSAGE,
        /** The account has as many properties as it can, or as large ones. */
        PROPERTY_LIMIT,
        /** A property is longer than {@link PropertyValue#OCTETS}, or those of an item are longer than {@link ItemProperties#OCTETS}. */
        PROPERTY_TOO_LARGE,
        /** The account, or the folder, has as much as it may. */
        OVER_QUOTA,
        /** More than one commit can take. */
        TOO_MANY_MESSAGES,
        /** The account is not, or no longer, served by this volume. */
        NOT_OWNER,
        /** This volume, or another of the node, has a record of this DirectoryId. */
        ACCOUNT_EXISTS,
        /** The volume has come down to its reserve. For now: 452, NO. */
        FULL,
        /** The volume has stopped; what became of the change is not known. For now: 451, [UNAVAILABLE]. */
        UNAVAILABLE
    }

    static <T> Outcome<T> done(T value) {
        return new Done<>(value);
    }

    static <T> Outcome<T> refused(Reason reason) {
        return new Refused<>(reason);
    }

    default <R> Outcome<R> map(Function<? super T, ? extends R> function) {
        return switch (this) {
            case Done<T>(T value) -> new Done<>(function.apply(value));
            case Refused<T>(Reason reason) -> new Refused<>(reason);
        };
    }
}
