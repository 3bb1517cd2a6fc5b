package waypost.protocol.imap;

import java.io.IOException;
import java.time.InstantSource;
import java.util.Optional;
import waypost.protocol.ServedSession.Wakeup;
import waypost.protocol.imap.ImapCommand.Tagged;
import waypost.protocol.imap.SelectedMailbox.Expunges;

/**
 * The state of a session behind log-in, authenticated or selected (RFC 3501 §3), and what a command of one line does in it: {@link
 * ImapSession} itself conducts those that take more. One session's thread.
 */
final class ImapState {
    private static final String SELECT_FIRST = "BAD Select a mailbox first";

    private final Mailboxes mailboxes;
    private final ImapExtensions extensions;
    private final MailboxCommands commands;
    private final MetadataCommands metadata;
    private final AclCommands acl;
    private final SelectedNotices notices = new SelectedNotices();
    private final Notifications notifications;
    private final Wakeup wakeup;
    private final InstantSource clock;
    private final Enabled enabled;
    private State state = new State.Authenticated();

    /** @param wakeup is called when something in the open mailbox changes by another hand */
    ImapState(Mailboxes mailboxes, ImapExtensions extensions, Enabled enabled, Wakeup wakeup, InstantSource clock) {
        this.mailboxes = mailboxes;
        this.extensions = extensions;
        this.enabled = enabled;
        this.wakeup = wakeup;
        this.clock = clock;
        metadata = new MetadataCommands(mailboxes, enabled, wakeup);
        acl = new AclCommands(mailboxes, enabled);
        commands = new MailboxCommands(mailboxes, extensions, enabled, metadata, acl);
        notifications = new Notifications(mailboxes, extensions, enabled, notices, wakeup);
    }

    private sealed interface State {
        record Authenticated() implements State {}

        record Selected(SelectedCommands commands) implements State {}
    }

    /** What a command asks for. */
    interface Work {
        /** What stands behind the tag. */
        String result() throws IOException;
    }

    /** Its untagged answers, and what stands behind the tag. */
    String execute(Tagged tagged, Replies out) throws IOException {
        enable(tagged.command(), out);
        return switch (tagged.command()) {
            case ImapCommand.AnyState any -> any(any, out);
            case ImapCommand.NotAuthenticated _ -> "BAD Already logged in";
            case ImapCommand.Authenticated authenticated -> authenticated(tagged.tag(), authenticated, out);
            case ImapCommand.Selected selected ->
                switch (state) {
                    case State.Authenticated() -> SELECT_FIRST;
                    case State.Selected(SelectedCommands mailbox) -> selected(tagged.tag(), selected, mailbox, out);
                };
        };
    }

    private String any(ImapCommand.AnyState command, Replies out) throws IOException {
        return switch (command) {
            case ImapCommand.Capability() -> {
                out.untagged("CAPABILITY " + String.join(" ", extensions.capabilities(mailboxes.appendLimit())));
                yield "OK CAPABILITY completed";
            }
            case ImapCommand.Noop() -> "OK NOOP completed";
            case ImapCommand.Id _ -> {
                out.text(Answers.ID);
                yield "OK ID completed";
            }
            case ImapCommand.Unknown _ -> "BAD Unknown command";
            case ImapCommand.Malformed(String reason) -> "BAD " + reason;
            case ImapCommand.Unnamable(String reason) -> "NO [CANNOT] " + reason;
            case ImapCommand.Logout() -> throw new IllegalStateException("ends the session");
        };
    }

