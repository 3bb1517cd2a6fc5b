package waypost.protocol.imap;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import waypost.message.AddressTexts;
import waypost.message.Envelope;
import waypost.protocol.imap.SearchStep.Cost;
import waypost.protocol.imap.SequenceSet.Range;

/**
 * Maker of {@link SearchStep}s for one mailbox. Inside AND and OR the cheap keys come first; the answer does not depend on the order, as
 * no key changes anything.
 */
final class SearchPlan {
    private final SelectedMailbox mailbox;
    private final List<Range> saved;
    private final Instant now;
    private final Relevancies relevancies = new Relevancies();
    private final SearchWindow window = new SearchWindow();

    /** @param saved UIDs that {@code $} stands for (RFC 5182) */
    SearchPlan(SelectedMailbox mailbox, List<Range> saved, Instant now) {
        this.mailbox = mailbox;
        this.saved = saved;
        this.now = now;
    }

    /** Those of messages that a step has found. */
    Relevancies relevancies() {
        return relevancies;
    }

    SearchStep of(SearchKey key) {
        return switch (key) {
            case SearchKey.All() -> SearchStep.of(Cost.RECORD, _ -> true);
            case SearchKey.And(var keys) -> all(sorted(keys.stream().flatMap(each -> steps(each).stream())));
            case SearchKey.Or(var left, var right) ->
                any(sorted(Stream.of(left, right).map(this::of)));
            case SearchKey.Not(var negated) -> not(of(negated));
            case SearchKey.Fuzzy(var loose) -> fuzzy(loose);
            case SearchKey.Flag(var flag) -> SearchStep.of(Cost.RECORD, new SearchFlag(mailbox, flag));
            case SearchKey.Recent() -> SearchStep.of(Cost.RECORD, new SearchFlag(mailbox, "\\Recent"));
            case SearchKey.Sequence(var numbering, SequenceSet.Numbers(var ranges)) -> sequence(numbering, ranges);
            case SearchKey.Sequence(var _, SequenceSet.SearchResult()) -> sequence(ImapCommand.Numbering.UID, saved);
            case SearchKey.ModSeq(long least) ->
                SearchStep.of(Cost.RECORD, message -> mailbox.modSeq(message.number()) >= least);
            case SearchKey.Larger(long octets) ->
                SearchStep.of(Cost.RECORD, message -> mailbox.size(message.number()) > octets);
            case SearchKey.Smaller(long octets) ->
                SearchStep.of(Cost.RECORD, message -> mailbox.size(message.number()) < octets);
            case SearchKey.Date(var field, var order, var date) -> date(field, order, date);
            case SearchKey.EmailId(var id) ->
                SearchStep.of(
                        Cost.ENVELOPE,
                        message -> mailbox.emailId(message.number()).equals(id));
            case SearchKey.ThreadId(var id) ->
                SearchStep.of(
                        Cost.ENVELOPE,
                        message -> mailbox.threadId(message.number())
                                .filter(id::equals)
                                .isPresent());
            case SearchKey.Within(var age, long seconds) ->
                within(age, now.minusSeconds(seconds).getEpochSecond());
            case SearchKey.Textual text -> all(steps(text));
        };
    }

    /** RFC 6203 §5: what is no text is matched exactly; so is what must not be there. */
    private SearchStep fuzzy(SearchKey key) {
        return switch (key) {
            case SearchKey.And(var keys) -> all(sorted(keys.stream().map(this::fuzzy)));
            case SearchKey.Or(var left, var right) ->
                any(sorted(Stream.of(left, right).map(this::fuzzy)));
            case SearchKey.Fuzzy(var inner) -> fuzzy(inner);
            case SearchKey.Textual text -> {
                FuzzyText test = new FuzzyText(text, each -> all(steps(each)), relevancies);
                yield SearchStep.of(test.cost(), test);
            }
            case SearchKey exact -> of(exact);
        };
    }

    /** All that have to match: a text is looked for in messages only that may have it. */
    private List<SearchStep> steps(SearchKey key) {
        return key instanceof SearchKey.Textual text
                ? List.of(SearchStep.of(Cost.INDEX, new SearchNarrowing(mailbox, text)), reading(text, window))
                : List.of(of(key));
    }

    /** @param window is used while the step is asked */
    static SearchStep reading(SearchKey.Textual key, SearchWindow window) {
        return switch (key) {
            case SearchKey.Header(var field, var text) -> header(field, new SearchText(text));
            case SearchKey.Addresses(var field, var text) -> addresses(field, new SearchText(text));
            case SearchKey.BodyText(var text) -> body(new SearchText(text), SearchBody.Scope.BODY, window);
            case SearchKey.Text(var text) -> body(new SearchText(text), SearchBody.Scope.TEXT, window);
        };
    }

