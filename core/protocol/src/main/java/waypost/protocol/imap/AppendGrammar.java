package waypost.protocol.imap;

import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import waypost.protocol.imap.AppendStep.Wrapping;

/** What follows the mailbox of APPEND (RFC 3501 §6.3.11) and REPLACE, line by line. */
final class AppendGrammar {
    private final Tokens in;
    private final List<AppendStep> steps = new ArrayList<>();

    private AppendGrammar(Tokens in) {
        this.in = in;
    }

    /** RFC 8508 §5. */
    static ImapCommand replace(ImapCommand.Numbering numbering, Tokens in) throws SyntaxError {
        in.space();
        long number = in.sequenceNumber();
        in.space();
        String mailbox = in.mailbox();
        return new ImapCommand.Replace(numbering, number, mailbox, begun(in));
    }

    /** The line that names the mailbox, behind it. */
    static List<AppendStep> begun(Tokens in) throws SyntaxError {
        AppendGrammar grammar = new AppendGrammar(in);
        grammar.message();
        return List.copyOf(grammar.steps);
    }

    /** A line behind octets. */
    static List<AppendStep> continued(Wrapping wrapping, Tokens in) throws SyntaxError {
        AppendGrammar grammar = new AppendGrammar(in);
        grammar.behindOctets(wrapping);
        in.end();
        return List.copyOf(grammar.steps);
    }

    /** append-message of RFC 3502. */
    private void message() throws SyntaxError {
        in.space();
        List<String> flags = List.of();
        if (in.peek() == '(') {
            flags = StoreGrammar.flagList(in);
            in.space();
        }
        Optional<OffsetDateTime> date = Optional.empty();
        if (in.peek() == '"') {
            date = Optional.of(DateGrammar.dateTime(in));
            in.space();
        }
        if (Characters.ATOM.contains(in.peek()) && in.skip("CATENATE ")) {
            in.needs(ImapExtension.CATENATE);
            in.expect('(');
            steps.add(new AppendStep.Message(flags, date, OptionalLong.empty()));
            parts();
        } else {
            AppendStep.Octets octets = data();
            steps.add(new AppendStep.Message(flags, date, OptionalLong.of(octets.size())));
            steps.add(octets);
        }
    }

    /** append-data of RFC 4466 §2.5 up to the octets. */
    private AppendStep.Octets data() throws SyntaxError {
        if (in.skip('~')) { // literal8 of RFC 3516 §7
            in.needs(ImapExtension.BINARY);
            return octets(Wrapping.BINARY);
        }
        if (!Characters.ATOM.contains(in.peek())) {
            return octets(Wrapping.NOTHING);
        }
        if (!in.word().equals("UTF8")) {
            throw new SyntaxError("expected a literal");
        }
        return utf8(Wrapping.UTF8);
    }

    private AppendStep.Octets utf8(Wrapping wrapping) throws SyntaxError {
        if (!in.enabled(ImapExtension.UTF8_ACCEPT)) {
            throw new SyntaxError("UTF8=ACCEPT is not enabled");
        }
        in.space();
        in.expect('(');
        in.expect('~');
        return octets(wrapping);
    }

    private AppendStep.Octets octets(Wrapping wrapping) throws SyntaxError {
        LiteralMark mark = in.announcement();
        return new AppendStep.Octets(mark.size(), mark.kind(), wrapping);
    }

    /** cat-part of RFC 4469 §5 and RFC 6855 §4, until octets follow or the message is complete. */
    private void parts() throws SyntaxError {
        do {
            switch (in.word()) {
                case "URL" -> {
                    in.space();
                    steps.add(new AppendStep.Url(in.astring()));
                }
                case "TEXT" -> {
                    in.space();
                    steps.add(octets(Wrapping.PART));
                    return;
                }
                case "UTF8" -> {
                    steps.add(utf8(Wrapping.UTF8_PART));
                    return;
                }
                default -> throw new SyntaxError("a part is TEXT or URL");
            }
        } while (in.skip(' '));
        in.expect(')');
        behindMessage();
    }

    private void behindOctets(Wrapping wrapping) throws SyntaxError {
        switch (wrapping) {
            case NOTHING, BINARY -> behindMessage();
            case UTF8 -> {
                in.expect(')');
                behindMessage();
            }
            case PART -> behindPart();
            case UTF8_PART -> {
                in.expect(')');
                behindPart();
            }
        }
    }

    private void behindPart() throws SyntaxError {
        if (in.skip(' ')) {
            parts();
        } else {
            in.expect(')');
            behindMessage();
        }
    }

    /** The command ends, or goes on with another message (RFC 3502). */
    private void behindMessage() throws SyntaxError {
        if (in.peek() == Tokens.END) {
            steps.add(new AppendStep.End());
        } else {
            in.needs(ImapExtension.MULTIAPPEND);
            message();
        }
    }
}
