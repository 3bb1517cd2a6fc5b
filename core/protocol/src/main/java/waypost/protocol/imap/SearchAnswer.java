package waypost.protocol.imap;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import waypost.protocol.imap.ImapCommand.Numbering;
import waypost.protocol.imap.SearchReturn.Extended;
import waypost.protocol.imap.SearchReturn.Item;

/**
 * The answer to SEARCH, ESEARCH or SORT: the response of RFC 3501 §7.2.5 or RFC 5256, or an ESEARCH response, which repeats the tag (RFC 4466
 * §2.6.2).
 *
 * @param mailbox which one the answer is about, as it is spelled; it is left out where nothing was found then (RFC 7377 §2.1)
 * @param modSeq whether the greatest mod-sequence is part of it (RFC 7162 §3.1.5)
 */
record SearchAnswer(String tag, String verb, Numbering numbering, Optional<String> mailbox, boolean modSeq) {
    /** Of a number in a mailbox of some size, and the space before it. */
    private static final int NUMBER_LETTERS = 7;

    /**
     * The text of the response; none where only SAVE is asked for.
     *
     * @param found numbers in the order of the result; only its ends where these are enough for {@code returns}
     */
    Optional<String> of(SearchReturn returns, List<Integer> found, SelectedMailbox opened, Relevancies relevancies) {
        OptionalLong greatest = modSeq
                ? returns.concerned(found).stream().mapToLong(opened::modSeq).max()
                : OptionalLong.empty();
        return switch (returns) {
            case SearchReturn.Plain() -> Optional.of(plain(found, greatest, opened));
            case Extended asked ->
                asked.onlySaves() || (mailbox.isPresent() && found.isEmpty())
                        ? Optional.empty()
                        : Optional.of(extended(asked, found, greatest, opened) + scores(asked, found, relevancies));
        };
    }

    /** RFC 6203 §4: in the order of the results. */
    private static String scores(Extended asked, List<Integer> found, Relevancies relevancies) {
        List<Integer> told = asked.partial().map(range -> range.of(found)).orElse(found);
        return asked.relevancy()
                ? told.stream()
                        .map(number -> String.valueOf(relevancies.of(number)))
                        .collect(Collectors.joining(" ", " RELEVANCY (", ")"))
                : "";
    }

    private String plain(List<Integer> found, OptionalLong greatest, SelectedMailbox opened) {
        StringBuilder answer = new StringBuilder(verb.length() + NUMBER_LETTERS * found.size()).append(verb);
        for (int number : found) {
            answer.append(' ').append(numbering.identifier(opened, number));
        }
        if (greatest.isPresent()) { // RFC 7162 §3.1.6
            answer.append(" (MODSEQ ").append(greatest.getAsLong()).append(')');
        }
        return answer.toString();
    }

    private String extended(Extended asked, List<Integer> numbers, OptionalLong greatest, SelectedMailbox opened) {
        List<Long> found = numbers.stream()
                .map(number -> numbering.identifier(opened, number))
                .toList();
        String which = mailbox.map(name -> " MAILBOX " + name + " UIDVALIDITY " + opened.uidValidity())
                .orElse("");
        StringBuilder answer = begun(tag, which, numbering);
        items(answer, asked.items(), found);
        asked.partial().ifPresent(range -> {
            List<Long> piece = range.of(found);
            answer.append(" PARTIAL (").append(range).append(' ');
            answer.append(piece.isEmpty() ? "NIL" : Answers.uidSet(piece)).append(')'); // RFC 9394 §3.1
        });
        greatest.ifPresent(value -> answer.append(" MODSEQ ").append(value)); // RFC 4731 §3.2
        return answer.toString();
    }

    /** An ESEARCH response up to its items. */
    static StringBuilder begun(String tag, Numbering numbering) {
        return begun(tag, "", numbering);
    }

    private static StringBuilder begun(String tag, String which, Numbering numbering) {
        StringBuilder answer = new StringBuilder("ESEARCH (TAG ")
                .append(Answers.quoted(tag))
                .append(which)
                .append(')');
        return numbering == Numbering.UID ? answer.append(" UID") : answer;
    }

    /** RFC 4731 §3.1: where nothing was found, neither MIN, MAX nor ALL is there, but the response is. */
    private static void items(StringBuilder answer, Set<Item> items, List<Long> found) {
        for (Item item : Item.values()) {
            if (items.contains(item) && item != Item.RELEVANCY && (item == Item.COUNT || !found.isEmpty())) {
                answer.append(' ').append(item).append(' ').append(value(item, found));
            }
        }
    }

    private static String value(Item item, List<Long> found) {
        return switch (item) {
            case MIN -> found.getFirst().toString();
            case MAX -> found.getLast().toString();
            case COUNT -> String.valueOf(found.size());
            case ALL -> Answers.uidSet(found);
            case RELEVANCY -> throw new IllegalArgumentException("stands behind the others");
        };
    }
}
