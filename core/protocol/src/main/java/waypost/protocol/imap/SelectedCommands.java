package waypost.protocol.imap;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import waypost.protocol.imap.ImapCommand.Numbering;
import waypost.protocol.imap.ImapCommand.Store.Change;
import waypost.protocol.imap.ImapCommand.Store.Echo;
import waypost.protocol.imap.Mailboxes.Copied;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.protocol.imap.SelectedMailbox.Expunges;

/**
 * The selected state (RFC 3501 §3.3): one open mailbox and the commands on its messages (§6.4). Lives from SELECT until the next, CLOSE,
 * UNSELECT or the end of the session. Each command answers with what stands behind the tag.
 */
final class SelectedCommands {
    private static final String NO_SUCH_MESSAGE = "BAD No message has that number";
    private static final String READ_ONLY = "NO [READ-ONLY] Mailbox is open for reading only";

    private final SelectedMailbox mailbox;
    private final Updates updates;
    private final MessageNumbers messages;
    private final SearchCommands searches;

    SelectedCommands(SelectedMailbox mailbox, InstantSource clock) {
        this.mailbox = mailbox;
        updates = new Updates(mailbox);
        messages = new MessageNumbers(mailbox);
        searches = new SearchCommands(mailbox, messages, clock);
    }

    /** What SELECT tells of the mailbox (RFC 3501 §6.3.1). */
    void announce(Replies out) throws IOException {
        updates.flags(out);
        out.untagged(mailbox.size() + " EXISTS");
        out.untagged(mailbox.recent() + " RECENT");
        Optional<Integer> unseen = IntStream.rangeClosed(1, mailbox.size())
                .filter(number -> !mailbox.flags(number).contains(Flags.SEEN))
                .boxed()
                .findFirst();
        if (unseen.isPresent()) {
            out.untagged("OK [UNSEEN " + unseen.get() + "] First unseen message");
        }
        updates.permanentFlags(out);
        out.untagged("OK [UIDNEXT " + mailbox.uidNext() + "] Next identifier");
        out.untagged("OK [UIDVALIDITY " + mailbox.uidValidity() + "] Identifiers are valid");
    }

    String access() {
        return mailbox.readOnly() ? "[READ-ONLY]" : "[READ-WRITE]";
    }

    void update(Expunges expunges, Replies out) throws IOException {
        updates.write(expunges, out);
    }

    void close() {
        mailbox.close();
    }

    /** RFC 3501 §6.4.2: what CLOSE removes, it removes silently. */
    void expungeDeleted() throws IOException {
        if (!mailbox.readOnly()) {
            expunge(allNumbers());
        }
    }

    String expunge(Optional<SequenceSet> uids) throws IOException {
        if (mailbox.readOnly()) {
            return READ_ONLY;
        }
        expunge(uids.flatMap(set -> messages.of(Numbering.UID, set)).orElseGet(this::allNumbers));
        return "OK EXPUNGE completed";
    }

    private void expunge(List<Integer> candidates) throws IOException {
        List<Integer> deleted = candidates.stream()
                .filter(number -> mailbox.flags(number).contains(Flags.DELETED))
                .toList();
        if (!deleted.isEmpty()) {
            mailbox.expunge(deleted);
        }
    }

    private List<Integer> allNumbers() {
        return IntStream.rangeClosed(1, mailbox.size()).boxed().toList();
    }

    SearchCommands searches() {
        return searches;
    }

    String fetch(ImapCommand.Fetch command, Replies out) throws IOException {
        Optional<List<Integer>> numbers = messages.of(command.numbering(), command.set());
        if (numbers.isEmpty()) {
            return NO_SUCH_MESSAGE;
        }
        List<FetchItem> items = withUid(command.items(), command.numbering());
        Set<Integer> newlySeen = markSeen(numbers.get(), items);
        FetchWriter writer = new FetchWriter(mailbox, out);
        boolean gone = false;
        for (int number : numbers.get()) {
            try {
                writer.write(number, newlySeen.contains(number) ? withFlags(items) : items);
            } catch (MailboxException expunged) { // by another session; the others can still be had (RFC 2180 §4.1)
                gone = true;
            }
        }
        return gone ? "NO [EXPUNGEISSUED] Some of the messages are gone" : "OK FETCH completed";
    }

