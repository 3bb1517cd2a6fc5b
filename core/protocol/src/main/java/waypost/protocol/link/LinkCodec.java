package waypost.protocol.link;

import java.nio.ByteBuffer;
import java.util.Optional;
import waypost.identity.AccountId;
import waypost.identity.AccountName;
import waypost.identity.DirectoryId;
import waypost.identity.NodeName;
import waypost.identity.Ownership;
import waypost.protocol.link.LinkMessage.HasAnswer;
import waypost.protocol.link.LinkMessage.Hello;
import waypost.protocol.link.LinkMessage.OwnershipAnswer;
import waypost.protocol.link.LinkMessage.OwnershipQuestion;
import waypost.protocol.link.LinkMessage.SecretsAnswer;
import waypost.protocol.link.LinkMessage.SecretsChanged;
import waypost.protocol.link.LinkMessage.SecretsQuestion;
import waypost.protocol.link.LinkMessage.WhoHas;

/**
 * Messages to frames and back: length (32 bit, of what follows), type (8 bit), fields. A release may add types, and fields at the end of a
 * message or block: older ones skip them. A kind of standing that is not known is {@link Standing.Unsure}, the strictest.
 */
public final class LinkCodec {
    public static final int VERSION = 2;

    /** The first version whose stores know questions about secrets. */
    public static final int SECRETS = 2;

    /** Longest frame, its length field not counted. */
    public static final int MAX_FRAME = 64 * 1024;

    private static final int HELLO = 1;
    private static final int WHO_HAS = 2;
    private static final int HAS_ANSWER = 3;
    private static final int OWNERSHIP_QUESTION = 4;
    private static final int OWNERSHIP_ANSWER = 5;
    static final int KEY = 6;
    static final int BAN = 7;
    static final int FAILED = 8;
    static final int LOGGED_IN = 9;
    static final int TURN = 10;
    static final int TURN_ANSWER = 11;
    static final int TRIED = 12;
    static final int COPY_QUESTION = 13;
    static final int COPY_ANSWER = 14;
    private static final int SECRETS_QUESTION = 16;
    private static final int SECRETS_ANSWER = 17;
    private static final int SECRETS_CHANGED = 18;

    private static final int NONE = 0;
    private static final int RECORDED = 1;
    private static final int CLAIMING = 2;
    private static final int UNSURE = 3;
    private static final int OTHER_LIST = 4;

    private static final int OWNER = 0;
    private static final int INCOMING_FROM = 1;
    private static final int MOVING_TO = 2;
    private static final int MOVED_TO = 3;
    private static final int GONE = 4;

    private LinkCodec() {}

    /** What {@link #decode} found. */
    public sealed interface Decoded {
        record Message(LinkMessage message) implements Decoded {}

        /** The frame is not complete; its bytes are still there. */
        record Partial() implements Decoded {}

        /** A message of a newer release was taken, and means nothing here. */
        record Skipped(int type) implements Decoded {}

        /** Not the link: close. */
        record Broken(String reason) implements Decoded {}
    }

    public static ByteBuffer encode(LinkMessage message) {
        byte[] fields = fields(message).toBytes();
        return ByteBuffer.allocate(Integer.BYTES + fields.length)
                .putInt(fields.length)
                .put(fields)
                .flip();
    }

    private static FieldWriter fields(LinkMessage message) {
        FieldWriter fields = new FieldWriter();
        return switch (message) {
            case Hello(var version, var node, var nodes) ->
                fields.octet(HELLO).number(version).text(node.value()).text(nodes.hex());
            case WhoHas(var claim, var id, var name, var nodes) ->
                fields.octet(WHO_HAS)
                        .number(claim)
                        .text(id.value())
                        .block(name(name))
                        .text(nodes.hex());
            case HasAnswer(var claim, var id, var standing) ->
                fields.octet(HAS_ANSWER).number(claim).text(id.value()).block(standing(standing));
            case OwnershipQuestion(var question, var id) ->
                fields.octet(OWNERSHIP_QUESTION).number(question).text(id.value());
            case OwnershipAnswer(var question, var id, var standing) ->
                fields.octet(OWNERSHIP_ANSWER).number(question).text(id.value()).block(standing(standing));
            case LinkMessage.OfFrontEnds told -> FrontEndCodec.fields(told);
            case SecretsQuestion(var question, var whose, var asked) ->
                fields.octet(SECRETS_QUESTION)
                        .number(question)
                        .text(whose.id().value())
                        .block(name(whose.name()))
                        .number(whose.epoch())
                        .block(SecretsCodec.asked(asked));
            case SecretsAnswer(var question, var said) ->
                fields.octet(SECRETS_ANSWER).number(question).block(SecretsCodec.said(said));
            case SecretsChanged(var id) -> fields.octet(SECRETS_CHANGED).text(id.value());
        };
    }

