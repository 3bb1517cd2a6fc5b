package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waypost.identity.Secret;
import waypost.protocol.imap.FetchItem.BodySection;
import waypost.protocol.imap.FetchItem.BodySection.Seen;
import waypost.protocol.imap.FetchItem.Partial;
import waypost.protocol.imap.FetchItem.Section;
import waypost.protocol.imap.FetchItem.Section.Kind;
import waypost.protocol.imap.ImapCommand.ListMailboxes;
import waypost.protocol.imap.ImapCommand.ListMailboxes.Return;
import waypost.protocol.imap.ImapCommand.ListMailboxes.Selection;
import waypost.protocol.imap.ImapCommand.Numbering;
import waypost.protocol.imap.ImapCommand.Select.Access;
import waypost.protocol.imap.ImapCommand.Select.Parameter;
import waypost.protocol.imap.ImapCommand.Store.Change;
import waypost.protocol.imap.ImapCommand.Store.Echo;
import waypost.protocol.imap.ImapCommand.Tagged;
import waypost.protocol.imap.ImapCommand.Thread.Algorithm;
import waypost.protocol.imap.SearchReturn.Item;
import waypost.protocol.imap.SearchReturn.Saving;
import waypost.protocol.imap.SequenceSet.Range;
import waypost.protocol.imap.SortCriterion.Direction;
import waypost.protocol.imap.SortCriterion.Key;
import waypost.protocol.login.Credentials;

class ImapParserTest {
    private static ImapCommand parse(String command) {
        Tagged tagged = ImapParser.parse(("t1 " + command).getBytes(StandardCharsets.ISO_8859_1), ImapExtensions.ALL);
        assertEquals("t1", tagged.tag());
        return tagged.command();
    }

    private static SequenceSet set(long first, long last) {
        return new SequenceSet.Numbers(List.of(new Range(first, last)));
    }

    private static SearchKey search(String keys) {
        return assertInstanceOf(ImapCommand.Search.class, parse("SEARCH " + keys))
                .key();
    }

    private static List<FetchItem> fetch(String items) {
        return assertInstanceOf(ImapCommand.Fetch.class, parse("FETCH 1 " + items))
                .items();
    }

    @Test
    void login() {
        ImapCommand expected = new ImapCommand.Login(new Credentials.Password("", "a\"b", new Secret("p w]")));
        assertEquals(expected, parse("LOGIN \"a\\\"b\" {4+}\r\np w]"));
        assertEquals(
                new ImapCommand.Login(new Credentials.Password("", "x]", new Secret("y"))), parse("login x] {1}\r\ny"));
    }

    @Test
    void secretsDoNotShow() {
        assertEquals(false, parse("LOGIN alice hunter2").toString().contains("hunter2"));
        assertEquals(false, parse("AUTHENTICATE PLAIN aHVudGVyMg==").toString().contains("aHVudGVyMg"));
    }

    @Test
    void sequenceSets() {
        SequenceSet expected = new SequenceSet.Numbers(List.of(
                new Range(4_294_967_295L, 4_294_967_295L),
                new Range(2, SequenceSet.STAR),
                new Range(SequenceSet.STAR, SequenceSet.STAR)));
        assertEquals(
                new ImapCommand.Copy(Numbering.UID, expected, "INBOX/x"), parse("UID COPY 4294967295,2:*,* inbox/x"));
    }

    @Test
    void savedResults() {
        SequenceSet saved = new SequenceSet.SearchResult();
        assertEquals(new ImapCommand.Move(Numbering.SEQUENCE, saved, "x"), parse("MOVE $ x"));
        assertEquals(new ImapCommand.Expunge(Optional.of(saved)), parse("UID EXPUNGE $"));
        SearchKey number = new SearchKey.Sequence(Numbering.SEQUENCE, saved);
        SearchKey uid = new SearchKey.Sequence(Numbering.UID, saved);
        assertEquals(new SearchKey.And(List.of(number, uid)), search("$ (UID $)"));
        assertEquals(new SearchKey.Flag("$x"), search("KEYWORD $x"));
    }

    /** No mailbox can be called so, which is no fault of the command. */
    @Test
    void namesThatAreNone() {
        ImapCommand none = new ImapCommand.Unnamable("Mailbox name is not modified UTF-7");
        assertEquals(none, parse("SELECT a&b"));
        assertEquals(none, parse("RENAME x \"a&b\""));
        assertEquals(none, parse("LIST \"\" \"&\""));
    }

