package waypost.protocol.link;

import java.util.Optional;
import waypost.protocol.link.LinkMessage.CopyAnswer;
import waypost.protocol.link.LinkMessage.CopyQuestion;

/** The fields of what front ends ask each other of copies. A kind of answer that is not known is {@link CopySaid.Nothing}. */
final class CopyCodec {
    private static final int NOTHING = 0;
    private static final int OFFERED = 1;
    private static final int PIECE = 2;
    private static final int SUSPECT = 3;

    private CopyCodec() {}

    static FieldWriter fields(CopyQuestion asked) {
        return new FieldWriter()
                .octet(LinkCodec.COPY_QUESTION)
                .number(asked.question())
                .text(asked.subject())
                .number(asked.edition())
                .number(asked.from());
    }

    static FieldWriter fields(CopyAnswer answer) {
        return new FieldWriter()
                .octet(LinkCodec.COPY_ANSWER)
                .number(answer.question())
                .block(said(answer.said()));
    }

    private static FieldWriter said(CopySaid said) {
        FieldWriter fields = new FieldWriter();
        return switch (said) {
            case CopySaid.Nothing() -> fields.octet(NOTHING);
            case CopySaid.Offered(var edition, var length, var asOf, var state) ->
                fields.octet(OFFERED)
                        .number(edition)
                        .number(length)
                        .number(asOf)
                        .text(state);
            case CopySaid.Piece(var octets) -> fields.octet(PIECE).octets(octets);
            case CopySaid.Suspect() -> fields.octet(SUSPECT);
        };
    }

    private static CopySaid said(FieldReader fields) {
        return switch (fields.octet()) {
            case OFFERED -> new CopySaid.Offered(fields.number(), fields.number(), fields.number(), fields.text());
            case PIECE -> new CopySaid.Piece(fields.octets());
            case SUSPECT -> new CopySaid.Suspect();
            default -> new CopySaid.Nothing();
        };
    }

    static Optional<LinkMessage> question(FieldReader fields) {
        CopyQuestion read = new CopyQuestion(fields.number(), fields.text(), fields.number(), fields.number());
        return fields.sound() ? Optional.of(read) : Optional.empty();
    }

    static Optional<LinkMessage> answer(FieldReader fields) {
        long question = fields.number();
        FieldReader block = fields.block();
        CopySaid said = said(block);
        return fields.sound() && block.sound() ? Optional.of(new CopyAnswer(question, said)) : Optional.empty();
    }
}