    private static FieldWriter name(AccountName name) {
        return new FieldWriter().text(name.local()).text(name.domain());
    }

    private static FieldWriter standing(Standing standing) {
        FieldWriter fields = new FieldWriter();
        return switch (standing) {
            case Standing.None() -> fields.octet(NONE);
            case Standing.Recorded(var ownership) -> fields.octet(RECORDED).block(ownership(ownership));
            case Standing.Claiming() -> fields.octet(CLAIMING);
            case Standing.Unsure() -> fields.octet(UNSURE);
            case Standing.OtherList() -> fields.octet(OTHER_LIST);
        };
    }

    private static FieldWriter ownership(Ownership ownership) {
        FieldWriter fields = new FieldWriter()
                .number(ownership.id().value())
                .text(ownership.directoryId().value())
                .block(name(ownership.name()))
                .number(ownership.epoch());
        return switch (ownership.state()) {
            case Ownership.State.Owner() -> fields.octet(OWNER);
            case Ownership.State.IncomingFrom(var source, var move, var ready) ->
                fields.octet(INCOMING_FROM).text(source.value()).number(move).octet(ready ? 1 : 0);
            case Ownership.State.MovingTo(var destination, var move) ->
                fields.octet(MOVING_TO).text(destination.value()).number(move);
            case Ownership.State.MovedTo(var destination, var move) ->
                fields.octet(MOVED_TO).text(destination.value()).number(move);
            case Ownership.State.Gone() -> fields.octet(GONE);
        };
    }

    /** Takes one frame. */
    public static Decoded decode(ByteBuffer in) {
        if (in.remaining() < Integer.BYTES) {
            return new Decoded.Partial();
        }
        int length = in.getInt(in.position());
        if (length < 1 || length > MAX_FRAME) {
            return new Decoded.Broken("frame of " + length + " octets");
        }
        if (in.remaining() < Integer.BYTES + length) {
            return new Decoded.Partial();
        }
        ByteBuffer frame = in.slice(in.position() + Integer.BYTES, length);
        in.position(in.position() + Integer.BYTES + length);
        return message(new FieldReader(frame));
    }

    private static Decoded message(FieldReader fields) {
        int type = fields.octet();
        Optional<LinkMessage> message = switch (type) {
            case HELLO -> hello(fields);
            case WHO_HAS -> whoHas(fields);
            case HAS_ANSWER -> answer(fields, HasAnswer::new);
            case OWNERSHIP_QUESTION -> question(fields);
            case OWNERSHIP_ANSWER -> answer(fields, OwnershipAnswer::new);
            case KEY -> FrontEndCodec.key(fields);
            case BAN -> FrontEndCodec.ban(fields);
            case FAILED -> FrontEndCodec.failed(fields);
            case LOGGED_IN -> FrontEndCodec.loggedIn(fields);
            case TURN -> FrontEndCodec.turn(fields);
            case TURN_ANSWER -> FrontEndCodec.turnAnswer(fields);
            case TRIED -> FrontEndCodec.tried(fields);
            case COPY_QUESTION -> CopyCodec.question(fields);
            case COPY_ANSWER -> CopyCodec.answer(fields);
            case SECRETS_QUESTION -> secretsQuestion(fields);
            case SECRETS_ANSWER -> secretsAnswer(fields);
            case SECRETS_CHANGED ->
                directoryId(fields).filter(_ -> fields.sound()).map(SecretsChanged::new);
            default -> Optional.empty();
        };
        if (message.isPresent()) {
            return new Decoded.Message(message.get());
        }
        boolean known = type >= HELLO && type <= COPY_ANSWER || type >= SECRETS_QUESTION && type <= SECRETS_CHANGED;
        return known ? new Decoded.Broken("malformed message of type " + type) : new Decoded.Skipped(type);
    }

    private static Optional<LinkMessage> hello(FieldReader fields) {
        long version = fields.number();
        String node = fields.text();
        String digest = fields.text();
        boolean sound = fields.sound() && version > 0 && version <= Integer.MAX_VALUE;
        return sound && NodeName.valid(node) && NodeListDigest.valid(digest)
                ? Optional.of(new Hello((int) version, new NodeName(node), new NodeListDigest(digest)))
                : Optional.empty();
    }