    @Test
    void list() {
        assertEquals(new ImapCommand.ListDelimiter(), parse("LIST \"x\" \"\""));
        assertEquals(list(Set.of(), "x", List.of("%"), Set.of()), parse("LIST x %"));
        assertEquals(list(Set.of(), "", List.of(""), Set.of()), parse("LIST () \"\" \"\""));
        assertEquals(list(Set.of(), "", List.of("", "INBOX/*"), Set.of()), parse("LIST \"\" (\"\" inbox/*)"));
        assertEquals(list(Set.of(), "", List.of(""), Set.of()), parse("LIST \"\" \"\" RETURN ()"));
        assertEquals(
                list(
                        Set.of(Selection.SUBSCRIBED, Selection.REMOTE, Selection.RECURSIVEMATCH, Selection.SPECIAL_USE),
                        "",
                        List.of("*"),
                        Set.of(Return.SUBSCRIBED, Return.CHILDREN, Return.SPECIAL_USE)),
                parse("list (recursivematch REMOTE SUBSCRIBED REMOTE SPECIAL-USE) {0+}\r\n {1+}\r\n*"
                        + " return (CHILDREN SUBSCRIBED SPECIAL-USE CHILDREN)"));
    }

    private static ImapCommand list(
            Set<Selection> selection, String reference, List<String> patterns, Set<Return> returned) {
        return new ListMailboxes(selection, reference, patterns, returned, List.of());
    }

    @Test
    void create() {
        assertEquals(new ImapCommand.Create("INBOX/x", Set.of()), parse("CREATE inbox/x"));
        assertEquals(new ImapCommand.Create("x", Set.of()), parse("CREATE x (USE ())"));
        assertEquals(
                new ImapCommand.Create("x", Set.of("\\DRAFTS", "\\X-MY")),
                parse("CREATE {1}\r\nx (use (\\Drafts \\X-my \\DRAFTS))"));
    }

    @Test
    void status() {
        List<StatusItem> items =
                List.of(StatusItem.MESSAGES, StatusItem.SIZE, StatusItem.DELETED, StatusItem.APPENDLIMIT);
        assertEquals(
                new ImapCommand.Status("INBOX", items), parse("STATUS inbox (deleted MESSAGES appendlimit SIZE size)"));
        assertEquals(
                new ListMailboxes(Set.of(), "", List.of("%"), Set.of(Return.CHILDREN), items),
                parse("LIST \"\" % RETURN (STATUS (SIZE) CHILDREN status (APPENDLIMIT MESSAGES DELETED))"));
    }

    @Test
    void fetchSections() {
        assertEquals(
                List.of(
                        new BodySection(Seen.PEEK, new Section(List.of(), Kind.ALL, List.of()), Optional.empty()),
                        new BodySection(
                                Seen.SET,
                                new Section(List.of(1, 2), Kind.HEADER_FIELDS_NOT, List.of("To", "x y")),
                                Optional.of(new Partial(0, 5))),
                        new BodySection(Seen.SET, new Section(List.of(3), Kind.MIME, List.of()), Optional.empty()),
                        new FetchItem.Body()),
                fetch("(body.peek[] BODY[1.2.HEADER.FIELDS.NOT (To \"x y\")]<0.5> BODY[3.MIME] BODY)"));
    }

    @Test
    void condstore() {
        assertEquals(
                new ImapCommand.Select("INBOX", "inbox", Access.EXAMINE, Set.of(Parameter.CONDSTORE), Optional.empty()),
                parse("EXAMINE inbox (condstore)"));
        assertEquals(
                new ImapCommand.Fetch(
                        Numbering.UID,
                        set(1, 2),
                        List.of(new FetchItem.ModSeq()),
                        Optional.empty(),
                        OptionalLong.of(Long.MAX_VALUE)),
                parse("UID FETCH 1:2 MODSEQ (CHANGEDSINCE 9223372036854775807)"));
        assertEquals(
                new ImapCommand.Store(
                        Numbering.SEQUENCE, set(1, 1), OptionalLong.of(0), Change.ADD, Echo.SILENT, List.of("x")),
                parse("STORE 1 (UNCHANGEDSINCE 0) +FLAGS.SILENT (x)"));
        assertEquals(new SearchKey.ModSeq(7), search("MODSEQ \"/flags/\\\\draft\" all 7"));
        assertEquals(new SearchKey.Not(new SearchKey.ModSeq(0)), search("NOT MODSEQ 0"));
        assertEquals(true, parse("SEARCH OR SEEN (NOT MODSEQ 1)").enablesCondstore());
        assertEquals(false, parse("SEARCH OR SEEN (NOT DELETED)").enablesCondstore());
    }

