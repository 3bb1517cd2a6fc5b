package waypost.protocol.imap;

import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import waypost.protocol.ServedSession.Wakeup;
import waypost.protocol.imap.MailboxChanges.Change;
import waypost.protocol.imap.Mailboxes.Counts;
import waypost.protocol.imap.Mailboxes.Entry;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.protocol.imap.Mailboxes.Namespaces;
import waypost.protocol.imap.NotifyCommand.Event;
import waypost.protocol.imap.NotifyCommand.Group;
import waypost.protocol.imap.NotifyCommand.OfSelected;
import waypost.protocol.imap.NotifyCommand.Opening;
import waypost.protocol.imap.SelectedMailbox.Expunges;

/**
 * NOTIFY (RFC 5465): what the client wants to hear of, and what it hears of other mailboxes than the open one. One session's thread.
 *
 * <p>Declined: RFC 5465 §5 would have the client not told of what it does itself. That it has put messages into another mailbox it is told by STATUS:
 * to leave that out could hide what others have done there in the same moment. Of its own changes of names, subscriptions and annotations it is not told.
 *
 * <p>Declined: a LIST with \NoAccess of a mailbox that the user may no longer know of (RFC 5465 §5.9): it would tell him that it is still there. Who asks
 * for names is told that it is none (§5.4).
 */
final class Notifications {
    /** Mailboxes whose messages one session watches; their counts are kept. */
    static final int MOST = 5000;

    private final Mailboxes mailboxes;
    private final ImapExtensions extensions;
    private final Enabled enabled;
    private final SelectedNotices selected;
    private final StatusAnswer status;
    private final Wakeup wakeup;
    private Map<String, Counts> known = Map.of();
    private List<Group> groups = List.of();

    Notifications(
            Mailboxes mailboxes, ImapExtensions extensions, Enabled enabled, SelectedNotices selected, Wakeup wakeup) {
        this.mailboxes = mailboxes;
        this.extensions = extensions;
        this.enabled = enabled;
        this.selected = selected;
        this.wakeup = wakeup;
        status = new StatusAnswer(mailboxes, enabled);
    }

    private MailboxChanges port() {
        return mailboxes.changes().orElseThrow();
    }

    /** Answers what stands behind the tag. */
    String execute(NotifyCommand command, Optional<SelectedCommands> open, Replies out) throws IOException {
        return switch (command) {
            case NotifyCommand.Set set -> set(set, open, out);
            case NotifyCommand.None() -> {
                end();
                yield "OK NOTIFY completed";
            }
            case NotifyCommand.BadEvent() -> { // RFC 5465 §3.1
                String events = NotifyGrammar.supported(extensions::has)
                        .map(Event::toString)
                        .collect(Collectors.joining(" "));
                yield "NO [BADEVENT (" + events + ")] Not all of these events are supported";
            }
        };
    }

    private void end() {
        port().unwatch();
        groups = List.of();
        known = Map.of();
        selected.set(OfSelected.NONE);
    }

    /** RFC 5465 §3.1: what has gathered until now is told first. Names that are no mailboxes are ignored. */
    private String set(NotifyCommand.Set command, Optional<SelectedCommands> open, Replies out) throws IOException {
        Optional<String> openName = open.map(SelectedCommands::name);
        Map<String, Set<Event>> watched = watched(command.groups(), openName);
        if (watched.size() > MOST) {
            return "NO [NOTIFICATIONOVERFLOW] More mailboxes than can be watched";
        }
        if (open.isPresent()) {
            selected.set(OfSelected.STANDARD);
            open.get().update(Expunges.TELL, out);
        }
        update(openName, out);
        end();
        if (!command.groups().isEmpty()) {
            port().watch(command.groups().stream().map(Group::mailboxes).toList(), wakeup);
        }
        groups = command.groups();
        known = new HashMap<>();
        for (Map.Entry<String, Set<Event>> each : watched.entrySet()) {
            begin(each.getKey(), each.getValue(), command.opening(), out);
        }
        selected.set(command.selected());
        return "OK NOTIFY completed";
    }

    /** What says which mailboxes a group means. */
    private record Names(Set<String> subscribed, Namespaces namespaces) {
        static Names of(Mailboxes mailboxes) throws IOException {
            return new Names(Set.copyOf(mailboxes.subscriptions()), mailboxes.namespaces());
        }

        Names with(String subscription) {
            Set<String> more = new HashSet<>(subscribed);
            more.add(subscription);
            return new Names(more, namespaces);
        }