    private static Optional<LinkMessage> whoHas(FieldReader fields) {
        long claim = fields.number();
        Optional<DirectoryId> id = directoryId(fields);
        AccountName name = name(fields);
        String digest = fields.text();
        return fields.sound() && id.isPresent() && NodeListDigest.valid(digest)
                ? Optional.of(new WhoHas(claim, id.get(), name, new NodeListDigest(digest)))
                : Optional.empty();
    }

    private static Optional<LinkMessage> question(FieldReader fields) {
        long question = fields.number();
        Optional<DirectoryId> id = directoryId(fields);
        return fields.sound() ? id.map(known -> new OwnershipQuestion(question, known)) : Optional.empty();
    }

    private static Optional<LinkMessage> secretsQuestion(FieldReader fields) {
        long question = fields.number();
        Optional<DirectoryId> id = directoryId(fields);
        AccountName name = name(fields);
        long epoch = fields.number();
        FieldReader block = fields.block();
        SecretsAsked asked = SecretsCodec.asked(block);
        return fields.sound() && block.sound()
                ? id.map(known -> new SecretsQuestion(question, new SecretsOf(known, name, epoch), asked))
                : Optional.empty();
    }

    private static Optional<LinkMessage> secretsAnswer(FieldReader fields) {
        long question = fields.number();
        FieldReader block = fields.block();
        SecretsSaid said = SecretsCodec.said(block);
        return fields.sound() && block.sound() ? Optional.of(new SecretsAnswer(question, said)) : Optional.empty();
    }

    private interface Answer {
        LinkMessage of(long number, DirectoryId id, Standing standing);
    }

    private static Optional<LinkMessage> answer(FieldReader fields, Answer answer) {
        long number = fields.number();
        Optional<DirectoryId> id = directoryId(fields);
        FieldReader block = fields.block();
        Standing standing = standing(block);
        return fields.sound() && block.sound() ? id.map(known -> answer.of(number, known, standing)) : Optional.empty();
    }

    private static Optional<DirectoryId> directoryId(FieldReader fields) {
        String text = fields.text();
        return text.isEmpty() || text.length() > 255 ? Optional.empty() : Optional.of(new DirectoryId(text));
    }

    private static AccountName name(FieldReader fields) {
        FieldReader name = fields.block();
        AccountName read = new AccountName(name.text(), name.text());
        if (!name.sound()) {
            fields.wrong();
        }
        return read;
    }

    private static Standing standing(FieldReader fields) {
        return switch (fields.octet()) {
            case NONE -> new Standing.None();
            case RECORDED -> recorded(fields);
            case CLAIMING -> new Standing.Claiming();
            case OTHER_LIST -> new Standing.OtherList();
            default -> new Standing.Unsure();
        };
    }

    private static Standing recorded(FieldReader outer) {
        FieldReader fields = outer.block();
        AccountId id = new AccountId(fields.number());
        Optional<DirectoryId> directoryId = directoryId(fields);
        AccountName name = name(fields);
        long epoch = fields.number();
        Optional<Ownership.State> state = state(fields);
        if (!fields.sound() || directoryId.isEmpty()) {
            outer.wrong();
        }
        return directoryId.isPresent() && state.isPresent()
                ? new Standing.Recorded(new Ownership(id, directoryId.get(), name, epoch, state.get()))
                : new Standing.Unsure();
    }

    private static Optional<Ownership.State> state(FieldReader fields) {
        return switch (fields.octet()) {
            case OWNER -> Optional.of(new Ownership.State.Owner());
            case INCOMING_FROM ->
                node(fields).map(node -> new Ownership.State.IncomingFrom(node, fields.number(), fields.octet() == 1));
            case MOVING_TO -> node(fields).map(node -> new Ownership.State.MovingTo(node, fields.number()));
            case MOVED_TO -> node(fields).map(node -> new Ownership.State.MovedTo(node, fields.number()));
            case GONE -> Optional.of(new Ownership.State.Gone());
            default -> Optional.empty();
        };
    }

    private static Optional<NodeName> node(FieldReader fields) {
        String name = fields.text();
        if (!NodeName.valid(name)) {
            fields.wrong();
            return Optional.empty();
        }
        return Optional.of(new NodeName(name));
    }
}
