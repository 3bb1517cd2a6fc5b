package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static waypost.protocol.imap.FetchMessages.bytes;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.protocol.imap.ImapCommand.Thread.Algorithm;

/** Threads of small mailboxes. A message is its subject, its id and its references, with bars between; the next is an hour younger. */
final class ThreaderTest {
    private final FetchMailbox mailbox = new FetchMailbox();

    static Stream<Arguments> references() {
        return Stream.of(
                Arguments.of("(1 2 3)", List.of("x|a@x|", "Re: x|b@x|<a@x>", "Re: x|c@x|<a@x> <b@x>")),
                Arguments.of("(3 2 1)", List.of("c|c@x|<a@x> <b@x>", "b|b@x|<a@x>", "a|a@x|")),
                Arguments.of("(1 (2 3)(4))", List.of("a|a@x|", "b|b@x|<a@x>", "c|c@x|<b@x>", "d|d@x|<a@x>")),
                Arguments.of("((1)(2))", List.of("a|a@x|<gone@x>", "b|b@x|<gone@x>")),
                Arguments.of("(1)(2)", List.of("a|a@x|<gone@x>", "b|b@x|<other@x>")),
                Arguments.of("(1 2)", List.of("a|a@x|", "b|b@x|<a@x> <gone@x> <lost@x>")),
                Arguments.of("(1 2)", List.of("a|\"a\"@x|", "b|b@x|<a@x>")), // quoting is no difference
                Arguments.of("(1)(2)", List.of("a|A@x|", "b|b@x|<a@x>")), // case is
                Arguments.of("(1 3)(2)", List.of("a|a@x|", "b|a@x|", "c|c@x|<a@x>")), // the first keeps the id
                Arguments.of("(2 1)", List.of("a|a@x|<b@x>", "b|b@x|<a@x>")), // no loop
                Arguments.of("(1)", List.of("a|a@x|<a@x>")),
                Arguments.of("(1 2)", List.of("a|a@x|", "b|b@x|>nonsense< <no-id> >a@x< =<a@x>")),
                Arguments.of("(1 2 3)", List.of("a|a@x|", "b|b@x|<a@x>", "c|c@x|<a@x> <b@x>")),
                Arguments.of("(2 1)(3)", List.of("c|c@x|<a@x> <b@x>", "b|b@x|", "a|a@x|")), // b knows better than c
                Arguments.of("", List.of()));
    }

    static Stream<Arguments> subjects() {
        return Stream.of(
                Arguments.of("(1 2)", List.of("x||", "Re: X||")),
                Arguments.of("(2 1)", List.of("Re: x||", "x||")),
                Arguments.of("((1)(2))", List.of("x||", "x||")),
                Arguments.of("((1)(2)(3))", List.of("x||", "x||", "Re: x||")),
                Arguments.of("((1)(2))", List.of("re: x||", "fwd: x||")),
                Arguments.of("(1)(2)", List.of("||", "Re:||")), // no subject is none to share
                Arguments.of("((1)(2)(3))", List.of("x|a@x|<g@x>", "y|b@x|<g@x>", "x||")),
                Arguments.of("((1)(2)(3)(4))", List.of("x||<g@x>", "x||<g@x>", "x||<h@x>", "x||<h@x>")),
                Arguments.of("(1 (2)(3))", List.of("x||", "Re: x||", "[l] re: x||")));
    }

    @ParameterizedTest
    @MethodSource({"references", "subjects"})
    void threadsByReferences(String expected, List<String> messages) throws IOException {
        messages.forEach(this::deliver);
        assertEquals(("THREAD " + expected).strip(), answer(Algorithm.REFERENCES));
    }

    static Stream<Arguments> arrivals() {
        return Stream.of(
                Arguments.of("(1)(2)(3)", List.of("x||", "x||", "Re: x||")), // subjects say nothing
                Arguments.of(
                        "(2)(1 3)", List.of("a|a@x|", "b|b@x|", "a|c@x|<a@x>")), // a reply brings its thread to the end
                Arguments.of("(2)(1 (3)(4))", List.of("a|a@x|", "b||", "c||<a@x>", "d||<a@x>")),
                Arguments.of("(2)((1)(3))", List.of("a||<gone@x>", "b||", "c||<gone@x>")),
                Arguments.of("(3)(2 1 4)", List.of("a|a@x|<b@x>", "b|b@x|", "c||", "d||<a@x>")),
                Arguments.of("", List.of()));
    }

    @ParameterizedTest
    @MethodSource("arrivals")
    void threadsByArrival(String expected, List<String> messages) throws IOException {
        messages.forEach(this::deliver);
        assertEquals(("THREAD " + expected).strip(), answer(Algorithm.REFS));
    }