    @Test
    void fetchMacros() {
        List<FetchItem> fast = List.of(new FetchItem.Flags(), new FetchItem.InternalDate(), new FetchItem.Rfc822Size());
        assertEquals(fast, fetch("fast"));
        assertEquals(4, fetch("ALL").size());
        assertEquals(
                List.of(new FetchItem.Envelope(), new FetchItem.Body()),
                fetch("(ENVELOPE BODY envelope BODY ENVELOPE)"));
        assertEquals(new FetchItem.Body(), fetch("FULL").getLast());
    }

    @Test
    void searchKeys() {
        SearchKey seen = new SearchKey.Flag("\\Seen");
        SearchKey first = new SearchKey.Sequence(Numbering.SEQUENCE, set(1, 3));
        assertEquals(new SearchKey.And(List.of(first, new SearchKey.Not(seen))), search("1:3 UNSEEN"));
        assertEquals(
                new SearchKey.Or(seen, new SearchKey.Sequence(Numbering.UID, set(5, SequenceSet.STAR))),
                search("OR SEEN (UID 5:*)"));
        assertEquals(
                new SearchKey.Date(SearchKey.Date.Field.SENT, SearchKey.Date.Order.SINCE, LocalDate.of(2026, 11, 3)),
                search("SENTSINCE \"3-Nov-2026\""));
        assertEquals(new SearchKey.Within(SearchKey.Within.Age.OLDER, 86_400), search("older 86400"));
        assertEquals(new SearchKey.Within(SearchKey.Within.Age.YOUNGER, 4_294_967_295L), search("YOUNGER 4294967295"));
        assertEquals(new SearchKey.Header("X-Y", ""), search("HEADER X-Y \"\""));
        assertEquals(new SearchKey.Header("SUBJECT", "ü"), search("CHARSET iso-8859-1 SUBJECT \"\u00FC\""));
        assertEquals(new SearchKey.Text("ü"), search("TEXT {2+}\r\n\u00C3\u00BC"));
        assertEquals(
                new ImapCommand.UnknownCharset(new SearchReturn.Plain(), "x-what"),
                parse("SEARCH CHARSET x-what TEXT {3+}\r\n\u00FF\u0001\u0002"));
    }

    @Test
    void sort() {
        SortCriterion subject = new SortCriterion(Key.SUBJECT, Direction.ASCENDING);
        SortCriterion date = new SortCriterion(Key.DATE, Direction.REVERSE);
        SearchKey all = new SearchKey.All();
        assertEquals(
                new ImapCommand.Sort(Numbering.SEQUENCE, new SearchReturn.Plain(), List.of(subject, date), all),
                parse("sort (subject Reverse DATE) \"utf-8\" ALL"));
        SearchReturn min = new SearchReturn.Extended(Set.of(Item.MIN), Saving.SAVE);
        assertEquals(
                new ImapCommand.Sort(Numbering.UID, min, List.of(date), new SearchKey.And(List.of(all, all))),
                parse("UID SORT RETURN (MIN SAVE) (REVERSE DATE) US-ASCII ALL ALL"));
        assertEquals(
                new ImapCommand.UnknownCharset(min, "KLINGON"), parse("SORT RETURN (MIN SAVE) (TO) KLINGON \u00ff"));
    }

    @Test
    void thread() {
        assertEquals(
                new ImapCommand.Thread(Numbering.UID, Algorithm.REFERENCES, new SearchKey.All()),
                parse("UID THREAD references utf-8 ALL"));
        assertEquals(
                new ImapCommand.Thread(Numbering.SEQUENCE, Algorithm.ORDEREDSUBJECT, new SearchKey.Text("\u00fc")),
                parse("THREAD ORDEREDSUBJECT ISO-8859-1 TEXT \"\u00fc\""));
        assertEquals(
                new ImapCommand.Thread(Numbering.UID, Algorithm.REFS, new SearchKey.All()),
                parse("UID THREAD refs utf-8 ALL"));
    }

