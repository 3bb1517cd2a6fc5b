package waypost.protocol.imap;

import java.io.IOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;
import waypost.protocol.imap.ImapCommand.Numbering;
import waypost.protocol.imap.ImapCommand.Store.Change;
import waypost.protocol.imap.ImapCommand.Store.Echo;
import waypost.protocol.imap.Mailboxes.Copied;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.protocol.imap.SelectedMailbox.Expunges;
import waypost.protocol.imap.SelectedMailbox.Stored;

/**
 * The selected state (RFC 3501 §3.3): one open mailbox and the commands on its messages (§6.4). Lives from SELECT until the next, CLOSE,
 * UNSELECT or the end of the session. Each command answers with what stands behind the tag.
 */
final class SelectedCommands {
    private static final String NO_SUCH_MESSAGE = "BAD No message has that number";
    private static final String GONE = "Some of the messages are gone";
    private static final String EXPUNGE_ISSUED = "NO [EXPUNGEISSUED] " + GONE;
    private static final String READ_ONLY = "NO [READ-ONLY] Mailbox is open for reading only";

    private final SelectedMailbox mailbox;
    private final ImapExtensions extensions;
    private final Enabled enabled;
    private final SelectedNotices notices;
    private final Updates updates;
    private final MessageNumbers messages;
    private final SearchContexts contexts;
    private final SearchCommands searches;

    /** @param notices which changes the client hears of */
    SelectedCommands(
            SelectedMailbox mailbox,
            ImapExtensions extensions,
            Enabled enabled,
            SelectedNotices notices,
            InstantSource clock) {
        this.mailbox = mailbox;
        this.extensions = extensions;
        this.enabled = enabled;
        this.notices = notices;
        contexts = new SearchContexts(mailbox);
        updates = new Updates(mailbox, enabled, contexts, notices);
        messages = new MessageNumbers(mailbox);
        searches = new SearchCommands(mailbox, messages, contexts, extensions, clock);
    }

    /** What SELECT tells of the mailbox (RFC 3501 §6.3.1); RFC 9051 appendix E 11, 12 has dropped RECENT and UNSEEN. */
    void announce(Replies out) throws IOException {
        updates.flags(out);
        out.untagged(mailbox.size() + " EXISTS");
        if (!enabled.rev2()) {
            out.untagged(mailbox.recent() + " RECENT");
        }
        if (!enabled.rev2() && !enabled.uidOnly()) { // RFC 9586 §3: it is told by its number
            unseen(out);
        }
        updates.permanentFlags(out);
        out.untagged("OK [UIDNEXT " + mailbox.uidNext() + "] Next identifier");
        out.untagged("OK [UIDVALIDITY " + mailbox.uidValidity() + "] Identifiers are valid");
        if (extensions.has(ImapExtension.OBJECTID)) { // RFC 8474 §4.2
            out.untagged("OK [MAILBOXID (" + mailbox.mailboxId() + ")] Its own identifier");
        }
        if (enabled.condstore()) {
            highestModSeq(out);
        }
    }

    private void unseen(Replies out) throws IOException {
        Optional<Integer> unseen = IntStream.rangeClosed(1, mailbox.size())
                .filter(number -> !mailbox.flags(number).contains(Flags.SEEN))
                .boxed()
                .findFirst();
        if (unseen.isPresent()) {
            out.untagged("OK [UNSEEN " + unseen.get() + "] First unseen message");
        }
    }

    /** RFC 7162 §3.1.2.1. */
    void highestModSeq(Replies out) throws IOException {
        out.untagged("OK [HIGHESTMODSEQ " + mailbox.highestModSeq() + "] Last change");
    }

    /** RFC 4314 §5.2: \Seen is everybody's own, so the right to set it does not make a mailbox one to write to. */
    String access() throws IOException {
        boolean writes = mailbox.rights()
                .hasAny(MailboxRight.INSERT, MailboxRight.EXPUNGE, MailboxRight.WRITE, MailboxRight.DELETE_MESSAGES);
        return mailbox.readOnly() || !writes ? "[READ-ONLY]" : "[READ-WRITE]";
    }