    private String authenticated(String tag, ImapCommand.Authenticated command, Replies out) throws IOException {
        return switch (command) {
            case ImapCommand.Select select -> select(select, out);
            case ImapCommand.Create create -> commands.create(create);
            case ImapCommand.Delete(String mailbox) -> delete(mailbox, out);
            case ImapCommand.Rename(String from, String to) -> commands.rename(from, to);
            case ImapCommand.Subscribe(String mailbox) -> commands.subscribe(mailbox);
            case ImapCommand.Unsubscribe(String mailbox) -> commands.unsubscribe(mailbox);
            case ImapCommand.ListDelimiter() -> commands.listDelimiter(out);
            case ImapCommand.ListMailboxes list -> commands.list(list, out);
            case ImapCommand.Lsub lsub -> commands.lsub(lsub, out);
            case ImapCommand.Xlist xlist -> commands.xlist(xlist, out);
            case ImapCommand.Status status -> commands.status(status, out);
            case ImapCommand.Namespace() -> commands.namespace(out);
            case ImapCommand.Metadata(MetadataCommand annotations) -> metadata.execute(annotations, out);
            case ImapCommand.Quota(QuotaCommand quota) ->
                new QuotaCommands(mailboxes, extensions, enabled).execute(quota, out);
            case ImapCommand.Acl(AclCommand list) -> acl.execute(list, out);
            case ImapCommand.Notify(NotifyCommand notify) -> notifications.execute(notify, selected(), out);
            case ImapCommand.Enable enable -> {
                String result = commands.enable(enable, out);
                if (enabled.uidOnly()) {
                    selected().ifPresent(open -> open.searches().forgetNumbers());
                }
                yield result;
            }
            case ImapCommand.MultiSearch search ->
                new MultiSearch(mailboxes, extensions, enabled, clock).search(tag, search, selected(), out);
            case ImapCommand.UnknownCharset unknown ->
                selected().map(open -> open.searches().refuse(unknown)).orElse(SearchCommands.UNKNOWN_CHARSET);
            case ImapCommand.Append _, ImapCommand.Idle(), ImapCommand.Compress(), ImapCommand.Unauthenticate() ->
                throw new IllegalStateException("is more than a line, or the last");
        };
    }

    private Optional<SelectedCommands> selected() {
        return state instanceof State.Selected(SelectedCommands open) ? Optional.of(open) : Optional.empty();
    }

    /** Who deletes the mailbox that it has open is in the authenticated state then; RFC 3501 §6.3.4 does not forbid it. */
    private String delete(String mailbox, Replies out) throws IOException {
        boolean there = state instanceof State.Selected(SelectedCommands selected) && !selected.gone();
        String result = commands.delete(mailbox);
        if (there && state instanceof State.Selected(SelectedCommands selected) && selected.gone()) {
            deselect();
            if (enabled.rev2()) { // RFC 9051 §3, "unsolicited CLOSED response code"
                out.untagged("OK [CLOSED] Mailbox is deleted");
            }
        }
        return result;
    }

    private String selected(String tag, ImapCommand.Selected command, SelectedCommands mailbox, Replies out)
            throws IOException {
        boolean leaves = command instanceof ImapCommand.Close || command instanceof ImapCommand.Unselect;
        if (!leaves) {
            mailbox.requireReadable();
        }
        return switch (command) {
            case ImapCommand.UidBatches batches -> mailbox.batches(tag, batches, out);
            case ImapCommand.Check() -> "OK CHECK completed";
            case ImapCommand.Close() -> {
                mailbox.expungeDeleted();
                deselect();
                yield "OK CLOSE completed";
            }
            case ImapCommand.Unselect() -> {
                deselect();
                yield "OK UNSELECT completed";
            }
            case ImapCommand.Expunge(Optional<SequenceSet> uids) -> mailbox.expunge(uids, out);
            case ImapCommand.Search search -> mailbox.searches().search(tag, search, out);
            case ImapCommand.Sort sort -> mailbox.searches().sort(tag, sort, out);
            case ImapCommand.CancelUpdate cancel -> mailbox.searches().cancelUpdate(cancel);
            case ImapCommand.Thread thread -> mailbox.searches().thread(tag, thread, out);
            case ImapCommand.Fetch fetch -> mailbox.fetch(fetch, out);
            case ImapCommand.FetchVanished fetch -> mailbox.fetch(fetch, out);
            case ImapCommand.Store store -> mailbox.store(store, out);
            case ImapCommand.Copy copy -> tryCreate(() -> mailbox.copy(copy));
            case ImapCommand.Move move -> tryCreate(() -> mailbox.move(move, out));
            case ImapCommand.Replace _ -> throw new IllegalStateException("takes more than a line");
        };
    }

