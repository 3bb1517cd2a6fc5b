package waypost.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import waypost.message.AddressTexts;
import waypost.message.EncodedWords;
import waypost.message.Envelope;
import waypost.message.HeaderFields;
import waypost.message.HeaderFields.Field;
import waypost.message.MessageStructure;
import waypost.message.MessageStructure.Enclosed;
import waypost.message.MessageStructure.Part;
import waypost.message.Octets;
import waypost.message.PartText;
import waypost.message.Scanned;
import waypost.message.TransferDecoder;
import waypost.message.UnicodeCasemap;

/**
 * Reader of the grams of messages. It looks at each text that a search without an index would look at, in each form in which that would: octets of
 * ASCII as they are, fields unfolded, encoded words decoded or not, parts in each charset they may be in. So what such a search finds in a message has
 * no gram that is not here; a test compares the two. One thread.
 */
final class GramText {
    /** Changes with what is looked at, and how. */
    static final int VERSION = 3;

    /** A message up to this size is read at once. */
    private static final int AT_ONCE = 1 << 17;

    private final GramSet grams = new GramSet();
    private final GramRun run = new GramRun();
    private final ByteBuffer pending = ByteBuffer.allocate(1 << 13);
    private final CharBuffer room = CharBuffer.allocate(1 << 13);
    private final char[] prepared = new char[UnicodeCasemap.LONGEST];

    /** In order, each once. */
    int[] of(Octets message, Scanned scanned) throws IOException {
        MessageStructure structure = scanned.structure();
        Octets octets = message;
        if (message.length() <= AT_ONCE) {
            ByteBuffer all = ByteBuffer.allocate((int) message.length());
            message.read(0, message.length(), all::put);
            octets = Octets.of(all.array());
        }
        try {
            header(octets, structure.root(), EnumSet.complementOf(EnumSet.of(SearchField.BODY)));
            body(octets, structure.root());
            addresses(scanned.envelope());
            return grams.drain();
        } finally {
            pending.clear();
            room.clear();
            grams.drain(); // those of a message that could not be read whole
        }
    }

    /** The grams of a text to look for in that field: every text that has it has them all. None if it is too short. */
    static int[] of(SearchField field, String text) {
        GramRun run = new GramRun();
        run.begin(field);
        return new String(UnicodeCasemap.units(text))
                .chars()
                .map(unit -> run.next((char) unit))
                .filter(gram -> gram != GramRun.NONE)
                .sorted()
                .distinct()
                .toArray();
    }

    private void addresses(Envelope envelope) {
        AddressTexts.of(envelope.from()).forEach(text -> value(text, SearchField.FROM));
        Stream.of(envelope.to(), envelope.cc(), envelope.bcc())
                .flatMap(addresses -> AddressTexts.of(addresses).stream())
                .forEach(text -> value(text, SearchField.TO));
    }

    private void body(Octets octets, Part part) throws IOException {
        for (Part child : part.parts()) {
            header(octets, child, Set.of(SearchField.HEADER));
            body(octets, child);
        }
        for (Enclosed enclosed : part.message()) {
            header(octets, enclosed.part(), Set.of(SearchField.BODY));
            body(octets, enclosed.part());
        }
        boolean leaf = part.parts().isEmpty() && part.message().isEmpty();
        if (leaf && PartText.searched(part.fields())) {
            content(octets, part);
        }
    }

    private void header(Octets octets, Part part, Set<SearchField> into) throws IOException {
        int length = (int) Math.min(HeaderFields.LIMIT, part.bodyStart() - part.headerStart());
        ByteBuffer block = ByteBuffer.allocate(length);
        octets.read(part.headerStart(), length, block::put);
        for (SearchField whole : EnumSet.of(SearchField.BODY, SearchField.HEADER)) {
            if (into.contains(whole)) {
                run.begin(whole);
                ascii(block.duplicate().flip(), whole);
            }
        }
        for (Field field : HeaderFields.parse(block.array()).fields()) {
            for (SearchField each : into) {
                if (holds(each, field)) {
                    field(field, each);
                }
            }
        }
    }

