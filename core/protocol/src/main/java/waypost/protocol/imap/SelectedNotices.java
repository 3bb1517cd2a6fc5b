package waypost.protocol.imap;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import waypost.protocol.imap.NotifyCommand.Event;
import waypost.protocol.imap.NotifyCommand.OfSelected;
import waypost.protocol.imap.NotifyCommand.When;
import waypost.protocol.imap.SelectedMailbox.Expunges;

/** What the client hears of the mailbox that it has open, and when (RFC 5465 §3.1, §6.1). One session's thread. */
final class SelectedNotices {
    private OfSelected asked = OfSelected.STANDARD;
    private Set<Long> own = Set.of();

    void set(OfSelected now) {
        asked = now;
    }

    /** Whether messages that come and go are told at all; they always are together. */
    boolean ofMessages() {
        return asked.events().contains(Event.MESSAGE_NEW);
    }

    boolean ofFlags() {
        return asked.events().contains(Event.FLAG_CHANGE);
    }

    /** Whether anything is told while no command is under way. */
    boolean betweenCommands() {
        return ofMessages() && asked.when() != When.COMMANDS;
    }

    /** Who wants to hear of everything at once does not name messages by numbers (RFC 5465 §5.3). */
    Expunges expunges(Expunges duringCommand) {
        return asked.when() == When.AT_ONCE ? Expunges.TELL : duringCommand;
    }

    /** Of each message that comes. */
    List<FetchItem> items() {
        return asked.items();
    }

    /** RFC 5465 §5.2: what this session puts into its open mailbox it does not hear more of than that it is there. */
    void brought(List<Long> uids) {
        Set<Long> more = new HashSet<>(own);
        more.addAll(uids);
        own = more;
    }

    /** UIDs that this session has brought since it was last asked. */
    Set<Long> takeBrought() {
        Set<Long> taken = own;
        own = Set.of();
        return taken;
    }
}
