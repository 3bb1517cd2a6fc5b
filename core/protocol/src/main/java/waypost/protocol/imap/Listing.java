package waypost.protocol.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import waypost.protocol.imap.ImapCommand.ListMailboxes;
import waypost.protocol.imap.ImapCommand.ListMailboxes.Return;
import waypost.protocol.imap.ImapCommand.ListMailboxes.Selection;
import waypost.protocol.imap.Mailboxes.Entry;
import waypost.protocol.imap.Mailboxes.SpecialUse;

/** The names that one LIST tells (RFC 3501 §6.3.8, RFC 5258 §3), at most one {@link Line} each. */
final class Listing {
    private final ListMailboxes command;
    private final ImapExtensions extensions;
    private final List<MailboxPattern> patterns;
    private final Map<String, Name> names = new LinkedHashMap<>();

    /** Names above one that the selection options select. */
    private final Set<String> parents = new HashSet<>();

    /** Those of them that have one below them which no pattern matches. */
    private final Set<String> parentsOfUntold = new HashSet<>();

    /** A name in the hierarchy; one without an entry is only subscribed, or above a name that is. */
    private record Name(String name, Optional<Entry> entry, boolean subscribed) {}

    /**
     * A LIST response.
     *
     * @param selected whether the name is told for its own sake, and not for one below it
     * @param childInfo whether the selection options select a name below it (RFC 5258 §3.5)
     */
    record Line(String name, Optional<Entry> entry, List<String> attributes, boolean selected, boolean childInfo) {
        /** RFC 5819 §2: every mailbox that can be selected and is told for its own sake. */
        boolean hasStatus() {
            return selected && entry.filter(Entry::selectable).isPresent();
        }

        Line notSelectable() {
            List<String> changed = new ArrayList<>(List.of("\\Noselect"));
            changed.addAll(attributes);
            return new Line(name, entry, changed, selected, childInfo);
        }

        /** With the attributes of XLIST: one for INBOX, another word for junk, none for an archive. */
        Line beforeSpecialUse() {
            List<String> changed = new ArrayList<>(attributes);
            changed.replaceAll(attribute -> attribute.equals(attribute(SpecialUse.JUNK)) ? "\\Spam" : attribute);
            changed.remove(attribute(SpecialUse.ARCHIVE));
            if (name.equals(MailboxName.INBOX)) {
                changed.add("\\Inbox");
            }
            return new Line(name, entry, changed, selected, childInfo);
        }

        /** RFC 5465 §3.1. */
        Line noAccess() {
            List<String> changed = new ArrayList<>(List.of("\\NoAccess"));
            changed.addAll(attributes);
            return new Line(name, entry, changed, selected, childInfo);
        }

        /** What stands behind LIST. */
        String text(MailboxName.Spelling spelling) {
            return "(" + String.join(" ", attributes) + ") \"/\" " + MailboxName.astring(name, spelling)
                    + (childInfo ? " (\"CHILDINFO\" (\"SUBSCRIBED\"))" : "");
        }
    }

    private Listing(ListMailboxes command, ImapExtensions extensions) {
        this.command = command;
        this.extensions = extensions;
        patterns = command.patterns().stream()
                .filter(pattern -> !pattern.isEmpty()) // RFC 5258 §3
                .map(pattern -> new MailboxPattern(command.reference(), pattern))
                .toList();
    }

    static List<Line> of(ListMailboxes command, Mailboxes mailboxes, ImapExtensions extensions) throws IOException {
        Listing listing = new Listing(command, extensions);
        for (Entry entry : mailboxes.list()) {
            listing.names.put(entry.name(), new Name(entry.name(), Optional.of(entry), entry.subscribed()));
        }
        if (listing.selects(Selection.SUBSCRIBED)) {
            for (String name : mailboxes.subscriptions()) {
                listing.names.putIfAbsent(name, new Name(name, Optional.empty(), true));
            }
        }
        if (listing.selects(Selection.RECURSIVEMATCH)) {
            listing.findParents();
        }
        return listing.lines();
    }

