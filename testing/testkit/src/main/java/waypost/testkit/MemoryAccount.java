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
    private final long largestMessage;
    private long nextUidValidity = 1000;

    /** An account with an empty INBOX. */
    public MemoryAccount(long largestMessage) {
        this.largestMessage = largestMessage;
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
        folders.computeIfAbsent(mailbox, missing -> newFolder())
                .add(message.getBytes(StandardCharsets.ISO_8859_1), ARRIVAL, flags);
    }

    public synchronized void use(SpecialUse use, String mailbox) {
        uses.put(use, mailbox);
        folders.computeIfAbsent(mailbox, missing -> newFolder());
    }

    public Mailboxes open() {
        return new MemoryMailboxes(this);
    }

    long largestMessage() {
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
        Set<String> names = new TreeSet<>(order());
        for (String name : folders.keySet()) {
            for (int end = name.length(); end > 0; end = name.lastIndexOf('/', end - 1)) {
                names.add(name.substring(0, end));
            }
        }
        List<Entry> entries = new ArrayList<>();
        for (String name : names) {
            boolean children = names.stream().anyMatch(other -> other.startsWith(name + "/"));
            Optional<SpecialUse> use = uses.keySet().stream()
                    .filter(one -> name.equals(uses.get(one)))
                    .findFirst();
            entries.add(new Entry(name, folders.containsKey(name), children, subscriptions.contains(name), use));
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

    synchronized void create(String name) throws IOException {
        if (folders.containsKey(name)) {
            throw new MailboxException("ALREADYEXISTS", "Mailbox exists");
        }
        folders.put(name, newFolder());
    }

    synchronized void delete(String name) throws IOException {
        folder(name).remove();
        folders.remove(name);
    }

    /** RFC 3501 §6.3.5: children go along; INBOX stays and only its messages go. */
    synchronized void rename(String from, String to) throws IOException {
        MemoryFolder source = folder(from);
        create(to);
        if (from.equals(INBOX)) {
            List<MemoryMessage> messages = source.messages();
            folder(to).addCopies(messages);
            source.expunge(messages);
            return;
        }
        for (String name : List.copyOf(folders.keySet())) {
            if (name.equals(from) || name.startsWith(from + "/")) {
                MemoryFolder moved = folders.get(name);
                if (moved != null) {
                    folders.remove(name);
                    folders.put(to + name.substring(from.length()), moved);
                }
            }
        }
    }
}