    private static boolean holds(SearchField searched, Field field) {
        return switch (searched) {
            case BODY, HEADER -> true;
            case SUBJECT -> field.is("Subject");
            case FROM -> field.is("From");
            case TO -> field.is("To") || field.is("Cc") || field.is("Bcc");
        };
    }

    /** By itself, and behind its name: what decodes at the beginning of a text might not in its middle. */
    private void field(Field field, SearchField into) {
        String value = field.unfolded();
        value(field.name() + ": " + value, into);
        value(value, into);
    }

    private void value(String value, SearchField into) {
        run.begin(into);
        ascii(ByteBuffer.wrap(value.getBytes(ISO_8859_1)), into);
        if (value.contains("=?")) {
            text(EncodedWords.decode(value), into);
        }
        if (value.chars().anyMatch(octet -> octet > 0x7F)) {
            text(new String(value.getBytes(ISO_8859_1), UTF_8), into);
        }
    }

    private void text(String text, SearchField into) {
        run.begin(into);
        for (char unit : UnicodeCasemap.units(text)) {
            grams.add(run.next(unit));
        }
    }

    private void content(Octets octets, Part part) throws IOException {
        List<Charset> charsets = PartText.charsets(part.fields());
        if (charsets.stream().allMatch(PartText::keepsAscii)) {
            boolean[] eightBit = {false};
            run.begin(SearchField.BODY);
            decoded(octets, part, slice -> eightBit[0] |= ascii(slice, SearchField.BODY));
            if (!eightBit[0]) {
                return;
            }
        }
        for (Charset charset : charsets) {
            CharsetDecoder decoder = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
            run.begin(SearchField.BODY);
            decoded(octets, part, slice -> characters(slice, decoder));
            end(decoder);
        }
    }

    private static void decoded(Octets octets, Part part, Octets.Sink sink) throws IOException {
        Optional<TransferDecoder> known = TransferDecoder.of(part.fields().encoding());
        if (known.isPresent()) {
            TransferDecoder decoder = known.get();
            octets.read(part.bodyStart(), part.bodyLength(), slice -> decoder.decode(slice, sink));
            decoder.finish(sink);
        }
    }

    /** Goes on with the text, in which no other octet is part of a gram; answers whether there was one. */
    private boolean ascii(ByteBuffer slice, SearchField field) {
        boolean others = false;
        while (slice.hasRemaining()) {
            byte octet = slice.get();
            if (octet < 0) {
                others = true;
                run.begin(field);
            } else {
                grams.add(run.next(UnicodeCasemap.prepare(octet)));
            }
        }
        return others;
    }

    private void characters(ByteBuffer slice, CharsetDecoder decoder) {
        while (slice.hasRemaining()) {
            int count = Math.min(slice.remaining(), pending.remaining());
            pending.put(slice.slice(slice.position(), count));
            slice.position(slice.position() + count);
            pending.flip();
            while (decoder.decode(pending, room, false).isOverflow()) {
                take();
            }
            take();
            pending.compact();
        }
    }

    private void end(CharsetDecoder decoder) {
        pending.flip();
        CoderResult result;
        do {
            result = decoder.decode(pending, room, true);
            take();
        } while (result.isOverflow());
        do {
            result = decoder.flush(room);
            take();
        } while (result.isOverflow());
        pending.clear();
    }

    /** Goes on with what is decoded. A decoder gives both halves of a surrogate pair at once. */
    private void take() {
        char[] text = room.array();
        int length = room.flip().limit();
        for (int i = 0; i < length; i += UnicodeCasemap.units(text, i, length)) {
            int end = UnicodeCasemap.prepare(text, i, length, prepared, 0);
            for (int unit = 0; unit < end; unit++) {
                grams.add(run.next(prepared[unit]));
            }
        }
        room.clear();
    }
}
