package waypost.testkit;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import waypost.protocol.ServedSession.Wakeup;
import waypost.protocol.imap.ImapCommand.Store.Change;
import waypost.protocol.imap.Mailboxes.Appended;
import waypost.protocol.imap.Mailboxes.Copied;
import waypost.protocol.imap.Mailboxes.Counts;
import waypost.protocol.imap.Mailboxes.Totals;
import waypost.protocol.imap.SequenceSet;

/** A mailbox in memory. All sessions of its account see the same one; its own lock guards it. */
final class MemoryFolder {
    private final long uidValidity;
    private final List<MemoryMessage> messages = new ArrayList<>();
    private final Set<String> keywords = new TreeSet<>();
    private final Map<Long, Long> vanished = new TreeMap<>();
    private final Set<Wakeup> watchers = new HashSet<>();
    private long uidNext = 1;
    private long recentFrom = 1;
    private long modSeq = 1;
    private boolean gone;

    MemoryFolder(long uidValidity) {
        this.uidValidity = uidValidity;
    }

    long uidValidity() {
        return uidValidity;
    }

    String mailboxId() {
        return "F" + uidValidity;
    }

    synchronized long uidNext() {
        return uidNext;
    }

    synchronized long modSeq() {
        return modSeq;
    }

    synchronized boolean gone() {
        return gone;
    }

    synchronized void remove() {
        gone = true;
        expunge(List.copyOf(messages));
    }

    synchronized List<MemoryMessage> messages() {
        return List.copyOf(messages);
    }

    synchronized Set<String> keywords() {
        return Set.copyOf(keywords);
    }

    synchronized Counts counts() {
        long unseen = messages.stream()
                .filter(message -> !message.flags().contains("\\Seen"))
                .count();
        long recent =
                messages.stream().filter(message -> message.uid() >= recentFrom).count();
        return new Counts(messages.size(), recent, uidNext, uidValidity, unseen, modSeq);
    }

    synchronized Totals totals() {
        long size = messages.stream()
                .mapToLong(message -> message.octets().length())
                .sum();
        long deleted = messages.stream()
                .filter(message -> message.flags().contains("\\Deleted"))
                .count();
        return new Totals(size, deleted);
    }

    /** The first UID that no session was told of yet; a session that can tell it takes it (RFC 3501 §2.3.2). */
    synchronized long recentFrom(boolean take) {
        long from = recentFrom;
        if (take) {
            recentFrom = uidNext;
        }
        return from;
    }

    synchronized void watch(Wakeup wakeup) {
        watchers.add(wakeup);
    }

    synchronized void unwatch(Wakeup wakeup) {
        watchers.remove(wakeup);
    }

    synchronized void add(byte[] octets, OffsetDateTime date, List<String> flags) {
        String emailId = "M" + uidValidity + "-" + uidNext;
        messages.add(new MemoryMessage(uidNext++, emailId, octets, date, Set.copyOf(flags), ++modSeq));
        learn(flags);
        changed();
    }

    synchronized Appended addAll(List<MemoryUpload.Arriving> arrived) {
        List<Long> uids = new ArrayList<>();
        for (MemoryUpload.Arriving message : arrived) {
            uids.add(uidNext);
            add(message.octets().toByteArray(), message.date(), message.flags());
        }
        return new Appended(uidValidity, uids);
    }

    synchronized Copied addCopies(List<MemoryMessage> originals) {
        List<Long> sources = new ArrayList<>();
        List<Long> destinations = new ArrayList<>();
        modSeq++;
        for (MemoryMessage original : originals) {
            sources.add(original.uid());
            destinations.add(uidNext);
            learn(original.flags());
            messages.add(original.copy(uidNext++, modSeq));
        }
        changed();
        return new Copied(uidValidity, sources, destinations);
    }

    /** In one step; answers those that were left alone, because they have changed since. */
    synchronized Set<MemoryMessage> store(
            List<MemoryMessage> wanted, Change change, List<String> flags, long unchangedSince) {
        Set<MemoryMessage> modified = new HashSet<>();
        long at = modSeq + 1;
        for (MemoryMessage message : wanted) {
            Set<String> after = after(message.flags(), change, flags);
            if (message.expunged()) {
                continue;
            }
            if (message.modSeq() > unchangedSince) {
                modified.add(message);
            } else if (!after.equals(message.flags())) {
                message.flags(after, at);
                learn(after);
                modSeq = at;
            }
        }
        if (modSeq == at) {
            changed();
        }
        return modified;
    }

    static Set<String> after(Set<String> before, Change change, List<String> flags) {
        Set<String> after = new HashSet<>(change == Change.REPLACE ? Set.of() : before);
        switch (change) {
            case REPLACE, ADD -> after.addAll(flags);
            case REMOVE -> flags.forEach(after::remove);
        }
        return after;
    }

    /** What has gone after the one mod-sequence and not after the other. */
    synchronized List<SequenceSet.Range> vanished(long since, long through) {
        return vanished.entrySet().stream()
                .filter(entry -> entry.getValue() > since && entry.getValue() <= through)
                .map(entry -> new SequenceSet.Range(entry.getKey(), entry.getKey()))
                .toList();
    }

    synchronized void expunge(List<MemoryMessage> gones) {
        modSeq++;
        gones.stream().filter(message -> !message.expunged()).forEach(message -> vanished.put(message.uid(), modSeq));
        gones.forEach(MemoryMessage::expunge);
        messages.removeAll(gones);
        changed();
    }

    private void learn(Iterable<String> flags) {
        for (String flag : flags) {
            if (!flag.startsWith("\\")) {
                keywords.add(flag);
            }
        }
    }

    private void changed() {
        watchers.forEach(Wakeup::wake);
    }
}
