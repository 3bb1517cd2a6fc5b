package waypost.message;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import waypost.message.Envelope.Address;
import waypost.message.MessageStructure.Enclosed;
import waypost.message.MessageStructure.Part;
import waypost.message.MimeFields.Disposition;
import waypost.message.MimeFields.Parameter;

/**
 * The compact binary form of what a scan found, for an index: a version, then the values in the order of the records. Numbers are
 * variable-length, offsets relative to what comes before. Another version, or damage, decodes to nothing; the message is then scanned
 * again.
 */
public final class StructureCodec {
    private static final int VERSION = 2;

    private StructureCodec() {}

    private enum Fact {
        DOT_LINES,
        EIGHT_BIT,
        NUL,
        BARE_CR,
        BARE_LF
    }

    private enum AddressKind {
        MAILBOX,
        ROUTED_MAILBOX,
        GROUP_START,
        GROUP_END
    }

    public static byte[] encode(Scanned scanned) {
        CompactWriter out = new CompactWriter();
        out.number(VERSION);
        out.number(facts(scanned).stream().mapToInt(fact -> 1 << fact.ordinal()).sum());
        out.number(scanned.structure().size());
        out.number(scanned.structure().lines());
        envelope(out, scanned.envelope());
        part(out, scanned.structure().root(), 0);
        return out.toByteArray();
    }

    public static Optional<Scanned> decode(byte[] encoded) {
        try {
            CompactReader in = new CompactReader(encoded);
            if (in.number() != VERSION) {
                return Optional.empty();
            }
            long facts = in.number();
            long size = in.number();
            long lines = in.number();
            Envelope envelope = envelope(in);
            MessageStructure structure = new MessageStructure(part(in, 0, 0), size, lines);
            in.end();
            return Optional.of(new Scanned(
                    structure,
                    envelope,
                    has(facts, Fact.DOT_LINES),
                    has(facts, Fact.EIGHT_BIT),
                    has(facts, Fact.NUL),
                    has(facts, Fact.BARE_CR),
                    has(facts, Fact.BARE_LF)));
        } catch (CompactReader.Damaged damaged) {
            return Optional.empty();
        }
    }

    private static EnumSet<Fact> facts(Scanned scanned) {
        EnumSet<Fact> facts = EnumSet.noneOf(Fact.class);
        if (scanned.dotLines()) {
            facts.add(Fact.DOT_LINES);
        }
        if (scanned.eightBit()) {
            facts.add(Fact.EIGHT_BIT);
        }
        if (scanned.nul()) {
            facts.add(Fact.NUL);
        }
        if (scanned.bareCr()) {
            facts.add(Fact.BARE_CR);
        }
        if (scanned.bareLf()) {
            facts.add(Fact.BARE_LF);
        }
        return facts;
    }

    private static boolean has(long facts, Fact fact) {
        return (facts & 1L << fact.ordinal()) != 0;
    }

    private static void part(CompactWriter out, Part part, long base) {
        out.number(part.headerStart() - base);
        out.number(part.bodyStart() - part.headerStart());
        out.number(part.bodyLength());
        out.number(part.lines());
        mime(out, part.fields());
        out.list(part.parts(), child -> part(out, child, part.bodyStart()));
        out.list(part.message(), enclosed -> {
            envelope(out, enclosed.envelope());
            part(out, enclosed.part(), part.bodyStart());
        });
    }

    private static Part part(CompactReader in, long base, int depth) throws CompactReader.Damaged {
        if (depth > StructureBuilder.MAX_DEPTH) {
            throw new CompactReader.Damaged("too deep");
        }
        long headerStart = base + in.number();
        long bodyStart = headerStart + in.number();
        long bodyEnd = bodyStart + in.number();
        long lines = in.number();
        MimeFields fields = mime(in);
        List<Part> parts = in.list(() -> part(in, bodyStart, depth + 1));
        List<Enclosed> message = in.list(() -> new Enclosed(envelope(in), part(in, bodyStart, depth + 1)));
        return new Part(headerStart, bodyStart, bodyEnd, lines, fields, parts, message);
    }

    private static void mime(CompactWriter out, MimeFields fields) {
        out.text(fields.type());
        out.text(fields.subtype());
        parameters(out, fields.parameters());
        out.optional(fields.id());
        out.optional(fields.description());
        out.text(fields.encoding());
        out.optional(fields.md5());
        out.list(fields.disposition().stream().toList(), disposition -> {
            out.text(disposition.type());
            parameters(out, disposition.parameters());
        });
        out.list(fields.languages(), out::text);
        out.optional(fields.location());
    }

    private static MimeFields mime(CompactReader in) throws CompactReader.Damaged {
        return new MimeFields(
                in.text(),
                in.text(),
                parameters(in),
                in.optional(),
                in.optional(),
                in.text(),
                in.optional(),
                in.list(() -> new Disposition(in.text(), parameters(in))).stream()
                        .findFirst(),
                in.list(in::text),
                in.optional());
    }

    private static void parameters(CompactWriter out, List<Parameter> parameters) {
        out.list(parameters, parameter -> {
            out.text(parameter.name());
            out.text(parameter.value());
        });
    }

    private static List<Parameter> parameters(CompactReader in) throws CompactReader.Damaged {
        return in.list(() -> new Parameter(in.text(), in.text()));
    }

    private static void envelope(CompactWriter out, Envelope envelope) {
        out.optional(envelope.date());
        out.optional(envelope.subject());
        addresses(out, envelope.from());
        addresses(out, envelope.sender());
        addresses(out, envelope.replyTo());
        addresses(out, envelope.to());
        addresses(out, envelope.cc());
        addresses(out, envelope.bcc());
        out.optional(envelope.inReplyTo());
        out.optional(envelope.messageId());
        out.optional(envelope.references());
    }

    private static Envelope envelope(CompactReader in) throws CompactReader.Damaged {
        return new Envelope(
                in.optional(),
                in.optional(),
                addresses(in),
                addresses(in),
                addresses(in),
                addresses(in),
                addresses(in),
                addresses(in),
                in.optional(),
                in.optional(),
                in.optional());
    }

    private static void addresses(CompactWriter out, List<Address> addresses) {
        out.list(addresses, address -> {
            switch (address) {
                case Address.Mailbox(var name, var route, var local, var domain) -> {
                    out.number((route.isEmpty() ? AddressKind.MAILBOX : AddressKind.ROUTED_MAILBOX).ordinal());
                    route.ifPresent(out::text);
                    out.optional(name);
                    out.text(local);
                    out.text(domain);
                }
                case Address.GroupStart(var name) -> {
                    out.number(AddressKind.GROUP_START.ordinal());
                    out.text(name);
                }
                case Address.GroupEnd() -> out.number(AddressKind.GROUP_END.ordinal());
            }
        });
    }

    private static List<Address> addresses(CompactReader in) throws CompactReader.Damaged {
        return in.list(() -> switch (in.oneOf(AddressKind.values())) {
            case MAILBOX -> new Address.Mailbox(in.optional(), Optional.empty(), in.text(), in.text());
            case ROUTED_MAILBOX -> {
                Optional<String> route = Optional.of(in.text());
                yield new Address.Mailbox(in.optional(), route, in.text(), in.text());
            }
            case GROUP_START -> new Address.GroupStart(in.text());
            case GROUP_END -> new Address.GroupEnd();
        });
    }
}
