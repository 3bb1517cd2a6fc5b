package waypost.protocol.imap;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import waypost.config.ClientWorkaround;
import waypost.protocol.imap.ImapCommand.Numbering;
import waypost.protocol.imap.SearchKey.Date.Field;
import waypost.protocol.imap.SearchKey.Date.Order;
import waypost.protocol.imap.SearchKey.Within.Age;

/** SEARCH (RFC 3501 §6.4.4). Without a CHARSET the text is read as UTF-8, of which US-ASCII is a part. */
final class SearchGrammar {
    private static final int MAX_DEPTH = 64;
    private static final Pattern OBJECT_ID = Pattern.compile("[A-Za-z0-9_-]{1,255}");

    private final Tokens in;
    private final Charset charset;

    private SearchGrammar(Tokens in, Charset charset) {
        this.in = in;
        this.charset = charset;
    }

    static ImapCommand search(Numbering numbering, Tokens in) throws SyntaxError {
        return program(leadingWord(in), in, (returns, key) -> new ImapCommand.Search(numbering, returns, key));
    }

    /** RFC 7377 §4; §2.1: without result options it is as with ALL. */
    static ImapCommand multiSearch(Tokens in) throws SyntaxError {
        List<MailboxFilter> sources = List.of(new MailboxFilter.Selected());
        Optional<String> first = leadingWord(in);
        if (first.equals(Optional.of("IN"))) {
            in.space();
            sources = MailboxFilterGrammar.sources(in);
            in.space();
            first = leadingWord(in);
        }
        List<MailboxFilter> searched = sources;
        return program(first, in, (returns, key) -> new ImapCommand.MultiSearch(searched, extended(returns), key));
    }

    private static SearchReturn.Extended extended(SearchReturn returns) {
        return returns instanceof SearchReturn.Extended options
                ? options
                : new SearchReturn.Extended(Set.of(SearchReturn.Item.ALL), SearchReturn.Saving.KEEP);
    }

    /** Result options and search-program of RFC 4466 §3, whose first word is read already if it has one. */
    private static ImapCommand program(
            Optional<String> begun, Tokens in, BiFunction<SearchReturn, SearchKey, ImapCommand> command)
            throws SyntaxError {
        SearchReturn returns = unasked(in);
        Optional<String> first = begun;
        if (first.equals(Optional.of("RETURN"))) {
            in.needs(ImapExtension.ESEARCH);
            in.space();
            returns = SearchReturnGrammar.ofSearch(in);
            in.space();
            first = leadingWord(in);
        }
        Charset charset = StandardCharsets.UTF_8;
        if (first.equals(Optional.of("CHARSET"))) {
            in.space();
            String name = in.astring();
            Optional<Charset> known = SearchCharset.lookup(name);
            if (in.enabled(ImapExtension.UTF8_ACCEPT)) {
                requireNoOther(known, in);
            }
            if (known.isEmpty()) {
                in.skipRest();
                return new ImapCommand.UnknownCharset(returns, name);
            }
            charset = known.get();
            in.space();
            first = Optional.empty();
        }
        SearchGrammar grammar = new SearchGrammar(in, charset);
        SearchKey key = grammar.keys(first.isPresent() ? grammar.named(first.get(), 0) : grammar.key(0));
        fuzzyFor(returns, key);
        return command.apply(returns, key);
    }

    /** RFC 6855 §3: no CHARSET where UTF8=ACCEPT is enabled; one that says the same conflicts with nothing. */
    private static void requireNoOther(Optional<Charset> named, Tokens in) throws SyntaxError {
        boolean same = named.equals(Optional.of(StandardCharsets.UTF_8));
        if (!same || !in.tolerates(ClientWorkaround.UTF8_CHARSET)) {
            throw new SyntaxError("no CHARSET where UTF8=ACCEPT is enabled");
        }
    }

    /** RFC 6203 §4: no relevancies where nothing is looked for fuzzily. */
    private static void fuzzyFor(SearchReturn returns, SearchKey key) throws SyntaxError {
        if (returns instanceof SearchReturn.Extended asked && asked.relevancy() && !key.fuzzy()) {
            throw new SyntaxError("RELEVANCY needs FUZZY");
        }
    }

