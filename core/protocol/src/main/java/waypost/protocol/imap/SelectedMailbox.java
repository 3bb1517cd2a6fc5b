package waypost.protocol.imap;

import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * An open mailbox as one session sees it. It keeps still between calls of {@link #refresh}: message n stays message n (RFC 3501 §7.4.1
 * forbids EXPUNGE answers during FETCH, STORE and SEARCH). Sequence numbers are 1 to {@link #size}.
 */
public interface SelectedMailbox extends AutoCloseable {
    String name();

    /** See {@link Mailboxes#mailboxId}. */
    String mailboxId();

    boolean readOnly();

    /** What the user may do with its messages as it is now (RFC 4314 §2.1), be it with those alone that he has put there. */
    default MailboxRights rights() throws IOException {
        return MailboxRights.ALL;
    }

    /** Refuses when the user may not read it any more. */
    default void requireReadable() throws IOException {}

    /** Whether the mailbox itself has been deleted. */
    boolean gone();

    long uidValidity();

    long uidNext();

    int size();

    /** Of the last change that the session was told of, expunged messages included (RFC 7162 §3.1.2.1). */
    long highestModSeq();

    /**
     * The UIDs of messages that have gone since, up to {@link #highestModSeq}; empty when that is not known any more. Messages may be among
     * them that the view still has.
     */
    Optional<List<SequenceSet.Range>> vanished(long sinceModSeq) throws IOException;

    /** Whether the view has messages that are gone, and {@link #highestModSeq} may be of their end. */
    boolean lags();

    /**
     * Of the last change of the message (RFC 7162 §3.1). While others have changed flags that the session was not told of, it is that of
     * what it was told: a client that keeps it with the flags of the view hears of the change when it comes back.
     */
    long modSeq(int number);

    /** Messages that this session is the first to see (RFC 3501 §2.3.2). */
    int recent();

    long uid(int number);

    /** The number of that message, or 0. */
    int number(long uid);

    /** System flags ({@code \Seen}) and keywords, as the session was last told; {@code \Recent} included where it applies. */
    Set<String> flags(int number);

    /** Keywords in use in the mailbox, for FLAGS and PERMANENTFLAGS. */
    Set<String> keywords();

    /** Whether another session has expunged the message; it stays in the view until {@link #refresh}. */
    boolean expunged(int number);

    OffsetDateTime internalDate(int number) throws IOException;

    /** What messages of the same content have in common (RFC 8474 §5.1), for ever. */
    String emailId(int number) throws IOException;

    /** What messages of one conversation have in common (RFC 8474 §5.2), for ever; empty where conversations are not known. */
    default Optional<String> threadId(int number) throws IOException {
        return Optional.empty();
    }

    /** When the message came into this mailbox (RFC 8514 §3); empty where that is not known. */
    Optional<OffsetDateTime> saveDate(int number) throws IOException;

    long size(int number) throws IOException;

    /**
     * Which messages may match the key, by their numbers, as far as that is known without reading them: each that does is among them. Without
     * an index all may.
     */
    default IntPredicate mayMatch(SearchKey.Textual key) throws IOException {
        return _ -> true;
    }

    /** Something that reads many messages. */
    @FunctionalInterface
    interface Reading<T> {
        T run() throws IOException;
    }

    /** Is called on the thread that waits for a {@link Reading}; by a failure it gives up waiting. */
    @FunctionalInterface
    interface Waiting {
        void passed() throws IOException;
    }

    /**
     * Runs it where reading costs the least, which may be another thread; the caller waits for it.
     *
     * @param every after each such time the waiting is told, if it is another thread
     */
    default <T> T reading(Reading<T> reading, Duration every, Waiting waiting) throws IOException {
        return reading.run();
    }

    /** The message's bytes and structure. A message expunged by another session may still be read or throw [EXPUNGEISSUED]. */
    Mailboxes.Content content(int number) throws IOException;

    /**
     * Changes flags of messages in one commit, durable when it returns. The session's own view then has the flags that its client
     * expects; what others have changed meanwhile comes with {@link #refresh}. Messages that are gone are left out, as in {@link #copy} and
     * {@link #move}.
     *
     * @param unchangedSince messages with a greater mod-sequence are left alone, whether the session was told of it or not
     */
    Stored store(
            List<Integer> numbers, ImapCommand.Store.Change change, List<String> flags, OptionalLong unchangedSince)
            throws IOException;

    /**
     * What STORE came to, as numbers of messages.
     *
     * @param changed are there, and have other flags in the view than before
     * @param modified were left alone
     */
    record Stored(List<Integer> changed, List<Integer> modified) {}

    Mailboxes.Copied copy(List<Integer> numbers, String mailbox) throws IOException;

    /** COPY and expunge in one commit. The expunged messages leave the view at the next {@link #refresh}. */
    Mailboxes.Copied move(List<Integer> numbers, String mailbox) throws IOException;

    /**
     * Begins a message that takes the place of another one (RFC 8508): when it is committed, that one is expunged in the same commit, whatever
     * its flags. The commit is refused with EXPUNGEISSUED when it is gone by then. Refused at once as {@link Mailboxes#append} is.
     */
    Mailboxes.Upload replace(int number, String mailbox, List<String> flags, Optional<OffsetDateTime> date, long octets)
            throws IOException;

    /**
     * Removes those of the given messages for ever, in one commit, that are {@code \Deleted} then: not one that another session has saved
     * since the view was told. They leave the view at the next {@link #refresh}.
     */
    void expunge(List<Integer> numbers) throws IOException;

    /**
     * Takes over what has changed, by this session or others, in the order the client must hear it: expunged messages first, flags last,
     * so that those carry numbers of the view as it then is. Flags changed by this session's own {@link #store} are not among them. Empty
     * when nothing has changed. Throws {@link Mailboxes.NoSuch} when the mailbox itself is gone, or another refusal when the user may not read it any more.
     */
    List<Event> refresh(Expunges expunges) throws IOException;

    /** Whether the view may shrink now; {@code KEEP} during FETCH, STORE and SEARCH by sequence number. */
    enum Expunges {
        TELL,
        KEEP
    }

    @Override
    void close();

    /** One unsolicited answer. */
    sealed interface Event {
        /** {@code number} is counted after the events before it; of several the first has the lowest. */
        record Expunged(int number, long uid) implements Event {}

        record Exists(int count) implements Event {}

        record Recent(int count) implements Event {}

        record FlagsChanged(int number) implements Event {}

        /** The keyword list has grown: FLAGS and PERMANENTFLAGS are due. */
        record KeywordsChanged() implements Event {}

        /** The user has other {@link SelectedMailbox#rights}: so they are (RFC 4314 §5.1.1). */
        record RightsChanged() implements Event {}
    }
}
