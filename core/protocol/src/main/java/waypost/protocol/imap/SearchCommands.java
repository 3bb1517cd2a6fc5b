package waypost.protocol.imap;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import waypost.protocol.imap.ImapCommand.Numbering;
import waypost.protocol.imap.SearchReturn.Item;

/** SEARCH in the selected state: finds, and answers in the form that was asked for. */
final class SearchCommands {
    private final SelectedMailbox mailbox;

    SearchCommands(SelectedMailbox mailbox) {
        this.mailbox = mailbox;
    }

    /** @param tag of the command, which an ESEARCH response repeats (RFC 4466 §2.6.2) */
    String search(String tag, ImapCommand.Search command, Replies out) throws IOException {
        Searcher searcher = new Searcher(mailbox);
        switch (command.returns()) {
            case SearchReturn.Plain() -> {
                StringBuilder answer = new StringBuilder("SEARCH");
                identifiers(command.numbering(), searcher.search(command.key()))
                        .forEach(found -> answer.append(' ').append(found));
                out.untagged(answer.toString());
            }
            case SearchReturn.Extended(Set<Item> items) -> {
                List<Integer> found = items.contains(Item.ALL) || items.contains(Item.COUNT)
                        ? searcher.search(command.key())
                        : searcher.ends(command.key(), items);
                out.untagged(esearch(tag, command.numbering(), items, identifiers(command.numbering(), found)));
            }
        }
        return "OK SEARCH completed";
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
