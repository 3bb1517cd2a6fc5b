package waypost.protocol.imap;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import waypost.message.EncodedWords;
import waypost.message.Envelope.Address;
import waypost.message.UnicodeCasemap;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.protocol.imap.SortCriterion.Direction;
import waypost.protocol.imap.SortCriterion.Key;

/** The order of SORT (RFC 5256 §BASE.6.4.SORT). What the criteria need of a message is read once. */
final class Sorter {
    private final SelectedMailbox mailbox;
    private final Relevancies relevancies;

    /** @param relevancies of the messages that were found */
    Sorter(SelectedMailbox mailbox, Relevancies relevancies) {
        this.mailbox = mailbox;
        this.relevancies = relevancies;
    }

    /** A message and what it is sorted by, one value a criterion: a number, or a text that is prepared for comparison. */
    private record Row(int number, List<Value> values) {}

    private record Value(long number, String text) implements Comparable<Value> {
        @Override
        public int compareTo(Value other) {
            int byNumber = Long.compare(number, other.number);
            return byNumber != 0 ? byNumber : text.compareTo(other.text);
        }
    }

    /**
     * The messages in order; where all criteria agree, by their numbers, which are given ascending. A message that can no longer be read
     * is left out.
     */
    List<Integer> sort(List<Integer> numbers, List<SortCriterion> criteria) throws IOException {
        List<SortCriterion> deciding = deciding(criteria);
        List<Row> rows = new ArrayList<>();
        for (int number : numbers) {
            try {
                rows.add(row(number, deciding));
            } catch (MailboxException gone) {
                continue; // as SEARCH leaves it out
            }
        }
        Comparator<Row> order = Comparator.comparing(_ -> 0);
        for (int i = 0; i < deciding.size(); i++) {
            int column = i;
            Comparator<Row> next = Comparator.comparing(row -> row.values().get(column));
            order = order.thenComparing(deciding.get(i).direction() == Direction.REVERSE ? next.reversed() : next);
        }
        rows.sort(order);
        return rows.stream().map(Row::number).toList();
    }

    /** The first criterion of each key: another of the same key decides nothing. */
    private static List<SortCriterion> deciding(List<SortCriterion> criteria) {
        List<SortCriterion> first = new ArrayList<>();
        for (SortCriterion criterion : criteria) {
            if (first.stream().noneMatch(known -> known.key() == criterion.key())) {
                first.add(criterion);
            }
        }
        return first;
    }

    private Row row(int number, List<SortCriterion> criteria) throws IOException {
        SearchedMessage message = new SearchedMessage(mailbox, number);
        List<Value> values = new ArrayList<>();
        for (SortCriterion criterion : criteria) {
            values.add(value(criterion.key(), message));
        }
        return new Row(number, values);
    }

    private Value value(Key key, SearchedMessage message) throws IOException {
        return switch (key) {
            case ARRIVAL -> number(mailbox.internalDate(message.number()).toEpochSecond());
            case CC -> text(mailboxOfFirst(message.envelope().cc()));
            case DATE -> number(message.sentSecond());
            case DISPLAYFROM -> text(displayOfFirst(message.envelope().from()));
            case DISPLAYTO -> text(displayOfFirst(message.envelope().to()));
            case FROM -> text(mailboxOfFirst(message.envelope().from()));
            case RELEVANCY -> number(-relevancies.of(message.number()));
            case SIZE -> number(mailbox.size(message.number()));
            case SUBJECT -> text(message.baseSubject().text());
            case TO -> text(mailboxOfFirst(message.envelope().to()));
        };
    }

    private static Value number(long number) {
        return new Value(number, "");
    }

    private static Value text(String text) {
        return new Value(0, UnicodeCasemap.prepare(text));
    }

    /** addr-mailbox of the envelope (RFC 3501 §7.4.2), where a group begins with its name; the empty string where there is none. */
    private static String mailboxOfFirst(List<Address> addresses) {
        return addresses.stream()
                .findFirst()
                .map(address -> switch (address) {
                    case Address.Mailbox mailbox -> EncodedWords.decode(mailbox.local());
                    case Address.GroupStart(var name) -> EncodedWords.decode(name);
                    case Address.GroupEnd() -> "";
                })
                .orElse("");
    }

    /** RFC 5957 §3. */
    private static String displayOfFirst(List<Address> addresses) {
        if (!addresses.isEmpty() && addresses.getFirst() instanceof Address.Mailbox mailbox) {
            String name = EncodedWords.decode(mailbox.name().orElse(""));
            return name.isEmpty() ? EncodedWords.decode(mailbox.local() + "@" + mailbox.domain()) : name;
        }
        return mailboxOfFirst(addresses);
    }
}
