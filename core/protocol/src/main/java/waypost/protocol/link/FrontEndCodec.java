package waypost.protocol.link;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waypost.config.Network;
import waypost.identity.NodeName;
import waypost.identity.SharedKey;
import waypost.protocol.link.LinkMessage.Ban;
import waypost.protocol.link.LinkMessage.CopyAnswer;
import waypost.protocol.link.LinkMessage.CopyQuestion;
import waypost.protocol.link.LinkMessage.Failed;
import waypost.protocol.link.LinkMessage.Key;
import waypost.protocol.link.LinkMessage.LoggedIn;
import waypost.protocol.link.LinkMessage.Said;
import waypost.protocol.link.LinkMessage.Shown;
import waypost.protocol.link.LinkMessage.Tried;
import waypost.protocol.link.LinkMessage.Turn;
import waypost.protocol.link.LinkMessage.TurnAnswer;

/** The fields of what front ends tell each other. */
final class FrontEndCodec {
    private static final int NOTHING = 0;
    private static final int RIGHT = 1;
    private static final int WRONG = 2;

    private FrontEndCodec() {}

    static FieldWriter fields(LinkMessage.OfFrontEnds message) {
        FieldWriter fields = new FieldWriter();
        return switch (message) {
            case Key(var key) -> fields.octet(LinkCodec.KEY).number(key.made()).text(key.hex());
            case Ban(var network, var changed, var origin, var until, var kept, var absolute, var reason) ->
                fields.octet(LinkCodec.BAN)
                        .text(network.toString())
                        .number(changed)
                        .text(origin.value())
                        .number(until)
                        .number(kept)
                        .octet(absolute ? 1 : 0)
                        .text(reason);
            case Failed(var key, var account, var pair, var place, var proof, var athome, var networks) ->
                numbers(
                        fields.octet(LinkCodec.FAILED)
                                .number(key)
                                .number(account)
                                .number(pair)
                                .number(place)
                                .number(proof)
                                .octet(athome ? 1 : 0),
                        networks);
            case LoggedIn(var key, var account, var pair, var networks) ->
                numbers(
                        fields.octet(LinkCodec.LOGGED_IN)
                                .number(key)
                                .number(account)
                                .number(pair),
                        networks);
            case Turn(var question, var shown) ->
                fields.octet(LinkCodec.TURN).number(question).block(shown(shown));
            case TurnAnswer(var question, var known) ->
                fields.octet(LinkCodec.TURN_ANSWER).number(question).octet(word(known));
            case Tried(var shown, var said) ->
                fields.octet(LinkCodec.TRIED).block(shown(shown)).octet(word(said));
            case CopyQuestion asked -> CopyCodec.fields(asked);
            case CopyAnswer answer -> CopyCodec.fields(answer);
        };
    }

    private static FieldWriter shown(Shown shown) {
        return new FieldWriter()
                .number(shown.key())
                .number(shown.account())
                .number(shown.high())
                .number(shown.low())
                .octet(shown.dated() ? 1 : 0);
    }

    private static int word(Said said) {
        return switch (said) {
            case NOTHING -> NOTHING;
            case RIGHT -> RIGHT;
            case WRONG -> WRONG;
        };
    }

    /** With how many there are in front. */
    private static FieldWriter numbers(FieldWriter fields, List<Long> numbers) {
        fields.octet(numbers.size());
        numbers.forEach(fields::number);
        return fields;
    }

    private static List<Long> numbers(FieldReader fields) {
        int count = fields.octet();
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < count && fields.sound(); i++) {
            numbers.add(fields.number());
        }
        return numbers;
    }

    static Optional<LinkMessage> key(FieldReader fields) {
        long made = fields.number();
        String hex = fields.text();
        return fields.sound() && SharedKey.valid(hex)
                ? Optional.of(new Key(new SharedKey(made, hex)))
                : Optional.empty();
    }

    static Optional<LinkMessage> ban(FieldReader fields) {
        Optional<Network> network = Network.of(fields.text());
        long changed = fields.number();
        String origin = fields.text();
        long until = fields.number();
        long kept = fields.number();
        boolean absolute = fields.octet() == 1;
        String reason = fields.text();
        return fields.sound() && network.isPresent() && NodeName.valid(origin)
                ? Optional.of(new Ban(network.get(), changed, new NodeName(origin), until, kept, absolute, reason))
                : Optional.empty();
    }

    static Optional<LinkMessage> failed(FieldReader fields) {
        Failed read = new Failed(
                fields.number(),
                fields.number(),
                fields.number(),
                fields.number(),
                fields.number(),
                fields.octet() == 1,
                numbers(fields));
        return fields.sound() ? Optional.of(read) : Optional.empty();
    }

    static Optional<LinkMessage> loggedIn(FieldReader fields) {
        LoggedIn read = new LoggedIn(fields.number(), fields.number(), fields.number(), numbers(fields));
        return fields.sound() ? Optional.of(read) : Optional.empty();
    }

    static Optional<LinkMessage> turn(FieldReader fields) {
        long question = fields.number();
        return shown(fields).map(shown -> new Turn(question, shown));
    }

    static Optional<LinkMessage> turnAnswer(FieldReader fields) {
        TurnAnswer read = new TurnAnswer(fields.number(), said(fields));
        return fields.sound() ? Optional.of(read) : Optional.empty();
    }

    static Optional<LinkMessage> tried(FieldReader fields) {
        Optional<Shown> shown = shown(fields);
        Said said = said(fields);
        return fields.sound() ? shown.map(known -> new Tried(known, said)) : Optional.empty();
    }

    private static Optional<Shown> shown(FieldReader outer) {
        FieldReader fields = outer.block();
        Shown read = new Shown(fields.number(), fields.number(), fields.number(), fields.number(), fields.octet() == 1);
        return outer.sound() && fields.sound() ? Optional.of(read) : Optional.empty();
    }

    /** What only a newer release knows is nothing: the directory is asked. */
    private static Said said(FieldReader fields) {
        return switch (fields.octet()) {
            case RIGHT -> Said.RIGHT;
            case WRONG -> Said.WRONG;
            default -> Said.NOTHING;
        };
    }
}
