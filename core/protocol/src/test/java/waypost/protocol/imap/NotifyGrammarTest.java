package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.protocol.imap.NotifyCommand.Event;
import waypost.protocol.imap.NotifyCommand.Group;
import waypost.protocol.imap.NotifyCommand.OfSelected;
import waypost.protocol.imap.NotifyCommand.Opening;
import waypost.protocol.imap.NotifyCommand.When;

/** RFC 5465 §8. */
class NotifyGrammarTest {
    private static final Set<Event> MESSAGES = Set.of(Event.MESSAGE_NEW, Event.MESSAGE_EXPUNGE);

    private static ImapCommand parse(String command, ImapExtensions extensions) {
        return ImapParser.parse(("t " + command).getBytes(StandardCharsets.ISO_8859_1), extensions)
                .command();
    }

    private static NotifyCommand notify(String command) {
        return assertInstanceOf(ImapCommand.Notify.class, parse(command, ImapExtensions.ALL))
                .command();
    }

    @Test
    void none() {
        assertEquals(new NotifyCommand.None(), notify("Notify none"));
    }

    @Test
    void openMailbox() {
        assertEquals(
                new NotifyCommand.Set(
                        Opening.SILENT,
                        new OfSelected(When.AT_ONCE, MESSAGES, List.of(new FetchItem.Uid(), new FetchItem.Flags())),
                        List.of()),
                notify("NOTIFY SET (selected (MessageNew (uid FLAGS) messageexpunge))"));
        assertEquals(
                new NotifyCommand.Set(
                        Opening.STATUS,
                        new OfSelected(
                                When.DELAYED,
                                Set.of(Event.MESSAGE_NEW, Event.MESSAGE_EXPUNGE, Event.FLAG_CHANGE),
                                List.of()),
                        List.of()),
                notify("NOTIFY SET STATUS (Selected-Delayed (FlagChange MessageExpunge MessageNew))"));
        assertEquals(
                new NotifyCommand.Set(Opening.SILENT, new OfSelected(When.AT_ONCE, Set.of(), List.of()), List.of()),
                notify("NOTIFY SET (SELECTED NONE)"));
    }

    @Test
    void otherMailboxes() {
        assertEquals(
                new NotifyCommand.Set(
                        Opening.SILENT,
                        OfSelected.NONE,
                        List.of(
                                new Group(new MailboxFilter.Personal(), Set.of(Event.MAILBOX_NAME)),
                                new Group(new MailboxFilter.Personal(), Set.of()),
                                new Group(new MailboxFilter.Subscribed(), Set.of(Event.SUBSCRIPTION_CHANGE)),
                                new Group(new MailboxFilter.Subtree(List.of("Lists")), MESSAGES),
                                new Group(
                                        new MailboxFilter.Named(List.of("INBOX", "a b*")),
                                        Set.of(Event.MAILBOX_METADATA_CHANGE, Event.SERVER_METADATA_CHANGE)))),
                notify("NOTIFY SET (inboxes (MailboxName)) (personal NONE) (subscribed (SubscriptionChange)) "
                        + "(subtree Lists (MessageNew MessageExpunge)) "
                        + "(mailboxes (inbox \"a b*\") (MailboxMetadataChange ServerMetadataChange))"));
    }

    /** RFC 5465 §3.1: NO, not BAD. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOTIFY SET (selected (MessageNew MessageExpunge AnnotationChange))",
                "NOTIFY SET (personal (MailboxName)) (mailboxes x (Tomorrow))"
            })
    void eventsThatAreNotSupported(String command) {
        assertEquals(new NotifyCommand.BadEvent(), notify(command));
    }

    /** RFC 5465 §5.6: without METADATA there are no changes of annotations. */
    @Test
    void eventsOfAnotherExtension() {
        ImapCommand command = parse(
                "NOTIFY SET (personal (MailboxMetadataChange))", ImapExtensions.ALL.without(ImapExtension.METADATA));
        assertEquals(new ImapCommand.Notify(new NotifyCommand.BadEvent()), command);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "NOTIFY",
                "NOTIFY SET",
                "NOTIFY SET STATUS",
                "NOTIFY NONE x",
                "NOTIFY SET STATUS(personal NONE)",
                "NOTIFY SET (personal)",
                "NOTIFY SET (personal ())",
                "NOTIFY SET (personal NONE",
                "NOTIFY SET (subtree NONE)",
                "NOTIFY SET (subtree-one x NONE)",
                "NOTIFY SET (others NONE)",
                "NOTIFY SET (selected (MessageNew))",
                "NOTIFY SET (personal (MessageExpunge))",
                "NOTIFY SET (personal (FlagChange))",
                "NOTIFY SET (personal (MessageNew FlagChange))",
                "NOTIFY SET (selected (MailboxName))",
                "NOTIFY SET (selected NONE) (selected-delayed NONE)",
                "NOTIFY SET (personal (MessageNew (UID) MessageExpunge))",
                "NOTIFY SET (selected (MessageNew () MessageExpunge))"
            })
    void malformed(String command) {
        assertInstanceOf(ImapCommand.Malformed.class, parse(command, ImapExtensions.ALL));
    }
}
