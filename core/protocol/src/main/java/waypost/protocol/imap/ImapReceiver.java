package waypost.protocol.imap;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import waypost.config.ClientWorkaround;
import waypost.protocol.imap.ImapCommand.Tagged;

/**
 * Makes commands of bytes, as they come. Lines and the small literals inside commands are kept up to a limit; the message of an APPEND is
 * announced by its command and then handed on in slices. One per connection and trust: STARTTLS and log-in begin with a new one. Takes no
 * byte behind what it returns.
 */
public final class ImapReceiver {
    /** Octets of one command before log-in, literals included. */
    public static final int LIMIT_BEFORE_LOGIN = 8 * 1024;

    /** Octets of one command behind log-in: room for the sequence sets of RFC 2683 §3.2.1.5 many times over. */
    public static final int LIMIT = 64 * 1024;

    private static final Received MORE = new Received.More();

    private final CommandBuffer buffer;
    private final ImapExtensions extensions;
    private final Enabled enabled;
    private State state = new State.Line();
    private boolean lineExpected;

    /** @param extensions whose commands are known */
    public ImapReceiver(int limit, ImapExtensions extensions) {
        this(limit, extensions, new Enabled());
    }

    /** @param enabled what holds for the next command */
    ImapReceiver(int limit, ImapExtensions extensions, Enabled enabled) {
        buffer = new CommandBuffer(limit);
        this.extensions = extensions;
        this.enabled = enabled;
    }

    /** Reads on. Call again until {@link Received.More}. */
    public Received next(ByteBuffer in) {
        while (true) {
            Optional<Received> result = switch (state) {
                case State.Line() -> line(in);
                case State.Literal(long left, var behind) -> literal(left, behind, in);
                case State.Announced _ -> throw new IllegalStateException("nobody said what to do with the message");
                case State.Message(MessageEnd end, long left) -> message(end, left, in);
                case State.MessageTail(MessageEnd end) -> messageTail(end, in);
                case State.DiscardedLine() -> discardLine(in);
                case State.DiscardedLiteral(long left) -> discardLiteral(left, in);
            };
            if (result.isPresent()) {
                return result.get();
            }
        }
    }

    /** Whether no part of a command, or of a line that is no command, is here. */
    boolean between() {
        return state instanceof State.Line && buffer.isEmpty();
    }

    /** The next line is no command: the answer to a challenge of AUTHENTICATE, the DONE of IDLE. */
    public void expectLine() {
        lineExpected = true;
    }

    /** The octets that an APPEND or REPLACE, or what follows in it, has announced are wanted. Where it is {@code SYNCHRONIZING} the caller sends the continuation request. */
    public void acceptMessage() {
        if (state instanceof State.Announced announced) {
            MessageEnd end = announced.end();
            long size = announced.mark().size();
            state = size == 0 ? new State.MessageTail(end) : new State.Message(end, size);
        }
    }

    /** It is not: a client that waits will not send it; what comes anyway is thrown away (RFC 7888 §3). */
    public void refuseMessage() {
        if (state instanceof State.Announced announced) {
            refuse(announced.mark());
        }
    }

    /** Whether the started command is a LOGIN. */
    boolean loginBegun() {
        return buffer.begins(CommandBuffer.LOGIN);
    }

    /** The literal of {@link Received.GoAhead} is not wanted: a client that waits will not send it, and its command is over. Answers the tag. */
    String refuseLiteral() {
        if (!(state instanceof State.Literal)) {
            throw new IllegalStateException("no literal waits");
        }
        state = new State.Line();
        return takeCommand().tag();
    }

    private Optional<Received> line(ByteBuffer in) {
        return switch (takeLine(in)) {
            case PART -> Optional.of(MORE);
            case WHOLE -> wholeLine();
            case TOO_LONG -> {
                Received result = lineExpected ? new Received.OverlongLine() : tooLarge();
                lineExpected = false;
                buffer.keepEnd();
                state = new State.DiscardedLine();
                yield Optional.of(result);
            }
        };
    }

    private Optional<Received> wholeLine() {
        if (buffer.isEmpty() && extensions.has(ClientWorkaround.BLANK_LINES)) {
            return Optional.empty();
        }
        return lineExpected ? Optional.of(plainLine()) : commandLine();
    }

    private Received plainLine() {
        lineExpected = false;
        String text = new String(buffer.content(), StandardCharsets.ISO_8859_1);
        buffer.clear();
        return new Received.Line(text);
    }

    private Optional<Received> commandLine() {
        Optional<LiteralMark> mark = buffer.literal();
        if (mark.isEmpty()) {
            return Optional.of(new Received.Command(takeCommand()));
        }
        if (buffer.announcesMessage()) {
            Tagged tagged = takeCommand();
            state = new State.Announced(MessageEnd.of(tagged), mark.get());
            if (!tagged.command().announcesMessage()) {
                refuseMessage();
            }
            return Optional.of(new Received.Command(tagged));
        }
        if (mark.get().size() > buffer.room() - 2) {
            Received refusal = tooLarge();
            buffer.clear();
            refuse(mark.get());
            return Optional.of(refusal);
        }
        buffer.startLiteral();
        state = new State.Literal(mark.get().size(), Optional.empty());
        return mark.get().synchronizing() ? Optional.of(new Received.GoAhead()) : Optional.empty();
    }

