package waypost.protocol.imap;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import waypost.protocol.imap.ImapCommand.Numbering;
import waypost.protocol.imap.SearchReturn.Item;

/** SEARCH in the selected state: finds, and answers in the form that was asked for. */
final class SearchCommands {
    private final SelectedMailbox mailbox;
    private final MessageNumbers messages;
    private final InstantSource clock;

    /** @param messages learns what a search saves */
    SearchCommands(SelectedMailbox mailbox, MessageNumbers messages, InstantSource clock) {
        this.mailbox = mailbox;
        this.messages = messages;
        this.clock = clock;
    }

    /** @param tag of the command, which an ESEARCH response repeats (RFC 4466 §2.6.2) */
    String search(String tag, ImapCommand.Search command, Replies out) throws IOException {
        List<Long> found = identifiers(command.numbering(), find(command));
        switch (command.returns()) {
            case SearchReturn.Plain() -> {
                StringBuilder answer = new StringBuilder("SEARCH");
                found.forEach(identifier -> answer.append(' ').append(identifier));
                out.untagged(answer.toString());
            }
            case SearchReturn.Extended(Set<Item> items, var _) -> {
                if (!items.isEmpty()) {
                    out.untagged(esearch(tag, command.numbering(), items, found));
                }
            }
        }
        return "OK SEARCH completed";
    }

    /** NO, and nothing is saved any longer if something was to be (RFC 5182 §2.1). */
    String refuse(ImapCommand.UnknownCharset command) {
        if (command.returns().saves()) {
            messages.save(List.of());
        }
        return "NO [" + SearchCharset.refusalCode() + "] Unknown charset";
    }

    private List<Integer> find(ImapCommand.Search command) throws IOException {
        Searcher searcher = new Searcher(mailbox, new SearchPlan(mailbox, messages.saved(), clock.instant()));
        boolean saves = command.returns().saves();
        if (saves) {
            messages.save(List.of()); // RFC 5182 §2.1: what a failure leaves
        }
        List<Integer> found = switch (command.returns()) {
            case SearchReturn.Plain() -> searcher.search(command.key());
            case SearchReturn.Extended(Set<Item> items, var _) ->
                endsOnly(items) ? searcher.ends(command.key(), items) : searcher.search(command.key());
        };
        if (saves) {
            messages.save(found);
        }
        return found;
    }

    /** Also what decides, by RFC 5182 §2.4, that no more is saved. */
    private static boolean endsOnly(Set<Item> items) {
        return !items.isEmpty() && !items.contains(Item.ALL) && !items.contains(Item.COUNT);
    }

    private List<Long> identifiers(Numbering numbering, List<Integer> numbers) {
        return numbers.stream()
                .map(number -> numbering == Numbering.UID ? mailbox.uid(number) : (long) number)
                .toList();
    }

    /** RFC 4731 §3.1: where nothing was found, neither MIN, MAX nor ALL is there, but the response is. */
    private static String esearch(String tag, Numbering numbering, Set<Item> items, List<Long> found) {
        StringBuilder answer =
                new StringBuilder("ESEARCH (TAG ").append(Answers.quoted(tag)).append(')');
        if (numbering == Numbering.UID) {
            answer.append(" UID");
        }
        for (Item item : Item.values()) {
            if (items.contains(item) && (item == Item.COUNT || !found.isEmpty())) {
                answer.append(' ').append(item).append(' ').append(value(item, found));
            }
        }
        return answer.toString();
    }

    private static String value(Item item, List<Long> found) {
        return switch (item) {
            case MIN -> found.getFirst().toString();
            case MAX -> found.getLast().toString();
            case COUNT -> String.valueOf(found.size());
            case ALL -> Answers.uidSet(found);
        };
    }
}