    private Set<Integer> markSeen(List<Integer> numbers, List<FetchItem> items) throws IOException {
        if (mailbox.readOnly() || !FetchWriter.setsSeen(items)) {
            return Set.of();
        }
        List<Integer> unseen = numbers.stream()
                .filter(number -> !mailbox.flags(number).contains(Flags.SEEN))
                .toList();
        return unseen.isEmpty() ? Set.of() : new HashSet<>(mailbox.store(unseen, Change.ADD, List.of(Flags.SEEN)));
    }

    /** RFC 3501 §6.4.8: an answer to a UID command has the identifier. */
    private static List<FetchItem> withUid(List<FetchItem> items, Numbering numbering) {
        FetchItem uid = new FetchItem.Uid();
        if (numbering == Numbering.SEQUENCE || items.contains(uid)) {
            return items;
        }
        List<FetchItem> all = new ArrayList<>(List.of(uid));
        all.addAll(items);
        return all;
    }

    private static List<FetchItem> withFlags(List<FetchItem> items) {
        FetchItem flags = new FetchItem.Flags();
        if (items.contains(flags)) {
            return items;
        }
        List<FetchItem> all = new ArrayList<>(items);
        all.add(flags);
        return all;
    }

    String store(ImapCommand.Store command, Replies out) throws IOException {
        Optional<List<Integer>> numbers = messages.of(command.numbering(), command.set());
        if (numbers.isEmpty()) {
            return NO_SUCH_MESSAGE;
        }
        if (mailbox.readOnly()) {
            return READ_ONLY;
        }
        if (!numbers.get().isEmpty()) {
            mailbox.store(numbers.get(), command.change(), Flags.storable(command.flags()));
            updates.newKeywords(out);
        }
        if (command.echo() == Echo.REPORT) {
            FetchWriter writer = new FetchWriter(mailbox, out);
            List<FetchItem> items = withUid(List.of(new FetchItem.Flags()), command.numbering());
            for (int number : numbers.get()) {
                writer.write(number, items);
            }
        }
        return "OK STORE completed";
    }

    String copy(ImapCommand.Copy command) throws IOException {
        Optional<List<Integer>> numbers = messages.of(command.numbering(), command.set());
        if (numbers.isEmpty()) {
            return NO_SUCH_MESSAGE;
        }
        String code = numbers.get().isEmpty() ? "" : copyUid(mailbox.copy(numbers.get(), command.mailbox()));
        return "OK " + code + "COPY completed";
    }

    /** RFC 6851 §4.3: COPYUID goes ahead of the EXPUNGE answers, untagged. */
    String move(ImapCommand.Move command, Replies out) throws IOException {
        Optional<List<Integer>> numbers = messages.of(command.numbering(), command.set());
        if (numbers.isEmpty()) {
            return NO_SUCH_MESSAGE;
        }
        if (mailbox.readOnly()) {
            return READ_ONLY;
        }
        String code = numbers.get().isEmpty() ? "" : copyUid(mailbox.move(numbers.get(), command.mailbox()));
        if (!code.isEmpty()) {
            out.untagged("OK " + code + "Moved");
        }
        return "OK MOVE completed";
    }

    /** RFC 4315 §3. */
    private static String copyUid(Copied copied) {
        return copied.sourceUids().isEmpty()
                ? ""
                : "[COPYUID " + copied.uidValidity() + " " + Answers.uidSet(copied.sourceUids()) + " "
                        + Answers.uidSet(copied.destinationUids()) + "] ";
    }
}
