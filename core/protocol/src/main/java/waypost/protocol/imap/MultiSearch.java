package waypost.protocol.imap;

import java.io.IOException;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waypost.protocol.imap.ImapCommand.Select.Access;
import waypost.protocol.imap.Mailboxes.Entry;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.protocol.imap.SearchReturn.Extended;

/** ESEARCH (RFC 7377): a search of several mailboxes, one after the other. It leaves the session's state alone. */
final class MultiSearch {
    private static final MailboxFilter SELECTED = new MailboxFilter.Selected();
    private static final MailboxFilter PERSONAL = new MailboxFilter.Personal();

    private final Mailboxes mailboxes;
    private final ImapExtensions extensions;
    private final Enabled enabled;
    private final InstantSource clock;

    MultiSearch(Mailboxes mailboxes, ImapExtensions extensions, Enabled enabled, InstantSource clock) {
        this.mailboxes = mailboxes;
        this.extensions = extensions;
        this.enabled = enabled;
        this.clock = clock;
    }

    /** @param selected the open mailbox */
    String search(String tag, ImapCommand.MultiSearch command, Optional<SelectedCommands> selected, Replies out)
            throws IOException {
        Extended returns = command.returns();
        boolean only = command.sources().stream().allMatch(SELECTED::equals);
        if (selected.isEmpty() && (command.sources().contains(SELECTED) || returns.updates())) {
            return "BAD Select a mailbox first"; // RFC 7377 §2.2
        }
        if (returns.saves() && !only) {
            return "BAD SAVE is for the selected mailbox"; // RFC 7377 §2.2
        }
        if (returns.updates() && selected.orElseThrow().searches().updating(tag)) {
            return SearchCommands.TAG_IN_USE;
        }
        Optional<String> open = selected.map(SelectedCommands::name);
        Map<String, Long> sizes = sizes(names(command.sources(), open));
        Progress progress =
                Progress.of(tag, sizes.values().stream().mapToLong(size -> size).sum(), extensions);
        long before = 0;
        for (Map.Entry<String, Long> each : sizes.entrySet()) {
            String name = each.getKey();
            Progress part = progress.behind(before);
            if (open.equals(Optional.of(name))) {
                selected.orElseThrow().requireReadable();
                selected.orElseThrow().searches().multiSearch(tag, spelled(name), command, part, out);
            } else {
                searchOther(tag, name, command, part, out);
            }
            before += each.getValue();
        }
        return "OK ESEARCH completed";
    }

    /** Messages of each, so that it can be told how far the whole has come; what is not there is passed over. */
    private Map<String, Long> sizes(Set<String> names) throws IOException {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (String name : names) {
            try {
                sizes.put(name, mailboxes.status(name).messages());
            } catch (MailboxException unreadable) { // RFC 7377 §2.2
                continue;
            }
        }
        return sizes;
    }

    /** Each mailbox once, in the order in which they were asked for. */
    private Set<String> names(List<MailboxFilter> sources, Optional<String> open) throws IOException {
        List<String> all = mailboxes.list().stream()
                .filter(Entry::selectable)
                .map(Entry::name)
                .toList();
        List<String> own = all.stream().filter(mailboxes.namespaces()::personal).toList();
        List<String> subscribed = mailboxes.subscriptions();
        Set<String> names = new LinkedHashSet<>();
        for (MailboxFilter source : sources) {
            if (source.equals(SELECTED)) {
                open.ifPresent(names::add);
            }
            source.among(source.equals(PERSONAL) ? own : all, subscribed).forEach(names::add);
        }
        return names;
    }

    /** RFC 7377 §2.2: one that cannot be read is passed over; UPDATE is for the open mailbox, and {@code $} stands for none of its messages. */
    private void searchOther(String tag, String name, ImapCommand.MultiSearch command, Progress progress, Replies out)
            throws IOException {
        Extended returns = command.returns();
        Extended once =
                new Extended(returns.items(), returns.partial(), returns.saving(), new SearchReturn.Updating.Once());
        SelectedMailbox mailbox;
        try {
            mailbox = mailboxes.select(name, Access.EXAMINE, () -> {});
        } catch (MailboxException unreadable) {
            return;
        }
        try (mailbox) {
            new SearchCommands(mailbox, new MessageNumbers(mailbox), new SearchContexts(mailbox), extensions, clock)
                    .multiSearch(
                            tag,
                            spelled(name),
                            new ImapCommand.MultiSearch(command.sources(), once, command.key()),
                            progress,
                            out);
        }
    }

    private String spelled(String name) {
        return MailboxName.astring(name, enabled.spelling());
    }
}
