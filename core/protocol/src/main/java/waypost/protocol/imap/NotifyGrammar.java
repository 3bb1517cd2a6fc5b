package waypost.protocol.imap;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import waypost.protocol.imap.NotifyCommand.Event;
import waypost.protocol.imap.NotifyCommand.Group;
import waypost.protocol.imap.NotifyCommand.OfSelected;
import waypost.protocol.imap.NotifyCommand.Opening;
import waypost.protocol.imap.NotifyCommand.When;

/** What follows NOTIFY (RFC 5465 §8). */
final class NotifyGrammar {
    private final Tokens in;
    private final List<Group> groups = new ArrayList<>();
    private Optional<OfSelected> selected = Optional.empty();
    private boolean unsupported;

    private NotifyGrammar(Tokens in) {
        this.in = in;
    }

    static ImapCommand command(Tokens in) throws SyntaxError {
        in.space();
        return new ImapCommand.Notify(
                switch (in.word()) {
                    case "NONE" -> new NotifyCommand.None();
                    case "SET" -> new NotifyGrammar(in).set();
                    default -> throw new SyntaxError("expected SET or NONE");
                });
    }

    private NotifyCommand set() throws SyntaxError {
        in.space();
        Opening opening = Opening.SILENT;
        if (in.peek() != '(') {
            in.word("STATUS");
            in.space();
            opening = Opening.STATUS;
        }
        do {
            group();
        } while (in.skip(' '));
        return unsupported
                ? new NotifyCommand.BadEvent()
                : new NotifyCommand.Set(opening, selected.orElse(OfSelected.NONE), List.copyOf(groups));
    }

    private void group() throws SyntaxError {
        in.expect('(');
        String kind = in.word();
        switch (kind) {
            case "SELECTED" -> selected(When.AT_ONCE);
            case "SELECTED-DELAYED" -> selected(When.DELAYED);
            case "SUBTREE-ONE" -> throw new SyntaxError("that is a kind of mailboxes to search"); // RFC 7377 §2.2
            default -> {
                MailboxFilter mailboxes = MailboxFilterGrammar.filter(kind, in);
                groups.add(new Group(mailboxes, events(Optional.empty())));
            }
        }
        in.expect(')');
    }

    /** RFC 5465 §6.1: once at most, and for messages only. */
    private void selected(When when) throws SyntaxError {
        if (selected.isPresent()) {
            throw new SyntaxError("the open mailbox comes twice");
        }
        List<FetchItem> items = new ArrayList<>();
        Set<Event> events = events(Optional.of(items));
        if (!events.stream().allMatch(Event::ofMessages)) {
            throw new SyntaxError("only events of messages are for the open mailbox");
        }
        selected = Optional.of(new OfSelected(when, events, List.copyOf(items)));
    }

    /** @param items takes those of MessageNew; empty where it has none */
    private Set<Event> events(Optional<List<FetchItem>> items) throws SyntaxError {
        in.space();
        if (!in.skip('(')) {
            in.word("NONE");
            return Set.of();
        }
        Set<Event> events = EnumSet.noneOf(Event.class);
        do {
            Optional<Event> event = event(in.word());
            event.ifPresentOrElse(events::add, () -> unsupported = true);
            if (event.equals(Optional.of(Event.MESSAGE_NEW)) && items.isPresent() && in.skip(" (")) {
                items.get().addAll(FetchGrammar.restOfItems(in));
            }
        } while (in.skip(' '));
        in.expect(')');
        boolean pair = events.contains(Event.MESSAGE_NEW) && events.contains(Event.MESSAGE_EXPUNGE);
        if (!pair && events.stream().anyMatch(Event::ofMessages)) { // RFC 5465 §5
            throw new SyntaxError("MessageNew and MessageExpunge go together, and before FlagChange");
        }
        return Set.copyOf(events);
    }

    private Optional<Event> event(String word) {
        return supported(in::offers)
                .filter(event -> event.toString().equalsIgnoreCase(word))
                .findFirst();
    }

    /** Events that can be asked for. */
    static Stream<Event> supported(Predicate<ImapExtension> offered) {
        return Stream.of(Event.values())
                .filter(event -> event.extension().filter(offered.negate()).isEmpty());
    }
}
