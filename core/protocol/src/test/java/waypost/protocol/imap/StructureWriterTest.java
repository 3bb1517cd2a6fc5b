package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static waypost.protocol.imap.FetchMessages.bytes;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import waypost.message.Envelope;

final class StructureWriterTest {
    private static final String NO_ENVELOPE = "(NIL NIL NIL NIL NIL NIL NIL NIL NIL NIL)";

    @Test // RFC 3501 §8: the answer to FETCH 12 FULL
    void writesTheExampleOfTheStandard() throws IOException {
        assertEquals(
                "(\"Wed, 17 Jul 1996 02:23:25 -0700 (PDT)\" \"IMAP4rev1 WG mtg summary and minutes\""
                        + " ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\"))"
                        + " ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\"))"
                        + " ((\"Terry Gray\" NIL \"gray\" \"cac.washington.edu\"))"
                        + " ((NIL NIL \"imap\" \"cac.washington.edu\"))"
                        + " ((NIL NIL \"minutes\" \"CNRI.Reston.VA.US\")"
                        + "(\"John Klensin\" NIL \"KLENSIN\" \"MIT.EDU\")) NIL NIL"
                        + " \"<B27397-0100000@cac.washington.edu>\")",
                value(FetchMessages.PLAIN, new FetchItem.Envelope(), "ENVELOPE "));
        assertEquals(
                "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 14 2)",
                value(FetchMessages.PLAIN, new FetchItem.Body(), "BODY "));
    }

    @Test
    void nests() throws IOException {
        String leaf = "NIL NIL \"7BIT\"";
        String ascii = "(\"CHARSET\" \"US-ASCII\") ";
        assertEquals(
                "((\"TEXT\" \"PLAIN\" " + ascii + leaf + " 8 0)"
                        + "(\"application\" \"octet-stream\" (\"name\" \"a \\\"b\\\"\") NIL NIL \"base64\" 4)"
                        + "(\"message\" \"rfc822\" NIL " + leaf + " 173 " + envelope("inner", "b")
                        + " ((\"TEXT\" \"PLAIN\" " + ascii + leaf + " 14 0)"
                        + "(\"application\" \"octet-stream\" NIL " + leaf + " 14) \"mixed\") 11)"
                        + "((\"image\" \"gif\" NIL " + leaf + " 13)"
                        + "(\"message\" \"rfc822\" NIL " + leaf + " 297 " + envelope("innermost", "c")
                        + " ((\"TEXT\" \"PLAIN\" " + ascii + leaf + " 17 0)"
                        + "((\"text\" \"plain\" NIL " + leaf + " 21 0)"
                        + "(\"text\" \"richtext\" NIL " + leaf + " 23 1) \"alternative\") \"mixed\") 20)"
                        + " \"mixed\") \"mixed\")",
                value(FetchMessages.COMPLEX, new FetchItem.Body(), "BODY "));
    }

    static Stream<Arguments> structures() {
        return Stream.of(
                Arguments.of(
                        "", "(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 0 0 NIL NIL NIL NIL)"),
                Arguments.of(
                        """
                        Content-Type: text/html; charset=utf-8
                        Content-ID: <1@x>
                        Content-Description: what (it) is
                        Content-Transfer-Encoding: quoted-printable
                        Content-MD5: Q2hlY2s=
                        Content-Disposition: inline; filename="a.html"; size=3
                        Content-Language: de, en
                        Content-Location: http://x/y

                        abc
                        """,
                        "(\"text\" \"html\" (\"charset\" \"utf-8\") \"<1@x>\" \"what (it) is\" \"quoted-printable\" 5 1"
                                + " \"Q2hlY2s=\" (\"inline\" (\"filename\" \"a.html\" \"size\" \"3\"))"
                                + " (\"de\" \"en\") \"http://x/y\")"),
                Arguments.of(
                        "Content-Type: application/pdf\nContent-Disposition: attachment\n\nabc",
                        "(\"application\" \"pdf\" NIL NIL NIL \"7BIT\" 3 NIL (\"attachment\" NIL) NIL NIL)"),
                Arguments.of(
                        "Content-Type: multipart/x; boundary=\"b\"\nContent-Language: fr\n\n--b\n\na\n--b--\n",
                        "((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 1 0 NIL NIL NIL NIL)"
                                + " \"x\" (\"boundary\" \"b\") NIL (\"fr\") NIL)"),
                Arguments.of(
                        "Content-Type: message/rfc822\n\nHello: there\n\nx\n",
                        "(\"message\" \"rfc822\" NIL NIL NIL \"7BIT\" 19 " + NO_ENVELOPE
                                + " (\"TEXT\" \"PLAIN\" (\"CHARSET\" \"US-ASCII\") NIL NIL \"7BIT\" 3 1 NIL NIL NIL NIL)"
                                + " 3 NIL NIL NIL NIL)"),
                Arguments.of( // RFC 3501 §9 body-type-msg is message/rfc822 alone
                        "Content-Type: message/global\n\nHello: there\n\nx\n",
                        "(\"message\" \"global\" NIL NIL NIL \"7BIT\" 19 NIL NIL NIL NIL)"),
                Arguments.of(
                        "Content-Type: message/delivery-status\n\nx\n",
                        "(\"message\" \"delivery-status\" NIL NIL NIL \"7BIT\" 3 NIL NIL NIL NIL)"));
    }

