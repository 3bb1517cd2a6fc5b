package waypost.protocol.imap;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import waypost.protocol.ServedSession.Wakeup;
import waypost.protocol.imap.MetadataCommand.Depth;

/** GETMETADATA and SETMETADATA (RFC 5464), and METADATA answers wherever they come from. Used by the session's thread. */
final class MetadataCommands {
    private final Mailboxes mailboxes;
    private final Enabled enabled;
    private final Wakeup wakeup;
    private boolean watching;

    /** @param wakeup is called when others change annotations, once the client has asked to be told */
    MetadataCommands(Mailboxes mailboxes, Enabled enabled, Wakeup wakeup) {
        this.mailboxes = mailboxes;
        this.enabled = enabled;
        this.wakeup = wakeup;
    }

    /** Answers what stands behind the tag. */
    String execute(MetadataCommand command, Replies out) throws IOException {
        return switch (command) {
            case MetadataCommand.Get get -> get(get, out);
            case MetadataCommand.Set set -> set(set);
            case MetadataCommand.TooLarge() -> tooLarge();
        };
    }

    private MailboxMetadata port() {
        return mailboxes.metadata().orElseThrow();
    }

    /** RFC 5464 §4.2.1: LONGENTRIES has the size of the largest value that was too large. */
    private String get(MetadataCommand.Get command, Replies out) throws IOException {
        Map<String, Optional<String>> values = values(command);
        long limit = command.maxSize().orElse(Long.MAX_VALUE);
        int longest = values.values().stream()
                .flatMap(Optional::stream)
                .mapToInt(String::length)
                .filter(size -> size > limit)
                .max()
                .orElse(0);
        values.values()
                .removeIf(value -> value.filter(text -> text.length() > limit).isPresent());
        write(command.mailbox(), values, out);
        return longest == 0
                ? "OK GETMETADATA completed"
                : "OK [METADATA LONGENTRIES " + longest + "] GETMETADATA completed";
    }

    /** What is asked for by its own name is told to have no value; of what is asked for by depth, only what is there is told. */
    private Map<String, Optional<String>> values(MetadataCommand.Get command) throws IOException {
        if (command.depth() == Depth.ZERO) {
            return values(command.mailbox(), command.entries());
        }
        Map<String, String> all = port().values(command.mailbox());
        Map<String, Optional<String>> reached = new LinkedHashMap<>();
        for (String entry : command.entries()) {
            all.forEach((name, value) -> {
                if (command.depth().reaches(entry, name)) {
                    reached.put(name, Optional.of(value));
                }
            });
        }
        return reached;
    }

    private Map<String, Optional<String>> values(String mailbox, List<String> entries) throws IOException {
        Map<String, Optional<String>> values = new LinkedHashMap<>();
        for (String entry : entries) {
            values.put(entry, port().value(mailbox, entry));
        }
        return values;
    }

    private String set(MetadataCommand.Set command) throws IOException {
        boolean fits = command.changes().stream()
                .flatMap(change -> change.value().stream())
                .allMatch(value -> value.length() <= MailboxMetadata.MAX_OCTETS);
        if (!fits) {
            return tooLarge();
        }
        port().change(command.mailbox(), command.changes());
        return "OK SETMETADATA completed";
    }

    /** RFC 5464 §4.3. */
    private static String tooLarge() {
        return "NO [METADATA MAXSIZE " + MailboxMetadata.MAX_OCTETS + "] Value is too large";
    }

    /** The answer that belongs to a LIST (RFC 9590 §3). */
    void list(String mailbox, List<String> entries, Replies out) throws IOException {
        write(mailbox, values(mailbox, entries), out);
    }

    /** RFC 5464 §4.4.1. */
    private void write(String mailbox, Map<String, Optional<String>> values, Replies out) throws IOException {
        if (values.isEmpty()) {
            return;
        }
        ImapStrings line = new ImapStrings().ascii("* METADATA ").ascii(octets(mailbox));
        String before = " (";
        for (Map.Entry<String, Optional<String>> each : values.entrySet()) {
            line.ascii(before).ascii(entry(each.getKey())).ascii(' ');
            before = " ";
            write(each.getValue(), line);
        }
        line.ascii(")\r\n").drainTo(out);
    }

    private static void write(Optional<String> value, ImapStrings line) {
        if (value.filter(text -> text.indexOf('\0') >= 0).isPresent()) {
            line.literal8Of(value.get().length()).ascii(value.get());
        } else {
            line.nstring(value);
        }
    }

    private String octets(String mailbox) {
        byte[] octets = MailboxName.astring(mailbox, enabled.spelling()).getBytes(StandardCharsets.UTF_8);
        return new String(octets, StandardCharsets.ISO_8859_1);
    }

    private static String entry(String name) {
        return Characters.ASTRING.holdAll(name) ? name : Answers.quoted(name);
    }

    /** Tells a client that wants to hear of it what others have changed; never the values (RFC 5464 §4.4). */
    void update(Notifications notifications, Replies out) throws IOException {
        boolean all = enabled.has(ImapExtension.METADATA);
        if (!all && !notifications.ofAnnotations()) {
            return;
        }
        if (!watching) {
            watching = true;
            port().watch(wakeup);
        }
        List<MailboxMetadata.Changed> changes = port().changed();
        if (port().lost() && notifications.ofAnnotations()) {
            notifications.overflow(out);
        }
        Predicate<String> wanted = all ? _ -> true : notifications.annotations();
        for (MailboxMetadata.Changed changed : changes) {
            if (wanted.test(changed.mailbox())) {
                tell(changed, out);
            }
        }
    }

    private void tell(MailboxMetadata.Changed changed, Replies out) throws IOException {
        String entries = changed.entries().stream().map(MetadataCommands::entry).collect(Collectors.joining(" "));
        out.untagged("METADATA " + MailboxName.astring(changed.mailbox(), enabled.spelling()) + " " + entries);
    }
}