        Set<Event> events(List<Group> groups, String mailbox) {
            boolean own = namespaces.personal(mailbox);
            Set<Event> events = EnumSet.noneOf(Event.class);
            groups.stream()
                    .filter(group -> own || !(group.mailboxes() instanceof MailboxFilter.Personal))
                    .filter(group -> group.mailboxes().holds(mailbox, subscribed))
                    .forEach(group -> events.addAll(group.events()));
            return events;
        }
    }

    /** Events of messages, by the names of mailboxes that are there and not open, whoever's they are. */
    private Map<String, Set<Event>> watched(List<Group> asked, Optional<String> open) throws IOException {
        Names names = Names.of(mailboxes);
        Map<String, Set<Event>> watched = new LinkedHashMap<>();
        for (Entry entry : mailboxes.list()) {
            Set<Event> events = names.events(asked, entry.name());
            events.removeIf(event -> !event.ofMessages());
            if (entry.selectable() && !events.isEmpty() && !open.equals(Optional.of(entry.name()))) {
                watched.put(entry.name(), events);
            }
        }
        return watched;
    }

    /** RFC 5465 §3.1: which items the STATUS has; and what is told of a mailbox that may be listed and not read. */
    private void begin(String mailbox, Set<Event> events, Opening opening, Replies out) throws IOException {
        try {
            Counts counts = mailboxes.status(mailbox);
            known.put(mailbox, counts);
            if (opening == Opening.STATUS) {
                Set<StatusItem> items = EnumSet.of(StatusItem.MESSAGES, StatusItem.UIDNEXT, StatusItem.UIDVALIDITY);
                if (events.contains(Event.FLAG_CHANGE) && extensions.has(ImapExtension.CONDSTORE)) {
                    items.add(StatusItem.HIGHESTMODSEQ);
                }
                out.untagged(status.of(mailbox, counts, items));
            }
        } catch (MailboxException refused) { // it may have gone since it was listed
            if (unreadable(refused) && !(refused instanceof Mailboxes.NoSuch)) {
                for (Listing.Line line : Listing.named(List.of(mailbox), mailboxes, extensions)) {
                    out.untagged("LIST " + line.noAccess().text(enabled.spelling()));
                }
            }
        }
    }

    /** Whether the user may not read the mailbox, if there is one; any other refusal is passed on. */
    private static boolean unreadable(MailboxException refused) throws MailboxException {
        if (refused instanceof Mailboxes.NoSuch || refused.code().equals("NOPERM")) {
            return true;
        }
        throw refused;
    }

    /** Whether the client is told something while no command is under way. */
    boolean betweenCommands() {
        return selected.betweenCommands() || !groups.isEmpty();
    }

    /** RFC 5465 §5.6, §5.7: whose annotations are told. */
    Predicate<String> annotations() throws IOException {
        if (groups.isEmpty()) {
            return _ -> false;
        }
        Names names = Names.of(mailboxes);
        boolean server = groups.stream().anyMatch(group -> group.events().contains(Event.SERVER_METADATA_CHANGE));
        return mailbox -> mailbox.equals(MailboxMetadata.SERVER)
                ? server
                : names.events(groups, mailbox).contains(Event.MAILBOX_METADATA_CHANGE);
    }

    /** Whether annotations of anything are told. */
    boolean ofAnnotations() {
        return groups.stream()
                .flatMap(group -> group.events().stream())
                .anyMatch(event -> event.extension().isPresent());
    }

    /** Tells what others have done to mailboxes. */
    void update(Optional<String> open, Replies out) throws IOException {
        List<Change> changes = groups.isEmpty() ? List.of() : port().take();
        if (changes.contains(new Change.Lost())) {
            overflow(out);
        } else if (!changes.isEmpty()) {
            Names names = Names.of(mailboxes);
            listed(changes, names, out);
            for (Change change : changes) {
                if (change instanceof Change.Messages(String mailbox)) {
                    messages(mailbox, open, names.events(groups, mailbox), out);
                }
            }
        }
    }

    /** RFC 5465 §5.8: from now on as after NOTIFY NONE. */
    void overflow(Replies out) throws IOException {
        end();
        out.untagged("OK [NOTIFICATIONOVERFLOW] Too much has happened at once; nothing is told any longer");
    }

    /**
     * Names to be told.
     *
     * @param names each with its former one
     * @param closed those that the user may not read
     */
    private record Told(Map<String, Optional<String>> names, Set<String> closed) {}

