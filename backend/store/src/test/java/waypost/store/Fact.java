package waypost.store;

import java.util.Optional;
import waypost.identity.TransferId;

/** Something that sessions or nodes can be told about a volume. Two facts of a thing are never true at once. */
sealed interface Fact {
    record FolderThere(long account, String name) implements Fact {}

    /** @param text what the message says */
    record Mail(long account, String folder, long uid, Flags flags, String text) implements Fact {}

    /** A message has left the folder. */
    record Left(long account, String folder, long uid) implements Fact {}

    /** A message that can be brought back. */
    record Expunged(long account, long itemNo, long at, String text) implements Fact {}

    /** @param folder empty for the account's own */
    record Set(long account, String folder, String name, String value) implements Fact {}

    /** A visitor has seen a message. */
    record Seen(long account, String folder, long itemNo) implements Fact {}

    record Subscribed(long account, String name) implements Fact {}

    record Keyword(long account, int index, String name) implements Fact {}

    record Transferred(long account, TransferId transfer, TransferLedger.Seen seen) implements Fact {}

    record Hold(TransferId transfer, long tick) implements Fact {}

    record Queued(TransferId transfer, String recipient, int attempts, Optional<Long> done, String text)
            implements Fact {}
}
