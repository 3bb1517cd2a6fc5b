package waypost.protocol.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import waypost.protocol.imap.ImapCommand.ListMailboxes;
import waypost.protocol.imap.Mailboxes.MailboxException;

/**
 * The commands of the authenticated state (RFC 3501 §6.3) that leave the session's state alone. Each answers with what stands behind the
 * tag. Called on the session's thread.
 */
final class MailboxCommands {
    private static final String LSUB = "LSUB (";

    private final Mailboxes mailboxes;
    private final ImapExtensions extensions;
    private final Enabled enabled;
    private final MetadataCommands metadata;
    private final StatusAnswer status;
    private final AclCommands acl;

    MailboxCommands(
            Mailboxes mailboxes,
            ImapExtensions extensions,
            Enabled enabled,
            MetadataCommands metadata,
            AclCommands acl) {
        this.metadata = metadata;
        this.acl = acl;
        this.mailboxes = mailboxes;
        this.extensions = extensions;
        this.enabled = enabled;
        status = new StatusAnswer(mailboxes, enabled);
    }

    /** RFC 6154 §3 allows several uses of one mailbox; that is declined, as is a use that another mailbox has. */
    String create(ImapCommand.Create command) throws IOException {
        String name = newName(command.mailbox());
        if (command.uses().size() > 1) {
            return "NO [USEATTR] A mailbox has one special use at most";
        }
        Optional<Mailboxes.SpecialUse> use = Optional.empty();
        for (String attribute : command.uses()) {
            use = Listing.use(attribute);
            if (use.isEmpty()) {
                return "NO [USEATTR] Special use is not supported";
            }
        }
        mailboxes.create(name, use);
        return "OK " + (extensions.has(ImapExtension.OBJECTID) ? mailboxId(name) : "") + "CREATE completed";
    }

    /** RFC 8474 §4.1; one that another session has deleted at once has none to be told. */
    private String mailboxId(String name) throws IOException {
        try {
            return "[MAILBOXID (" + mailboxes.mailboxId(name) + ")] ";
        } catch (Mailboxes.NoSuch gone) {
            return "";
        }
    }

    String delete(String mailbox) throws IOException {
        if (mailbox.equals(MailboxName.INBOX)) {
            return "NO [CANNOT] INBOX cannot be deleted"; // RFC 3501 §6.3.4
        }
        mailboxes.delete(mailbox);
        return "OK DELETE completed";
    }

    String rename(String from, String to) throws IOException {
        mailboxes.rename(from, newName(to));
        return "OK RENAME completed";
    }

    /**
     * RFC 3501 §6.3.3: a separator at the end only says that names will be created below. RFC 9051 §6.3.4: a name in UTF-8 that is not in
     * Net-Unicode is refused or converted; refused, as the client would not find what it has named.
     */
    private String newName(String mailbox) throws MailboxException {
        String name = mailbox.endsWith("/") ? mailbox.substring(0, mailbox.length() - 1) : mailbox;
        boolean emptyLevel = name.isEmpty() || name.startsWith("/") || name.endsWith("/") || name.contains("//");
        if (emptyLevel || name.indexOf('*') >= 0 || name.indexOf('%') >= 0) {
            throw new MailboxException("CANNOT", "Not a name for a mailbox");
        }
        if (enabled.utf8() && !MailboxName.normalized(name)) {
            throw new MailboxException("CANNOT", "Mailbox name is not in Unicode Normalization Form C");
        }
        return name;
    }

    String subscribe(String mailbox) throws IOException {
        mailboxes.subscribe(mailbox);
        return "OK SUBSCRIBE completed";
    }

    String unsubscribe(String mailbox) throws IOException {
        mailboxes.unsubscribe(mailbox);
        return "OK UNSUBSCRIBE completed";
    }

    String status(ImapCommand.Status command, Replies out) throws IOException {
        out.untagged(status.of(command.mailbox(), command.items()));
        return "OK STATUS completed";
    }

    private String astring(String mailbox) {
        return MailboxName.astring(mailbox, enabled.spelling());
    }

    /** RFC 3501 §6.3.8: an empty name asks for the separator. */
    String listDelimiter(Replies out) throws IOException {
        out.untagged("LIST (\\Noselect) \"/\" \"\"");
        return "OK LIST completed";
    }

    String list(ImapCommand.ListMailboxes command, Replies out) throws IOException {
        for (Listing.Line line : Listing.of(command, mailboxes, extensions)) {
            if (line.hasStatus()) {
                listWithReturnOptions(line, command, out);
            } else {
                out.untagged("LIST " + line.text(enabled.spelling()));
            }
        }
        return "OK LIST completed";
    }