    @ParameterizedTest
    @MethodSource("structures")
    void writesStructures(String message, String expected) throws IOException {
        assertEquals(expected, value(message, new FetchItem.BodyStructure(), "BODYSTRUCTURE "));
    }

    static Stream<Arguments> envelopes() {
        String me = "((NIL NIL \"me\" \"x.org\"))";
        return Stream.of(
                Arguments.of("", NO_ENVELOPE),
                Arguments.of("From: me@x.org\n", "(NIL NIL %s %s %s NIL NIL NIL NIL NIL)".formatted(me, me, me)),
                Arguments.of(
                        "From: me@x.org\nSender: \nReply-To: you@x.org\n",
                        "(NIL NIL %s %s ((NIL NIL \"you\" \"x.org\")) NIL NIL NIL NIL NIL)".formatted(me, me)),
                Arguments.of(
                        "To: A Group: Ed <ed@x.org>, joe@y.org;, sue@z.org\n",
                        "(NIL NIL NIL NIL NIL ((NIL NIL \"A Group\" NIL)(\"Ed\" NIL \"ed\" \"x.org\")"
                                + "(NIL NIL \"joe\" \"y.org\")(NIL NIL NIL NIL)(NIL NIL \"sue\" \"z.org\")) NIL NIL NIL NIL)"),
                Arguments.of(
                        "Cc: undisclosed:;\nBcc: root\n",
                        "(NIL NIL NIL NIL NIL NIL ((NIL NIL \"undisclosed\" NIL)(NIL NIL NIL NIL))"
                                + " ((NIL NIL \"root\" \"\")) NIL NIL)"),
                Arguments.of(
                        "Subject: \u00e4\nIn-Reply-To: <1@x>\n",
                        "(NIL {1}\r\n\u00e4 NIL NIL NIL NIL NIL NIL \"<1@x>\" NIL)"),
                Arguments.of(
                        "Subject: say \"hi\"\n  there\n",
                        "(NIL \"say \\\"hi\\\"  there\" NIL NIL NIL NIL NIL NIL NIL NIL)"),
                Arguments.of(
                        "Date:\nSubject: \nFrom:\nTo: \nIn-Reply-To:\t\nMessage-ID: \n  \n",
                        "(\"\" \"\" NIL NIL NIL NIL NIL NIL \"\" \"\")"));
    }

    @ParameterizedTest
    @MethodSource("envelopes")
    void writesEnvelopes(String message, String expected) throws IOException {
        assertEquals(expected, value(message, new FetchItem.Envelope(), "ENVELOPE "));
    }

    @Test
    void anEmptyFieldIsNotAnAbsentOne() {
        ImapStrings line = new ImapStrings();
        EnvelopeWriter.write(
                line,
                new Envelope(
                        Optional.of(""),
                        Optional.empty(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        Optional.of(""),
                        Optional.empty(),
                        Optional.of("<a>")));
        assertEquals("(\"\" NIL NIL NIL NIL NIL NIL NIL \"\" NIL)", line.toString());
    }

    private static String envelope(String subject, String from) {
        String address = "((NIL NIL \"" + from + "\" \"example.org\"))";
        return "(NIL \"" + subject + "\" " + address + " " + address + " " + address + " NIL NIL NIL NIL NIL)";
    }

    private static String value(String message, FetchItem item, String name) throws IOException {
        String answer = FetchedBytes.answer(new FetchMailbox().with(bytes(message)), 1, item);
        String start = "* 1 FETCH (" + name;
        assertEquals(start, answer.substring(0, start.length()));
        return answer.substring(start.length(), answer.length() - ")\r\n".length());
    }
}
