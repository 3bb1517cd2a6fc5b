package waypost.access;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import waypost.protocol.imap.ImapCommand;
import waypost.protocol.imap.ImapExtensions;
import waypost.protocol.imap.ImapParser;
import waypost.protocol.imap.MailboxFilter;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.protocol.imap.SearchKey;
import waypost.protocol.imap.SearchReturn;
import waypost.store.Criterion;

/**
 * What a search folder looks for, as a client writes it: what stands behind ESEARCH in that command (RFC 7377 §4), without RETURN. Without IN it is looked for in
 * all of the user's mailboxes. Names of mailboxes count as they are when a message comes: one that is renamed is another.
 *
 * <p>Declined: keys whose answer changes while nothing happens to a message (RFC 5032 §2), or that are a session's own (numbers, RECENT, $ of RFC 5182 §2.1), or
 * that say no more than likeness (RFC 6203 §3).
 */
final class SearchProgram {
    /** RFC 5464 §6.2.2: a private entry of a vendor. */
    static final String ENTRY = "/private/vendor/waypost/search";

    private SearchProgram() {}

    static Criterion read(String text) throws MailboxException {
        byte[] command = ("S ESEARCH " + text).getBytes(StandardCharsets.ISO_8859_1);
        return switch (ImapParser.parse(command, ImapExtensions.ALL).command()) {
            case ImapCommand.MultiSearch search -> criterion(text, search);
            case ImapCommand.UnknownCharset _ -> throw cannot("Unknown charset");
            case ImapCommand.Malformed(var reason) -> throw cannot("Not search criteria: " + reason);
            case ImapCommand _ -> throw cannot("Not search criteria");
        };
    }

    private static Criterion criterion(String text, ImapCommand.MultiSearch search) throws MailboxException {
        boolean plain = search.returns()
                .equals(new SearchReturn.Extended(Set.of(SearchReturn.Item.ALL), SearchReturn.Saving.KEEP));
        if (!plain) {
            throw cannot("A search folder has no result options");
        }
        Criterion key = criterion(search.key());
        Criterion criterion = text.toUpperCase(Locale.ROOT).startsWith("IN ")
                ? new Criterion.And(List.of(scope(search.sources()), key))
                : key;
        if (criterion.parts().count() > Criterion.MOST) {
            throw new MailboxException("LIMIT", "Too many search keys");
        }
        return criterion;
    }

    private static Criterion scope(List<MailboxFilter> sources) throws MailboxException {
        Stream.Builder<Criterion> folders = Stream.builder();
        for (MailboxFilter source : sources) {
            switch (source) {
                case MailboxFilter.Personal() -> folders.add(Criterion.ALL);
                case MailboxFilter.Subtree(var roots) -> add(folders, roots, Criterion.Within.ALL_LEVELS);
                case MailboxFilter.SubtreeOne(var roots) -> add(folders, roots, 1);
                case MailboxFilter.Named(var names) -> add(folders, names, 0);
                case MailboxFilter.Selected() -> throw cannot("A search folder has no selected mailbox");
                case MailboxFilter.Subscribed() -> throw cannot("Subscriptions are no part of a search folder");
            }
        }
        return new Criterion.Or(folders.build().toList());
    }

    private static void add(Stream.Builder<Criterion> folders, List<String> names, int levels) throws MailboxException {
        for (String name : names) {
            if (name.startsWith(SharedAccounts.OTHERS) || name.startsWith(SharedAccounts.SHARED)) {
                throw cannot("A search folder looks into own mailboxes only");
            }
            folders.add(new Criterion.Within(name, levels));
        }
    }

    private static List<Criterion> criteria(List<SearchKey> keys) throws MailboxException {
        Stream.Builder<Criterion> criteria = Stream.builder();
        for (SearchKey key : keys) {
            criteria.add(criterion(key));
        }
        return criteria.build().toList();
    }

    private static Criterion criterion(SearchKey key) throws MailboxException {
        return switch (key) {
            case SearchKey.All() -> Criterion.ALL;
            case SearchKey.And(var keys) -> new Criterion.And(criteria(keys));
            case SearchKey.Or(var left, var right) -> new Criterion.Or(List.of(criterion(left), criterion(right)));
            case SearchKey.Not(var negated) -> new Criterion.Not(criterion(negated));
            case SearchKey.Flag(var flag) -> new Criterion.Flag(flag);
            case SearchKey.Larger(var octets) -> new Criterion.Larger(octets);
            case SearchKey.Smaller(var octets) -> new Criterion.Smaller(octets);
            case SearchKey.Date date -> date(date);
            case SearchKey.Textual text -> SearchTexts.criterion(text);
            case SearchKey.Recent() -> throw cannot("RECENT, NEW and OLD are a session's own");
            case SearchKey.Sequence _ -> throw cannot("Numbers, UIDs and $ are a mailbox's own");
            case SearchKey.ModSeq _ -> throw cannot("MODSEQ is no criterion of a search folder");
            case SearchKey.Within _ -> throw cannot("YOUNGER and OLDER change with time: use BEFORE and SINCE");
            case SearchKey.Fuzzy _ -> throw cannot("FUZZY is no criterion of a search folder");
            case SearchKey.EmailId _, SearchKey.ThreadId _ ->
                throw cannot("EMAILID and THREADID are no criteria of a search folder");
        };
    }

    private static Criterion date(SearchKey.Date key) {
        Criterion.Order order = SearchTexts.order(key.order());
        return switch (key.field()) {
            case INTERNAL -> new Criterion.Received(order, key.date());
            case SENT -> new Criterion.Sent(order, key.date());
            case SAVED -> new Criterion.Saved(order, key.date());
        };
    }

    private static MailboxException cannot(String why) {
        return new MailboxException("CANNOT", why);
    }

    /** What SETMETADATA makes of it; empty where the search folder is to look for nothing. */
    static Optional<Criterion> read(Optional<String> value) throws MailboxException {
        return value.isEmpty() ? Optional.empty() : Optional.of(read(value.get()));
    }
}