    /** RFC 9051 §6.3.2: SELECT tells of the mailbox as LIST does; §6.3.9.7: by the name it goes by, if the client has written another. */
    void listSelected(ImapCommand.Select command, Replies out) throws IOException {
        ListMailboxes exactly = new ListMailboxes(Set.of(), "", List.of(command.mailbox()), Set.of(), List.of());
        for (Listing.Line line : Listing.of(exactly, mailboxes, extensions)) {
            if (line.name().equals(command.mailbox())) {
                String oldName = line.name().equals(command.written())
                        ? ""
                        : " (\"OLDNAME\" (" + astring(command.written()) + "))";
                out.untagged("LIST " + line.text(enabled.spelling()) + oldName);
            }
        }
    }

    /**
     * RFC 5819 §2: a mailbox that has gone since it was listed has no STATUS, and its LIST says that it cannot be selected; one that may not be read has none
     * either.
     */
    private void listWithReturnOptions(Listing.Line line, ImapCommand.ListMailboxes command, Replies out)
            throws IOException {
        List<String> answers = new ArrayList<>();
        try {
            if (!command.status().isEmpty()) {
                answers.add(status.of(line.name(), command.status()));
            }
        } catch (Mailboxes.NoSuch gone) {
            out.untagged("LIST " + line.notSelectable().text(enabled.spelling()));
            return;
        } catch (MailboxException refused) {
            // STATUS is left out
        }
        out.untagged("LIST " + line.text(enabled.spelling()));
        for (String each : answers) {
            out.untagged(each);
        }
        if (command.returned().contains(ListMailboxes.Return.MYRIGHTS)) {
            listMyRights(line.name(), out);
        }
        if (!command.metadata().isEmpty()) {
            listMetadata(line.name(), command.metadata(), out);
        }
    }

    /** RFC 8440 §3: what cannot be looked up is left out. */
    private void listMyRights(String mailbox, Replies out) throws IOException {
        try {
            acl.tellMine(mailbox, out);
        } catch (MailboxException refused) {
            // it has gone since it was listed
        }
    }

    /** RFC 9590 §3: what cannot be looked up is left out. */
    private void listMetadata(String mailbox, List<String> entries, Replies out) throws IOException {
        try {
            metadata.list(mailbox, entries, out);
        } catch (MailboxException refused) {
            // it has gone since it was listed
        }
    }

    /** RFC 3501 §6.3.9: with % a level above subscribed names is listed as \Noselect when it is not subscribed itself. */
    String lsub(ImapCommand.Lsub command, Replies out) throws IOException {
        MailboxPattern pattern = new MailboxPattern(command.reference(), command.pattern());
        List<String> subscribed = mailboxes.subscriptions();
        Set<String> names = Set.copyOf(subscribed);
        Set<String> listed = new LinkedHashSet<>();
        for (String name : subscribed) {
            if (pattern.matches(name)) {
                listed.add(") \"/\" " + astring(name));
            } else if (pattern.singleLevel()) {
                parent(name, pattern)
                        .filter(parent -> !names.contains(parent))
                        .ifPresent(parent -> listed.add("\\Noselect) \"/\" " + astring(parent)));
            }
        }
        for (String name : listed) {
            out.untagged(LSUB + name);
        }
        return "OK LSUB completed";
    }

    /** As LIST. */
    String xlist(ImapCommand.Xlist command, Replies out) throws IOException {
        ListMailboxes list =
                new ListMailboxes(Set.of(), command.reference(), List.of(command.pattern()), Set.of(), List.of());
        for (Listing.Line line : Listing.of(list, mailboxes, extensions)) {
            out.untagged("XLIST " + line.beforeSpecialUse().text(enabled.spelling()));
        }
        return "OK XLIST completed";
    }

    private static Optional<String> parent(String name, MailboxPattern pattern) {
        for (int end = name.lastIndexOf('/'); end > 0; end = name.lastIndexOf('/', end - 1)) {
            if (pattern.matches(name.substring(0, end))) {
                return Optional.of(name.substring(0, end));
            }
        }
        return Optional.empty();
    }

    /** RFC 2342 §5: one namespace of each kind at most. */
    String namespace(Replies out) throws IOException {
        Mailboxes.Namespaces namespaces = mailboxes.namespaces();
        out.untagged(
                "NAMESPACE ((\"\" \"/\")) " + namespace(namespaces.others()) + " " + namespace(namespaces.shared()));
        return "OK NAMESPACE completed";
    }

    private static String namespace(Optional<String> prefix) {
        return prefix.map(name -> "((" + Answers.quoted(name) + " \"/\"))").orElse("NIL");
    }

    /** RFC 5161 §3.1: names what it has enabled. */
    String enable(ImapCommand.Enable command, Replies out) throws IOException {
        StringBuilder answer = new StringBuilder("ENABLED");
        for (ImapExtension extension : Enabled.named(command.capabilities(), extensions)) {
            enabled.add(extension);
            answer.append(' ').append(extension.capability());
        }
        out.untagged(answer.toString());
        return "OK ENABLE completed";
    }
}