    /** What a REPLACE is to take away. */
    sealed interface Replaced {
        record Message(SelectedMailbox mailbox, int number) implements Replaced {}

        /** @param why what stands behind the tag then */
        record Nothing(String why) implements Replaced {}
    }

    Replaced replaced(ImapCommand.Replace command) {
        return switch (state) {
            case State.Authenticated() -> new Replaced.Nothing(SELECT_FIRST);
            case State.Selected(SelectedCommands selected) -> selected.replaced(command);
        };
    }

    /** RFC 3501 §7.1: where a message was to go, a missing mailbox is one that the client may create. */
    static String tryCreate(Work work) throws IOException {
        try {
            return work.result();
        } catch (Mailboxes.NoSuch missing) {
            return "NO [TRYCREATE] No such mailbox";
        }
    }

    private String select(ImapCommand.Select command, Replies out) throws IOException {
        boolean left = state instanceof State.Selected;
        deselect(); // RFC 3501 §6.3.1: whether or not the new one opens
        if (left && extensions.has(ImapExtension.CONDSTORE)) { // RFC 7162 §3.2.11
            out.untagged("OK [CLOSED] Former mailbox is closed");
        }
        SelectedMailbox mailbox = mailboxes.select(command.mailbox(), command.access(), wakeup);
        SelectedCommands selected = new SelectedCommands(mailbox, extensions, enabled, notices, clock);
        state = new State.Selected(selected);
        selected.announce(out);
        if (enabled.rev2()) {
            commands.listSelected(command, out);
        }
        if (command.known().isPresent()) {
            selected.resynchronize(command.known().get(), out);
        }
        return "OK " + selected.access() + " " + command.access() + " completed";
    }

    /** Lets go of the open mailbox, if there is one. */
    void deselect() {
        if (state instanceof State.Selected(SelectedCommands selected)) {
            state = new State.Authenticated();
            selected.close();
        }
    }

    /** RFC 7162 §3.1: the first time, with a mailbox open, the client hears where it stands; of SELECT it is told so by the new one. */
    private void enable(ImapCommand command, Replies out) throws IOException {
        boolean first = enablesCondstore(command)
                && extensions.has(ImapExtension.CONDSTORE)
                && enabled.add(ImapExtension.CONDSTORE);
        boolean leaves = command instanceof ImapCommand.Select;
        if (first && !leaves && state instanceof State.Selected(SelectedCommands selected)) {
            selected.highestModSeq(out);
        }
    }

    private boolean enablesCondstore(ImapCommand command) {
        return command instanceof ImapCommand.Enable(var names)
                ? Enabled.named(names, extensions).stream()
                        .anyMatch(named -> named == ImapExtension.CONDSTORE || named == ImapExtension.QRESYNC)
                : command.enablesCondstore();
    }

    /** Tells what has changed in the open mailbox, if there is one, and beside it what the client has asked to be told of. */
    void update(Expunges expunges, Replies out) throws IOException {
        if (state instanceof State.Selected(SelectedCommands selected)) {
            selected.update(expunges, out);
        }
        notifications.update(selected().map(SelectedCommands::name), out);
        metadata.update(notifications, out);
    }

    /** The session has appended these messages. */
    void brought(Appending appending) {
        selected().ifPresent(open -> open.brought(appending.mailbox(), appending.uids()));
    }

    /** Whether the client is told of changes while no command is under way (RFC 5465 §3.1). */
    boolean tellsBetweenCommands() {
        return notifications.betweenCommands();
    }

    /** Tells them. Messages that go stay, unless the client wants to hear of that at once (RFC 5465 §6.1.2). */
    void updateBetweenCommands(Replies out) throws IOException {
        if (notices.betweenCommands()) {
            update(Expunges.KEEP, out);
        } else {
            notifications.update(selected().map(SelectedCommands::name), out);
            metadata.update(notifications, out);
        }
    }
}