    /** RFC 5465 §5.4, §5.5, §5.9: one LIST for each name that is concerned, the parents of new and of deleted ones included. */
    private void listed(List<Change> changes, Names names, Replies out) throws IOException {
        Told told = new Told(new LinkedHashMap<>(), new HashSet<>());
        changes.forEach(change -> note(change, names, told));
        for (Listing.Line line : Listing.named(told.names().keySet(), mailboxes, extensions)) {
            Listing.Line now = told.closed().contains(line.name()) ? line.noAccess() : line;
            String old = told.names()
                    .getOrDefault(line.name(), Optional.empty())
                    .map(from -> " (\"OLDNAME\" (" + MailboxName.astring(from, enabled.spelling()) + "))")
                    .orElse("");
            out.untagged("LIST " + now.text(enabled.spelling()) + old);
        }
    }

    private void note(Change change, Names names, Told told) {
        switch (change) {
            case Change.Created(String mailbox) -> named(mailbox, names, told);
            case Change.Deleted(String mailbox) -> named(mailbox, names, told);
            case Change.Renamed(String from, String to) -> {
                known.keySet().removeIf(name -> MailboxFilter.within(name, from));
                if (wants(Event.MAILBOX_NAME, from, names) || wants(Event.MAILBOX_NAME, to, names)) {
                    told.names().put(to, Optional.of(from));
                }
            }
            case Change.Subscription(String mailbox) -> {
                if (wants(Event.SUBSCRIPTION_CHANGE, mailbox, names.with(mailbox))) {
                    told.names().putIfAbsent(mailbox, Optional.empty());
                }
            }
            case Change.Closed(String mailbox) -> {
                access(mailbox, names, told);
                told.closed().add(mailbox);
            }
            case Change.Opened(String mailbox) -> access(mailbox, names, told);
            case Change.Messages _, Change.Lost _ -> {}
        }
    }

    private void named(String mailbox, Names names, Told told) {
        known.remove(mailbox);
        int level = mailbox.lastIndexOf('/');
        List<String> concerned = level < 0 ? List.of(mailbox) : List.of(mailbox.substring(0, level), mailbox);
        for (String name : concerned) {
            if (wants(Event.MAILBOX_NAME, name, names)) {
                told.names().putIfAbsent(name, Optional.empty());
            }
        }
    }

    /** Who wants to hear of messages there hears whether he may. */
    private void access(String mailbox, Names names, Told told) {
        known.remove(mailbox);
        if (wants(Event.MESSAGE_NEW, mailbox, names)) {
            told.names().putIfAbsent(mailbox, Optional.empty());
        }
    }

    private boolean wants(Event event, String mailbox, Names names) {
        return names.events(groups, mailbox).contains(event);
    }

    /** RFC 5465 §5.1 to §5.3. What is told of the open mailbox it says itself. One whose counts are not known is told whatever has happened. */
    private void messages(String mailbox, Optional<String> open, Set<Event> events, Replies out) throws IOException {
        if (open.equals(Optional.of(mailbox)) || !events.contains(Event.MESSAGE_NEW)) {
            known.remove(mailbox);
            return;
        }
        try {
            Counts now = mailboxes.status(mailbox);
            Optional<Counts> before = Optional.ofNullable(known.put(mailbox, now));
            Set<StatusItem> items = items(before, now, events.contains(Event.FLAG_CHANGE));
            if (!items.isEmpty()) {
                out.untagged(status.of(mailbox, now, items));
            }
        } catch (MailboxException refused) {
            if (unreadable(refused)) {
                known.remove(mailbox);
            }
        }
    }

    private Set<StatusItem> items(Optional<Counts> before, Counts now, boolean ofFlags) {
        Set<StatusItem> items = EnumSet.noneOf(StatusItem.class);
        if (before.filter(then -> then.messages() == now.messages() && then.uidNext() == now.uidNext())
                .isEmpty()) {
            items.addAll(List.of(StatusItem.UIDNEXT, StatusItem.MESSAGES));
        }
        if (ofFlags && before.filter(then -> then.unseen() == now.unseen()).isEmpty()) {
            items.add(StatusItem.UNSEEN);
        }
        boolean changed = before.filter(then -> then.highestModSeq() == now.highestModSeq())
                .isEmpty();
        if (enabled.condstore() && (!items.isEmpty() || ofFlags && changed)) {
            items.addAll(List.of(StatusItem.HIGHESTMODSEQ, StatusItem.UIDVALIDITY));
        }
        if (before.isEmpty()) {
            items.add(StatusItem.UIDVALIDITY);
        }
        return items;
    }
}