    /** What SEARCH answers without RETURN (RFC 9051 §6.4.4: "the server MUST return the ESEARCH response"). */
    private static SearchReturn unasked(Tokens in) {
        return in.enabled(ImapExtension.IMAP4REV2)
                ? new SearchReturn.Extended(Set.of(SearchReturn.Item.ALL), SearchReturn.Saving.KEEP)
                : new SearchReturn.Plain();
    }

    /** search-criteria of RFC 5256 §5, where the charset must be there, and the command that is made of them. */
    static ImapCommand criteria(SearchReturn returns, Tokens in, Making command) throws SyntaxError {
        String name = in.astring();
        Optional<Charset> charset = SearchCharset.lookup(name);
        if (charset.isEmpty()) {
            in.skipRest();
            return new ImapCommand.UnknownCharset(returns, name);
        }
        in.space();
        SearchGrammar grammar = new SearchGrammar(in, charset.get());
        SearchKey key = grammar.keys(grammar.key(0));
        fuzzyFor(returns, key);
        return command.of(key);
    }

    /** Makes a command of what is searched for. */
    interface Making {
        ImapCommand of(SearchKey key) throws SyntaxError;
    }

    private SearchKey keys(SearchKey first) throws SyntaxError {
        List<SearchKey> keys = new ArrayList<>(List.of(first));
        while (in.skip(' ')) {
            keys.add(key(0));
        }
        return and(keys);
    }

    private static Optional<String> leadingWord(Tokens in) throws SyntaxError {
        return Characters.ATOM.contains(in.peek()) && !startsSet(in.peek()) ? Optional.of(in.word()) : Optional.empty();
    }

    private static SearchKey and(List<SearchKey> keys) {
        return keys.size() == 1 ? keys.getFirst() : new SearchKey.And(List.copyOf(keys));
    }

    private static boolean startsSet(int octet) {
        return octet == '*' || octet == '$' || Characters.DIGIT.contains(octet);
    }

    private SearchKey key(int depth) throws SyntaxError {
        if (depth > MAX_DEPTH) {
            throw new SyntaxError("search keys nested too deeply");
        }
        if (in.skip('(')) {
            List<SearchKey> keys = new ArrayList<>();
            do {
                keys.add(key(depth + 1));
            } while (in.skip(' '));
            in.expect(')');
            return and(keys);
        }
        if (startsSet(in.peek())) {
            return new SearchKey.Sequence(Numbering.SEQUENCE, in.sequenceSet());
        }
        return named(in.word(), depth);
    }

    private SearchKey named(String name, int depth) throws SyntaxError {
        return switch (name) {
            case "ALL" -> new SearchKey.All();
            case "ANSWERED", "DELETED", "DRAFT", "FLAGGED", "SEEN" -> systemFlag(name);
            case "UNANSWERED", "UNDELETED", "UNDRAFT", "UNFLAGGED", "UNSEEN" -> not(systemFlag(name.substring(2)));
            case "KEYWORD" -> keyword();
            case "UNKEYWORD" -> not(keyword());
            case "RECENT" -> new SearchKey.Recent();
            case "OLD" -> not(new SearchKey.Recent());
            case "NEW" -> new SearchKey.And(List.of(new SearchKey.Recent(), not(systemFlag("SEEN"))));
            case "NOT" -> not(argument(depth));
            case "OR" -> new SearchKey.Or(argument(depth), argument(depth));
            case "FUZZY" -> {
                in.needs(ImapExtension.SEARCH_FUZZY);
                yield new SearchKey.Fuzzy(argument(depth));
            }
            case "MODSEQ" -> modSeq();
            case "LARGER" -> new SearchKey.Larger(octets());
            case "SMALLER" -> new SearchKey.Smaller(octets());
            case "OLDER" -> new SearchKey.Within(Age.OLDER, seconds());
            case "YOUNGER" -> new SearchKey.Within(Age.YOUNGER, seconds());
            case "UID" -> uids();
            case "UIDAFTER" -> after(uniqueId());
            case "UIDBEFORE" -> before(uniqueId());
            default -> dateOrText(name);
        };
    }

