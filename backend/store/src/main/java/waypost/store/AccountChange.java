package waypost.store;

/** Something that has changed in an account, beside its messages. Folders by their ids: their names and counts may be others again when it is heard. */
public sealed interface AccountChange {
    record FolderCreated(int folderId) implements AccountChange {}

    /** It, and with it all below it, has another name. */
    record FolderRenamed(int folderId) implements AccountChange {}

    record FolderDeleted(int folderId) implements AccountChange {}

    /** Its messages, their flags or its counters. */
    record FolderTouched(int folderId) implements AccountChange {}

    record PropertyChanged(PropertyKey key) implements AccountChange {}

    record SubscriptionsChanged() implements AccountChange {}
}
