package waypost.protocol.imap;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import waypost.message.MessageStructure;
import waypost.message.MessageStructure.Part;
import waypost.message.Octets;
import waypost.protocol.imap.FetchItem.Decoded;

/** The decoded parts of one message that one FETCH answer has. */
final class DecodedTexts {
    /** RFC 2045 §6.4: what has parts is not encoded itself, whatever its header says; nor is a whole message. */
    private static final String AS_IT_IS = "binary";

    /** Decoded octets that are kept until they are sent; beyond them a part is decoded a second time. */
    private static final int ROOM = 1 << 18;

    private final Map<Decoded, DecodedText> texts = new HashMap<>();
    private int room = ROOM;

    void add(Decoded item, Octets message, MessageStructure structure) throws IOException {
        Optional<DecodedSection> section = section(item, message, structure);
        if (section.isPresent()) {
            DecodedText text = DecodedText.of(section.get(), item.partial(), room);
            room -= text.kept();
            texts.put(item, text);
        }
    }

    private static Optional<DecodedSection> section(Decoded item, Octets message, MessageStructure structure)
            throws UnknownEncoding {
        if (item.part().isEmpty()) {
            return Optional.of(new DecodedSection(message, 0, message.length(), AS_IT_IS));
        }
        Optional<Part> found = StructureParts.find(structure.root(), item.part());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Part part = found.get();
        boolean leaf = part.parts().isEmpty() && part.message().isEmpty();
        String encoding = leaf ? part.fields().encoding() : AS_IT_IS;
        return Optional.of(new DecodedSection(message, part.bodyStart(), part.bodyEnd(), encoding));
    }

    Optional<DecodedText> of(Decoded item) {
        return Optional.ofNullable(texts.get(item));
    }
}