    private SearchKey dateOrText(String name) throws SyntaxError {
        return switch (name) {
            case "BEFORE" -> date(Field.INTERNAL, Order.BEFORE);
            case "ON" -> date(Field.INTERNAL, Order.ON);
            case "SINCE" -> date(Field.INTERNAL, Order.SINCE);
            case "SENTBEFORE" -> date(Field.SENT, Order.BEFORE);
            case "SENTON" -> date(Field.SENT, Order.ON);
            case "SENTSINCE" -> date(Field.SENT, Order.SINCE);
            case "EMAILID" -> new SearchKey.EmailId(objectId());
            case "THREADID" -> new SearchKey.ThreadId(objectId());
            case "SAVEDBEFORE" -> saved(Order.BEFORE);
            case "SAVEDON" -> saved(Order.ON);
            case "SAVEDSINCE" -> saved(Order.SINCE);
            case "SAVEDATESUPPORTED" -> { // RFC 8514 §4.3: by all mailboxes
                in.needs(ImapExtension.SAVEDATE);
                yield new SearchKey.All();
            }
            case "BCC", "CC", "FROM", "TO" -> new SearchKey.Addresses(SearchKey.Addresses.Field.valueOf(name), text());
            case "SUBJECT" -> new SearchKey.Header(name, text());
            case "HEADER" -> header();
            case "BODY" -> new SearchKey.BodyText(text());
            case "TEXT" -> new SearchKey.Text(text());
            default -> throw new SyntaxError("unknown search key");
        };
    }

    private static SearchKey not(SearchKey key) {
        return new SearchKey.Not(key);
    }

    private static SearchKey systemFlag(String name) {
        return new SearchKey.Flag(Flags.canonical("\\" + name));
    }

    private SearchKey keyword() throws SyntaxError {
        in.space();
        return new SearchKey.Flag(in.atom());
    }

    private SearchKey argument(int depth) throws SyntaxError {
        in.space();
        return key(depth + 1);
    }

    private long octets() throws SyntaxError {
        in.space();
        return in.size();
    }

    private long seconds() throws SyntaxError {
        in.needs(ImapExtension.WITHIN);
        in.space();
        return in.positiveNumber();
    }

    /** RFC 7162 §3.1.5: the name of an entry and its type may stand before the number. */
    private SearchKey modSeq() throws SyntaxError {
        in.needs(ImapExtension.CONDSTORE);
        in.space();
        if (in.peek() == '"') {
            in.string();
            in.space();
            switch (in.word()) {
                case "PRIV", "SHARED", "ALL" -> in.space();
                default -> throw new SyntaxError("expected priv, shared or all");
            }
        }
        return new SearchKey.ModSeq(in.number63());
    }

    private SearchKey uids() throws SyntaxError {
        in.space();
        return new SearchKey.Sequence(Numbering.UID, in.sequenceSet());
    }

    /** RFC 9738 §3.2. */
    private long uniqueId() throws SyntaxError {
        in.needs(ImapExtension.SAVELIMIT);
        in.space();
        return in.positiveNumber();
    }

    private static SearchKey after(long uid) {
        return not(upTo(uid));
    }

    private static SearchKey before(long uid) {
        return uid == 1 ? not(new SearchKey.All()) : upTo(uid - 1);
    }

    private static SearchKey upTo(long uid) {
        return new SearchKey.Sequence(Numbering.UID, new SequenceSet.Numbers(List.of(new SequenceSet.Range(1, uid))));
    }

    /** RFC 8474 §7. */
    private String objectId() throws SyntaxError {
        in.needs(ImapExtension.OBJECTID);
        in.space();
        String id = in.atom();
        if (!OBJECT_ID.matcher(id).matches()) {
            throw new SyntaxError("expected an identifier");
        }
        return id;
    }

    private SearchKey saved(Order order) throws SyntaxError {
        in.needs(ImapExtension.SAVEDATE);
        return date(Field.SAVED, order);
    }

    private SearchKey date(Field field, Order order) throws SyntaxError {
        in.space();
        String text = in.peek() == '"' ? in.string() : in.atom();
        return new SearchKey.Date(field, order, DateGrammar.date(text));
    }

    private SearchKey header() throws SyntaxError {
        in.space();
        String field = in.astring();
        return new SearchKey.Header(field, text());
    }

    private String text() throws SyntaxError {
        in.space();
        return Tokens.decode(in.astring(), charset);
    }
}
