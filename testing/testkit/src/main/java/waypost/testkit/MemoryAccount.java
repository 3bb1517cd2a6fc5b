package waypost.testkit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import waypost.protocol.imap.AppendLimit;
import waypost.protocol.imap.Mailboxes;
import waypost.protocol.imap.Mailboxes.Entry;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.protocol.imap.Mailboxes.SpecialUse;

/** The mailboxes of one user in memory. Sessions come from {@link #open} and see each other's changes. */
public final class MemoryAccount {
    /** The internal date of a message that came with none. */
    public static final OffsetDateTime ARRIVAL = OffsetDateTime.of(2026, 1, 2, 3, 4, 5, 0, ZoneOffset.UTC);

    private static final String INBOX = "INBOX";

    private final Map<String, MemoryFolder> folders = new TreeMap<>(order());
    private final Map<SpecialUse, String> uses = new EnumMap<>(SpecialUse.class);
    private final Set<String> subscriptions = new TreeSet<>(order());
    private final AppendLimit largestMessage;
    private long nextUidValidity = 1000;

    /** An account with an empty INBOX. */
    public MemoryAccount(long largestMessage) {
        this.largestMessage = new AppendLimit(largestMessage);
        folders.put(INBOX, newFolder());
    }

    private static Comparator<String> order() {
        return Comparator.<String, Boolean>comparing(name -> !name.equals(INBOX) && !name.startsWith(INBOX + "/"))
                .thenComparing(Comparator.naturalOrder());
    }

    private MemoryFolder newFolder() {
        return new MemoryFolder(nextUidValidity++);
    }

    /** Puts a message into a mailbox, which is made where it is missing. */
    public synchronized void deliver(String mailbox, String message, List<String> flags) {
        make(mailbox).add(message.getBytes(StandardCharsets.ISO_8859_1), ARRIVAL, flags);
    }

    public synchronized void use(SpecialUse use, String mailbox) {
        uses.put(use, mailbox);
        make(mailbox);
    }

    /** With the parents it lacks (RFC 3501 §6.3.3). */
    private MemoryFolder make(String name) {
        int parent = name.lastIndexOf('/');
        if (parent > 0) {
            make(name.substring(0, parent));
        }
        return folders.computeIfAbsent(name, missing -> newFolder());
    }

    public Mailboxes open() {
        return new MemoryMailboxes(this);
    }

    AppendLimit largestMessage() {
        return largestMessage;
    }

    synchronized MemoryFolder folder(String name) throws IOException {
        MemoryFolder folder = folders.get(name);
        if (folder == null) {
            throw new Mailboxes.NoSuch(name);
        }
        return folder;
    }

    synchronized List<Entry> list() {
        List<Entry> entries = new ArrayList<>();
        for (String name : folders.keySet()) {
            Optional<SpecialUse> use = uses.keySet().stream()
                    .filter(one -> name.equals(uses.get(one)))
                    .findFirst();
            entries.add(new Entry(name, true, hasChildren(name), subscriptions.contains(name), use));
        }
        return entries;
    }

    synchronized List<String> subscriptions() {
        return List.copyOf(subscriptions);
    }

    synchronized void subscribe(String name) throws IOException {
        folder(name);
        subscriptions.add(name);
    }

    synchronized void unsubscribe(String name) {
        subscriptions.remove(name);
    }

    synchronized void create(String name, Optional<SpecialUse> use) throws IOException {
        if (folders.containsKey(name)) {
            throw new MailboxException("ALREADYEXISTS", "Mailbox exists");
        }
        if (use.filter(uses::containsKey).isPresent()) {
            throw new MailboxException("USEATTR", "Another mailbox has this special use");
        }
        make(name);
        use.ifPresent(one -> uses.put(one, name));
    }

    private boolean hasChildren(String name) {
        return folders.keySet().stream().anyMatch(other -> other.startsWith(name + "/"));
    }

    public synchronized void delete(String name) throws IOException {
        MemoryFolder folder = folder(name);
        if (hasChildren(name)) {
            throw new MailboxException("HASCHILDREN", "Mailbox has mailboxes below it");
        }
        folder.remove();
        folders.remove(name);
        uses.values().remove(name);
    }

    /** RFC 3501 §6.3.5: children go along; INBOX stays and only its messages go. */
    synchronized void rename(String from, String to) throws IOException {
        MemoryFolder source = folder(from);
        if (folders.containsKey(to)) {
            throw new MailboxException("ALREADYEXISTS", "Mailbox exists");
        }
        if (from.equals(INBOX)) {
            make(to);
            List<MemoryMessage> messages = source.messages();
            folder(to).addCopies(messages);
            source.expunge(messages);
            return;
        }
        if (to.startsWith(from + "/")) {
            throw new MailboxException("CANNOT", "Not a name for a mailbox");
        }
        if (to.contains("/")) {
            make(to.substring(0, to.lastIndexOf('/')));
        }
        Predicate<String> moves = name -> name.equals(from) || name.startsWith(from + "/");
        Map<String, MemoryFolder> moved = new TreeMap<>(folders);
        folders.keySet().removeIf(moves);
        moved.keySet().removeIf(moves.negate());
        moved.forEach((name, folder) -> folders.put(to + name.substring(from.length()), folder));
        uses.replaceAll((use, name) -> moves.test(name) ? to + name.substring(from.length()) : name);
    }
}