    /** Within a thread the dates of the messages count, between threads those of their arrival; the same second leaves it to the former. */
    @Test
    void messagesAreSortedBySentDateAndThreadsByArrival() throws IOException {
        deliver("a|a@x|", "1 Nov 2026", 9);
        deliver("b||<a@x>", "3 Nov 2026", 1);
        deliver("c||<a@x>", "2 Nov 2026", 2);
        deliver("d||", "5 Nov 2026", 8);
        deliver("e||", "4 Nov 2026", 8);
        assertEquals("THREAD (5)(4)(1 (3)(2))", answer(Algorithm.REFS));
        assertEquals("THREAD (1 (3)(2))(5)(4)", answer(Algorithm.REFERENCES));
    }

    private void deliver(String message, String sent, int hours) {
        String[] parts = message.split("\\|", -1);
        String header = "Subject: " + parts[0] + "\nMessage-ID: <" + parts[1] + ">\nReferences: " + parts[2]
                + "\nDate: " + sent + " 10:00:00 +0000\n\n";
        mailbox.with(bytes(header), FetchMailbox.DATE.plusHours(hours));
    }

    @Test
    void threadsBySubject() throws IOException {
        List.of("b||", "a||", "Re: b||", "c||", "[x] Re: b (fwd)||", "fw: c||").forEach(this::deliver);
        assertEquals("THREAD (1 (3)(5))(2)(4 6)", answer(Algorithm.ORDEREDSUBJECT));
    }

    @Test
    void aReplyToTwoIdsHasTheFirst() throws IOException {
        deliver("a|a@x|");
        deliver("b|b@x|");
        mailbox.with(bytes("Subject: c\nIn-Reply-To: <b@x> <a@x>\n\n"), FetchMailbox.DATE.plusDays(1));
        assertEquals("THREAD (1)(2 3)", answer(Algorithm.REFERENCES));
    }

    @Test
    void leavesOutWhatIsGone() throws IOException {
        List.of("a|a@x|", "b|b@x|<a@x>", "c|c@x|<b@x>").forEach(this::deliver);
        mailbox.gone.add(2);
        assertEquals("THREAD (1)(3)", answer(Algorithm.REFERENCES));
        assertEquals("THREAD (1)(3)", answer(Algorithm.ORDEREDSUBJECT));
    }

    /** Each message answers the one before; or the one behind, as in a mailbox that was copied in disorder. */
    @Test
    void threadsMayBeDeep() throws IOException {
        int many = 20_000;
        IntStream.range(0, many).forEach(i -> deliver("s" + i + "|" + i + "@x|<" + (i - 1) + "@x>"));
        assertTrue(answer(Algorithm.REFERENCES).startsWith("THREAD (1 2 3 4 "));
        mailbox.messages.clear();
        IntStream.range(0, many)
                .forEach(i -> deliver("s" + i + "|" + i + "@x|<" + (i + 2) + "@x> <" + (i + 1) + "@x>"));
        assertTrue(answer(Algorithm.REFERENCES).endsWith(" 3 2 1)"));
    }

    @Test
    void ofManyReferencesTheLastCount() throws IOException {
        deliver("a|a@x|");
        deliver("b||<a@x>" + unknown("b", 99));
        deliver("c||<a@x>" + unknown("c", 100));
        assertEquals("THREAD (1 2)(3)", answer(Algorithm.REFERENCES));
    }

    /** The last reference of each message always counts. */
    @Test
    void ofVeryManyReferencesTheLastOfEachCounts() throws IOException {
        deliver("a|a@x|");
        for (int i = 0; i < 2000; i++) {
            deliver("s" + i + "||<a@x>" + unknown(i + "-", 99));
        }
        deliver("b||<a@x>" + unknown("b", 1));
        deliver("c||" + unknown("c", 1) + "<a@x>");
        String answer = answer(Algorithm.REFERENCES);
        assertTrue(answer.startsWith("THREAD (1 (2)(3)") && answer.endsWith("(2001)(2003))(2002)"), answer);
    }

    private static String unknown(String word, int count) {
        return IntStream.range(0, count).mapToObj(i -> " <" + word + i + "@u>").collect(Collectors.joining("\n"));
    }

    private void deliver(String message) {
        String[] parts = message.split("\\|", -1);
        String id = parts[1].isEmpty() ? "" : "Message-ID: <" + parts[1] + ">\n";
        String references = parts[2].isEmpty() ? "" : "References: " + parts[2] + "\n";
        String header = "Subject: " + parts[0] + "\n" + id + references;
        mailbox.with(bytes(header + "\n"), FetchMailbox.DATE.plusHours(mailbox.size()));
    }

    private String answer(Algorithm algorithm) throws IOException {
        List<Integer> all = IntStream.rangeClosed(1, mailbox.size()).boxed().toList();
        return ThreadAnswer.of(new Threader(mailbox).threads(algorithm, all), number -> number);
    }
}
