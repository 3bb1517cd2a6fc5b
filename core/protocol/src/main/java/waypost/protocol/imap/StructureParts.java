package waypost.protocol.imap;

import java.util.List;
import java.util.Optional;
import waypost.message.MessageStructure.Part;

/** The part numbers of RFC 3501 §6.4.5. */
final class StructureParts {
    private StructureParts() {}

    /** The part with these numbers in the message; at least one number. */
    static Optional<Part> find(Part message, List<Integer> numbers) {
        Optional<Part> found = inMessage(message, numbers.getFirst());
        for (int number : numbers.subList(1, numbers.size())) {
            found = found.flatMap(part -> inPart(part, number));
        }
        return found;
    }

    /** "Every message has at least one part number": what is no multipart is its own part 1. */
    private static Optional<Part> inMessage(Part message, int number) {
        if (message.fields().multipart()) {
            return nth(message.parts(), number);
        }
        return number == 1 ? Optional.of(message) : Optional.empty();
    }

    /** Nested numbers of a message/rfc822 part are those of the enclosed message. */
    private static Optional<Part> inPart(Part part, int number) {
        if (part.fields().multipart()) {
            return nth(part.parts(), number);
        }
        return part.message().stream().findFirst().flatMap(enclosed -> inMessage(enclosed.part(), number));
    }

    private static Optional<Part> nth(List<Part> parts, int number) {
        return number >= 1 && number <= parts.size() ? Optional.of(parts.get(number - 1)) : Optional.empty();
    }
}