    void requireReadable() throws IOException {
        mailbox.requireReadable();
    }

    void update(Expunges expunges, Replies out) throws IOException {
        updates.write(expunges, out);
    }

    String name() {
        return mailbox.name();
    }

    /** Whether the mailbox itself is no longer there. */
    boolean gone() {
        return mailbox.gone();
    }

    void close() {
        mailbox.close();
    }

    /** RFC 3501 §6.4.2: what CLOSE removes, it removes silently. RFC 4314 §4: who has no right to expunge closes all the same. */
    void expungeDeleted() throws IOException {
        if (!mailbox.readOnly() && mailbox.rights().has(MailboxRight.EXPUNGE)) {
            expunge(allNumbers());
        }
    }

    String expunge(Optional<SequenceSet> uids, Replies out) throws IOException {
        if (mailbox.readOnly()) {
            return READ_ONLY;
        }
        expunge(uids.flatMap(set -> messages.of(Numbering.UID, set)).orElseGet(this::allNumbers));
        updates.due();
        return updates.write(Expunges.TELL, out) && enabled.qresync() // RFC 7162 §3.2.7
                ? "OK [HIGHESTMODSEQ " + mailbox.highestModSeq() + "] EXPUNGE completed"
                : "OK EXPUNGE completed";
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

    String batches(String tag, ImapCommand.UidBatches command, Replies out) throws IOException {
        String result = UidBatches.result(command);
        if (result.startsWith("OK")) {
            out.untagged(UidBatches.answer(tag, mailbox.size(), mailbox::uid, command));
        }
        return result;
    }

    SearchCommands searches() {
        return searches;
    }

    /** Opened again: what the client does not know yet. */
    void resynchronize(Resync known, Replies out) throws IOException {
        new Resynchronization(mailbox, enabled, out).from(known);
    }

    /** RFC 7162 §3.2.6: what has gone is told first. */
    String fetch(ImapCommand.FetchVanished command, Replies out) throws IOException {
        ImapCommand.Fetch fetch = command.fetch();
        new Resynchronization(mailbox, enabled, out)
                .vanished(messages.uids(fetch.set()), fetch.changedSince().orElseThrow());
        return fetch(fetch, out);
    }

    String fetch(ImapCommand.Fetch command, Replies out) throws IOException {
        Optional<List<Integer>> named = messages.of(command.numbering(), command.set());
        if (named.isEmpty()) {
            return NO_SUCH_MESSAGE;
        }
        List<Integer> piece =
                command.partial().map(range -> range.of(named.get())).orElse(named.get());
        List<Integer> numbers = changedSince(piece, command.changedSince()); // RFC 9394 §3.4: in this order
        List<FetchItem> items = asked(command);
        Set<Integer> newlySeen = markSeen(numbers, items);
        FetchWriter writer = new FetchWriter(mailbox, enabled, out);
        String result = "OK FETCH completed";
        for (int number : numbers) {
            try {
                writer.write(number, newlySeen.contains(number) ? withFlags(items) : items);
            } catch (UnknownEncoding
                    | Mailboxes.Corrupt unreadable) { // RFC 3516 §4.3, RFC 5530 §3; the others can still be had
                result = "NO [" + unreadable.code() + "] " + unreadable.getMessage();
                if (newlySeen.contains(number)) {
                    writer.write(number, withUid(withFlags(List.of()), command.numbering()));
                }
            } catch (MailboxException expunged) { // by another session; the others can still be had (RFC 2180 §4.1)
                result = EXPUNGE_ISSUED;
            }
        }
        return result;
    }

    private List<Integer> changedSince(List<Integer> numbers, OptionalLong modSeq) {
        return modSeq.isEmpty()
                ? numbers
                : numbers.stream()
                        .filter(number -> mailbox.modSeq(number) > modSeq.getAsLong())
                        .toList();
    }

    private Set<Integer> markSeen(List<Integer> numbers, List<FetchItem> items) throws IOException {
        boolean may = !mailbox.readOnly() && mailbox.rights().has(MailboxRight.SEEN); // RFC 4314 §4
        if (!may || !FetchWriter.setsSeen(items)) {
            return Set.of();
        }
        List<Integer> unseen = numbers.stream()
                .filter(number -> !mailbox.flags(number).contains(Flags.SEEN))
                .toList();
        if (unseen.isEmpty()) {
            return Set.of();
        }
        List<Integer> changed = mailbox.store(unseen, Change.ADD, List.of(Flags.SEEN), OptionalLong.empty())
                .changed();
        contexts.changed(changed);
        return Set.copyOf(changed);
    }

    /** RFC 7162 §3.1.4.1: CHANGEDSINCE asks for MODSEQ too. */
    private List<FetchItem> asked(ImapCommand.Fetch command) {
        List<FetchItem> items = withUid(command.items(), command.numbering());
        return command.changedSince().isPresent() ? with(items, new FetchItem.ModSeq()) : items;
    }

    /** RFC 3501 §6.4.8: an answer to a UID command has the identifier. */
    private List<FetchItem> withUid(List<FetchItem> items, Numbering numbering) {
        FetchItem uid = new FetchItem.Uid();
        if (numbering == Numbering.SEQUENCE || items.contains(uid) || enabled.uidOnly()) {
            return items;
        }
        List<FetchItem> all = new ArrayList<>(List.of(uid));
        all.addAll(items);
        return all;
    }

    /** RFC 7162 §3.2.4: the client that knows mod-sequences is told of the change with UID. */
    private List<FetchItem> withFlags(List<FetchItem> items) {
        List<FetchItem> all = with(items, new FetchItem.Flags());
        List<FetchItem> named = enabled.uidOfChanges() ? withUid(all, Numbering.UID) : all;
        return enabled.condstore() ? with(named, new FetchItem.ModSeq()) : named;
    }

    private static List<FetchItem> with(List<FetchItem> items, FetchItem item) {
        if (items.contains(item)) {
            return items;
        }
        List<FetchItem> all = new ArrayList<>(items);
        all.add(item);
        return all;
    }

    /** Whether messages are gone that must be there: a unique identifier without a message is ignored (RFC 3501 §6.4.8). */
    private boolean lacks(Numbering numbering, List<Integer> numbers) {
        return numbering == Numbering.SEQUENCE && numbers.stream().anyMatch(mailbox::expunged);
    }

    /** What is there is changed, whatever else is gone (RFC 2180 §4.2.1). */
    String store(ImapCommand.Store command, Replies out) throws IOException {
        Optional<List<Integer>> numbers = messages.of(command.numbering(), command.set());
        if (numbers.isEmpty()) {
            return NO_SUCH_MESSAGE;
        }
        if (mailbox.readOnly()) {
            return READ_ONLY;
        }
        Stored stored = new Stored(List.of(), List.of());
        if (!numbers.get().isEmpty()) {
            stored = mailbox.store(
                    numbers.get(), command.change(), Flags.storable(command.flags()), command.unchangedSince());
            updates.newKeywords(out);
            contexts.changed(stored.changed());
        }
        List<Integer> done = new ArrayList<>(numbers.get());
        done.removeAll(Set.copyOf(stored.modified()));
        done.removeIf(mailbox::expunged);
        echo(command, command.unchangedSince().isPresent() ? done : stored.changed(), done, out);
        boolean lacks = lacks(command.numbering(), numbers.get());
        if (stored.modified().isEmpty()) {
            return lacks ? EXPUNGE_ISSUED : "OK STORE completed";
        }
        String modified = "[MODIFIED " + set(stored.modified(), command.numbering()) + "] ";
        return lacks ? "NO " + modified + GONE : "OK " + modified + "Some have changed meanwhile"; // RFC 7162 §3.1.3
    }

    /** RFC 7162 §3.1.3: the mod-sequence is told even where the flags are not asked for. */
    private void echo(ImapCommand.Store command, List<Integer> silent, List<Integer> reported, Replies out)
            throws IOException {
        List<FetchItem> items = new ArrayList<>();
        if (command.echo() == Echo.REPORT) {
            items.add(new FetchItem.Flags());
        }
        if (enabled.condstore()) {
            items.add(new FetchItem.ModSeq());
        }
        if (!items.isEmpty()) {
            FetchWriter writer = new FetchWriter(mailbox, enabled, out);
            for (int number : command.echo() == Echo.REPORT ? reported : silent) {
                writer.write(number, withUid(items, enabled.uidOfChanges() ? Numbering.UID : command.numbering()));
            }
        }
    }

    private String set(List<Integer> numbers, Numbering numbering) {
        return Answers.uidSet(numbers.stream()
                .map(number -> numbering == Numbering.UID ? mailbox.uid(number) : (long) number)
                .toList());
    }

    /** All of them or none (RFC 3501 §6.4.7); so does MOVE. */
    String copy(ImapCommand.Copy command) throws IOException {
        Optional<List<Integer>> numbers = messages.of(command.numbering(), command.set());
        if (numbers.isEmpty()) {
            return NO_SUCH_MESSAGE;
        }
        if (lacks(command.numbering(), numbers.get())) {
            return EXPUNGE_ISSUED;
        }
        String code = numbers.get().isEmpty()
                ? ""
                : copyUid(brought(command.mailbox(), mailbox.copy(numbers.get(), command.mailbox())));
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
        if (lacks(command.numbering(), numbers.get())) {
            return EXPUNGE_ISSUED;
        }
        updates.due();
        String code = numbers.get().isEmpty()
                ? ""
                : copyUid(brought(command.mailbox(), mailbox.move(numbers.get(), command.mailbox())));
        if (!code.isEmpty()) {
            out.untagged("OK " + code + "Moved");
        }
        return "OK MOVE completed";
    }

    /** RFC 8508 §3.2: "can't remove specified message" is a NO, and so is a unique identifier without a message here. */
    ImapState.Replaced replaced(ImapCommand.Replace command) {
        SequenceSet.Range one = new SequenceSet.Range(command.number(), command.number());
        Optional<List<Integer>> numbers = messages.of(command.numbering(), new SequenceSet.Numbers(List.of(one)));
        if (numbers.isEmpty()) {
            return new ImapState.Replaced.Nothing(NO_SUCH_MESSAGE);
        }
        if (mailbox.readOnly()) {
            return new ImapState.Replaced.Nothing(READ_ONLY);
        }
        if (numbers.get().isEmpty()) {
            return new ImapState.Replaced.Nothing("NO [NONEXISTENT] No message has that identifier");
        }
        int number = numbers.get().getFirst();
        updates.due();
        return mailbox.expunged(number)
                ? new ImapState.Replaced.Nothing(EXPUNGE_ISSUED)
                : new ImapState.Replaced.Message(mailbox, number);
    }

    /** The session has put these messages somewhere. */
    void brought(String destination, List<Long> uids) {
        if (destination.equals(mailbox.name())) {
            notices.brought(uids);
        }
    }

    private Copied brought(String destination, Copied copied) {
        brought(destination, copied.destinationUids());
        return copied;
    }

    /** RFC 4315 §3. */
    private String copyUid(Copied copied) {
        return copied.sourceUids().isEmpty() || !extensions.has(ImapExtension.UIDPLUS)
                ? ""
                : "[COPYUID " + copied.uidValidity() + " " + Answers.uidSet(copied.sourceUids()) + " "
                        + Answers.uidSet(copied.destinationUids()) + "] ";
    }
}