    /** These names, whether there are such mailboxes or not, with all that is known of them. */
    static List<Line> named(Collection<String> wanted, Mailboxes mailboxes, ImapExtensions extensions)
            throws IOException {
        if (wanted.isEmpty()) {
            return List.of();
        }
        ListMailboxes all =
                new ListMailboxes(Set.of(), "", List.of("*"), Set.of(Return.SUBSCRIBED, Return.CHILDREN), List.of());
        Listing listing = new Listing(all, extensions);
        for (Entry entry : mailboxes.list()) {
            listing.names.put(entry.name(), new Name(entry.name(), Optional.of(entry), entry.subscribed()));
        }
        Set<String> subscribed = Set.copyOf(mailboxes.subscriptions());
        return wanted.stream()
                .map(name ->
                        listing.names.getOrDefault(name, new Name(name, Optional.empty(), subscribed.contains(name))))
                .map(name -> new Line(name.name(), name.entry(), listing.attributes(name), true, false))
                .toList();
    }

    private boolean selects(Selection option) {
        return command.selection().contains(option);
    }

    /** Satisfies every selection option. REMOTE adds nothing: all mailboxes are here (RFC 5258 §3.1). */
    private boolean selected(Name name) {
        return (name.subscribed() || !selects(Selection.SUBSCRIBED))
                && (name.entry().flatMap(Entry::use).isPresent() || !selects(Selection.SPECIAL_USE));
    }

    private boolean matches(String name) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(name));
    }

    private void findParents() {
        for (Name name : List.copyOf(names.values())) {
            if (selected(name)) {
                boolean told = matches(name.name());
                for (String parent : parentsOf(name.name())) {
                    names.putIfAbsent(parent, new Name(parent, Optional.empty(), false));
                    parents.add(parent);
                    if (!told) {
                        parentsOfUntold.add(parent);
                    }
                }
            }
        }
    }

    private static List<String> parentsOf(String name) {
        List<String> parents = new ArrayList<>();
        for (int end = name.lastIndexOf('/'); end > 0; end = name.lastIndexOf('/', end - 1)) {
            parents.addFirst(name.substring(0, end));
        }
        return parents;
    }

    /** RFC 5258 §3.3, rule 2: a name that is not selected is told for one below it only if that one is not told itself. */
    private List<Line> lines() {
        List<Line> lines = new ArrayList<>();
        for (Name name : names.values()) {
            boolean selected = selected(name);
            if ((selected || parentsOfUntold.contains(name.name())) && matches(name.name())) {
                lines.add(
                        new Line(name.name(), name.entry(), attributes(name), selected, parents.contains(name.name())));
            }
        }
        return lines;
    }

    /** CHILDREN and SPECIAL-USE are told whether asked for or not (RFC 5258 §4, RFC 6154 §2). No mailbox is \Remote. */
    private List<String> attributes(Name name) {
        List<String> attributes = new ArrayList<>();
        if (name.entry().isEmpty()) {
            attributes.add("\\NonExistent");
        } else if (!name.entry().get().selectable()) {
            attributes.add("\\Noselect");
        }
        if (extensions.has(ImapExtension.CHILDREN) || command.returned().contains(Return.CHILDREN)) {
            attributes.add(children(name));
        }
        boolean asked = selects(Selection.SUBSCRIBED) || command.returned().contains(Return.SUBSCRIBED);
        if (asked && name.subscribed()) {
            attributes.add("\\Subscribed");
        }
        if (extensions.has(ImapExtension.SPECIAL_USE)) {
            name.entry().flatMap(Entry::use).map(Listing::attribute).ifPresent(attributes::add);
        }
        return attributes;
    }

    /** RFC 3348 §3. */
    private static String children(Name name) {
        boolean children = name.entry().filter(Entry::hasChildren).isPresent();
        return children ? "\\HasChildren" : "\\HasNoChildren";
    }

    /** The use that an attribute, in any case, stands for. */
    static Optional<SpecialUse> use(String attribute) {
        return Stream.of(SpecialUse.values())
                .filter(use -> attribute(use).equalsIgnoreCase(attribute))
                .findFirst();
    }

    /** RFC 6154 §2. */
    private static String attribute(SpecialUse use) {
        return switch (use) {
            case ARCHIVE -> "\\Archive";
            case DRAFTS -> "\\Drafts";
            case JUNK -> "\\Junk";
            case SENT -> "\\Sent";
            case TRASH -> "\\Trash";
        };
    }
}