    private static List<SearchStep> sorted(Stream<SearchStep> steps) {
        return steps.sorted(Comparator.comparing(SearchStep::cost)).toList();
    }

    private static SearchStep all(List<SearchStep> steps) {
        return SearchStep.of(dearest(steps), message -> {
            for (SearchStep step : steps) {
                if (!step.matches(message)) {
                    return false;
                }
            }
            return true;
        });
    }

    private static SearchStep any(List<SearchStep> steps) {
        return SearchStep.of(dearest(steps), message -> {
            for (SearchStep step : steps) {
                if (step.matches(message)) {
                    return true;
                }
            }
            return false;
        });
    }

    private static Cost dearest(List<SearchStep> steps) {
        return steps.isEmpty() ? Cost.RECORD : steps.getLast().cost();
    }

    private static SearchStep not(SearchStep step) {
        return SearchStep.of(step.cost(), message -> !step.matches(message));
    }

    private SearchStep sequence(ImapCommand.Numbering numbering, List<Range> ranges) {
        int size = mailbox.size();
        return switch (numbering) {
            case SEQUENCE -> {
                SearchNumbers numbers = SearchNumbers.of(ranges, size);
                yield SearchStep.of(Cost.RECORD, message -> numbers.contains(message.number()));
            }
            case UID -> {
                SearchNumbers uids = SearchNumbers.of(ranges, size == 0 ? 0 : mailbox.uid(size));
                yield SearchStep.of(Cost.RECORD, message -> uids.contains(mailbox.uid(message.number())));
            }
        };
    }

    /** Both kinds of date as written, "disregarding time and timezone"; without a Date field that can be read no SENT key matches. */
    private SearchStep date(SearchKey.Date.Field field, SearchKey.Date.Order order, LocalDate date) {
        return switch (field) {
            case INTERNAL ->
                SearchStep.of(
                        Cost.RECORD,
                        message -> holds(mailbox.internalDate(message.number()).toLocalDate(), order, date));
            case SENT ->
                SearchStep.of(
                        Cost.ENVELOPE,
                        message -> message.sentDate()
                                .filter(sent -> holds(sent, order, date))
                                .isPresent());
            case SAVED ->
                SearchStep.of(Cost.ENVELOPE, message -> holds(savedOrInternal(message.number()), order, date));
        };
    }

    /** RFC 8514 §4.3: the internal date where there is no save date. */
    private LocalDate savedOrInternal(int number) throws IOException {
        Optional<OffsetDateTime> saved = mailbox.saveDate(number);
        return (saved.isPresent() ? saved.get() : mailbox.internalDate(number)).toLocalDate();
    }

    /** RFC 5032 §2: both keys take in the target itself, to the resolution of a second. */
    private SearchStep within(SearchKey.Within.Age age, long target) {
        return SearchStep.of(Cost.RECORD, message -> {
            long date = mailbox.internalDate(message.number()).toEpochSecond();
            return switch (age) {
                case OLDER -> date <= target;
                case YOUNGER -> date >= target;
            };
        });
    }

    private static boolean holds(LocalDate found, SearchKey.Date.Order order, LocalDate date) {
        return switch (order) {
            case BEFORE -> found.isBefore(date);
            case ON -> found.isEqual(date);
            case SINCE -> !found.isBefore(date);
        };
    }

    /** A subject that has it is in the envelope: the header is read only where the envelope says nothing. */
    private static SearchStep header(String field, SearchText text) {
        if (!field.equalsIgnoreCase("Subject")) {
            return SearchStep.of(Cost.HEADER, message -> message.header().field(field, text));
        }
        return SearchStep.of(
                Cost.HEADER,
                message -> message.envelope()
                                .subject()
                                .filter(subject -> SearchHeader.in(subject, text))
                                .isPresent()
                        || message.header().field(field, text));
    }

    private static SearchStep addresses(SearchKey.Addresses.Field field, SearchText text) {
        return SearchStep.of(Cost.ENVELOPE, message -> {
            Envelope envelope = message.envelope();
            List<Envelope.Address> addresses = switch (field) {
                case BCC -> envelope.bcc();
                case CC -> envelope.cc();
                case FROM -> envelope.from();
                case TO -> envelope.to();
            };
            return AddressTexts.of(addresses).stream().anyMatch(each -> SearchHeader.in(each, text));
        });
    }

    private static SearchStep body(SearchText text, SearchBody.Scope scope, SearchWindow window) {
        SearchBody body = new SearchBody(text, scope, window);
        return text.isEmpty() ? SearchStep.of(Cost.RECORD, _ -> true) : SearchStep.of(Cost.BODY, body::matches);
    }
}