    private Optional<Received> literal(long left, Optional<MessageEnd> behind, ByteBuffer in) {
        int count = (int) Math.min(left, in.remaining());
        buffer.take(in, count);
        if (count < left) {
            state = new State.Literal(left - count, behind);
            return Optional.of(MORE);
        }
        buffer.startLine();
        state = behind.<State>map(State.MessageTail::new).orElseGet(State.Line::new);
        return Optional.empty();
    }

    private Optional<Received> message(MessageEnd end, long left, ByteBuffer in) {
        if (!in.hasRemaining()) {
            return Optional.of(MORE);
        }
        int count = (int) Math.min(left, in.remaining());
        ByteBuffer slice = in.slice(in.position(), count);
        in.position(in.position() + count);
        state = count == left ? new State.MessageTail(end) : new State.Message(end, left - count);
        return Optional.of(new Received.Message(slice));
    }

    /** The line ends behind the message, or goes on with more of it (RFC 4469) or another (RFC 3502). */
    private Optional<Received> messageTail(MessageEnd end, ByteBuffer in) {
        return switch (takeLine(in)) {
            case PART -> Optional.of(MORE);
            case TOO_LONG -> {
                buffer.keepEnd();
                state = new State.DiscardedLine();
                yield Optional.of(malformed(end.tag(), "something follows the message"));
            }
            case WHOLE -> behindOctets(end);
        };
    }

    private Optional<Received> behindOctets(MessageEnd end) {
        Optional<LiteralMark> mark = buffer.literal();
        if (mark.isPresent() && buffer.announcesUrl(0) && mark.get().size() <= buffer.room() - 2) {
            buffer.startLiteral();
            state = new State.Literal(mark.get().size(), Optional.of(end));
            return mark.get().synchronizing() ? Optional.of(new Received.GoAhead()) : Optional.empty();
        }
        Tokens in = new Tokens(buffer.content(), extensions, enabled);
        buffer.clear();
        state = new State.Line();
        mark.ifPresent(announced -> state = new State.Announced(end, announced));
        try {
            List<AppendStep> steps = AppendGrammar.continued(end.wrapping(), in);
            mark.ifPresent(announced -> state = new State.Announced(end.then(steps), announced));
            return Optional.of(new Received.MoreOfMessage(steps));
        } catch (SyntaxError error) {
            refuseMessage();
            return Optional.of(malformed(end.tag(), error.reason()));
        }
    }

    private static Received malformed(String tag, String reason) {
        return new Received.Command(new Tagged(tag, new ImapCommand.Malformed(reason)));
    }

    /** The rest of a refused line. Keeps its last octets, as they may announce a literal that comes without being asked for. */
    private Optional<Received> discardLine(ByteBuffer in) {
        while (in.hasRemaining()) {
            if (buffer.room() == 0) {
                buffer.keepEnd();
            }
            byte next = in.get(in.position());
            buffer.take(in, 1);
            if (next == '\n') {
                buffer.endLine();
                Optional<LiteralMark> mark = buffer.literal();
                buffer.clear();
                state = new State.Line();
                mark.ifPresent(this::refuse);
                return Optional.empty();
            }
        }
        return Optional.of(MORE);
    }

    private Optional<Received> discardLiteral(long left, ByteBuffer in) {
        int count = (int) Math.min(left, in.remaining());
        in.position(in.position() + count);
        if (count < left) {
            state = new State.DiscardedLiteral(left - count);
            return Optional.of(MORE);
        }
        state = new State.DiscardedLine();
        return Optional.empty();
    }

    private void refuse(LiteralMark mark) {
        state = mark.synchronizing() ? new State.Line() : new State.DiscardedLiteral(mark.size());
    }

    private Received tooLarge() {
        String tag = ImapParser.parse(buffer.content(), extensions, enabled).tag();
        if (extensions.has(ImapExtension.METADATA) && buffer.begins(CommandBuffer.SETMETADATA)) {
            return new Received.Command(new Tagged(tag, new ImapCommand.Metadata(new MetadataCommand.TooLarge())));
        }
        return malformed(tag, "command too long");
    }

    private Tagged takeCommand() {
        Tagged tagged = ImapParser.parse(buffer.content(), extensions, enabled);
        buffer.clear();
        return tagged;
    }

    private enum LineRead {
        PART,
        WHOLE,
        TOO_LONG
    }

    private LineRead takeLine(ByteBuffer in) {
        int count = 0;
        int available = in.remaining();
        while (count < available && in.get(in.position() + count) != '\n') {
            count++;
        }
        boolean whole = count < available;
        int wanted = whole ? count + 1 : count;
        if (wanted > buffer.room()) {
            buffer.take(in, buffer.room());
            return LineRead.TOO_LONG;
        }
        buffer.take(in, wanted);
        if (!whole) {
            return LineRead.PART;
        }
        buffer.endLine();
        return LineRead.WHOLE;
    }

    private sealed interface State {
        record Line() implements State {}

        /** @param behind the octets of a message that the line with this literal stands behind */
        record Literal(long left, Optional<MessageEnd> behind) implements State {}

        record Announced(MessageEnd end, LiteralMark mark) implements State {}

        record Message(MessageEnd end, long left) implements State {}

        record MessageTail(MessageEnd end) implements State {}

        record DiscardedLine() implements State {}

        record DiscardedLiteral(long left) implements State {}
    }
}