    @Test
    void searchIsNotNestedForEver() {
        assertInstanceOf(ImapCommand.Malformed.class, parse("SEARCH " + "(".repeat(20_000) + "ALL"));
        assertInstanceOf(ImapCommand.Malformed.class, parse("SEARCH " + "NOT ".repeat(20_000) + "ALL"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "NOOP ",
                "SELECT",
                "SELECT \"a",
                "SELECT {2}\r\na\0",
                "SELECT a\tb",
                "SELECT &AAo-",
                "CREATE {3}\r\nab",
                "FETCH 1 ()",
                "FETCH 1 (FLAGS",
                "FETCH 1 BODY[MIME]",
                "FETCH 1 BODY[0]",
                "FETCH 1 BODY[]<5>",
                "FETCH 1 BODY[]<5.0>",
                "FETCH 1, FLAGS",
                "FETCH 4294967296 FLAGS",
                "FETCH 99999999999999999999 FLAGS",
                "STORE 1 FLAGS (\\*)",
                "STORE 1 FLAGS (a b",
                "STORE 1 (UNCHANGEDSINCE) FLAGS (a)",
                "STORE 1 (UNCHANGEDSINCE 9223372036854775808) FLAGS (a)",
                "FETCH 1 FLAGS (CHANGEDSINCE 1",
                "FETCH 1 FLAGS (CHANGEDSINCE 1 VANISHED)",
                "SELECT INBOX (QUIET)",
                "SELECT INBOX ()",
                "SEARCH MODSEQ \"/flags/x\" 7",
                "SEARCH MODSEQ -1",
                "SEARCH ON 31-Feb-2026",
                "SEARCH ON 1-Foo-2026",
                "SEARCH ON 1-Jan-26",
                "SEARCH CHARSET US-ASCII TEXT \"\u00FC\"",
                "SEARCH RETURN (MIN)",
                "SEARCH RETURN (MIN )ALL",
                "SEARCH RETURN ( MIN) ALL",
                "SEARCH RETURN MIN ALL",
                "SORT (DATE) UTF-8",
                "SORT (DATE)",
                "SORT () UTF-8 ALL",
                "SORT DATE UTF-8 ALL",
                "SORT (REVERSE) UTF-8 ALL",
                "SORT (REVERSE REVERSE DATE) UTF-8 ALL",
                "SORT (BCC) UTF-8 ALL",
                "SORT RETURN (DATE) UTF-8 ALL",
                "THREAD REFERENCES UTF-8",
                "THREAD REFERRERS UTF-8 ALL",
                "THREAD RETURN () REFERENCES UTF-8 ALL",
                "SEARCH OLDER",
                "SEARCH OLDER 0",
                "SEARCH YOUNGER -1",
                "SEARCH YOUNGER 4294967296",
                "SEARCH RETURN (SAVE",
                "SEARCH $x",
                "FETCH $,1 FLAGS",
                "FETCH 1,$ FLAGS",
                "FETCH $:3 FLAGS",
                "SEARCH CHARSET UTF-8 RETURN (MIN) ALL",
                "APPEND x ~ {1}",
                "APPEND ~{1} {1}",
                "CREATE ~{1}\r\nx",
                "APPEND x \"32-Jan-2026 00:00:00 +0000\" {1}",
                "REPLACE 0 x {1}",
                "REPLACE 1:2 x {1}",
                "REPLACE $ x {1}",
                "REPLACE x {1}",
                "UID REPLACE 1 x",
                "APPEND x \"01-Jan-2026 00:00:00 +2000\" {1}",
                "APPEND x \"01-Jan-2026 00:00:60 0000\" {1}",
                "LOGIN \u00FC \"\u00FC\"",
                "ID (\"a\")",
                "ID (\"a\" \"b\"\"c\" NIL)",
                "CREATE x USE (\\Sent)",
                "CREATE x ()",
                "CREATE x (SIZE (5))",
                "CREATE x (USE)",
                "CREATE x (USE \\Sent)",
                "CREATE x (USE (Sent))",
                "CREATE x (USE (\\))",
                "CREATE x (USE (\\Sent)",
                "CREATE x (USE (\\Sent ))",
                "LIST (RECURSIVEMATCH) \"\" *",
                "LIST (REMOTE RECURSIVEMATCH) \"\" *",
                "LIST (SPECIAL-USE RECURSIVEMATCH) \"\" *",
                "LIST ( SUBSCRIBED) \"\" *",
                "LIST (SUBSCRIBED ) \"\" *",
                "LIST (SUBSCRIBED REMOTE \"\" *",
                "LIST (CHILDREN) \"\" *",
                "LIST \"\" ()",
                "LIST \"\" (a b",
                "LIST \"\" * RETURN",
                "LIST \"\" * RETURN (REMOTE)",
                "LIST \"\" * RETURN (CHILDREN",
                "LIST \"\" * (CHILDREN)",
                "LIST \"\" * RETURN (STATUS)",
                "LIST \"\" * RETURN (STATUS ())",
                "LIST \"\" * RETURN (STATUS (MESSAGES)CHILDREN)",
                "LIST \"\" * RETURN (STATUS MESSAGES)",
                "LIST (STATUS (MESSAGES)) \"\" *",
                "STATUS INBOX (MESSAGES ",
                "UID EXPUNGE",
                "ENABLE "
            })
    void malformed(String command) {
        assertInstanceOf(ImapCommand.Malformed.class, parse(command));
    }

    @Test
    void unknownVerbs() {
        assertEquals(new ImapCommand.Unknown("XNOTHING"), parse("xnothing (((\""));
        assertEquals(new ImapCommand.Unknown("UID NOOP"), parse("UID NOOP"));
    }
}
