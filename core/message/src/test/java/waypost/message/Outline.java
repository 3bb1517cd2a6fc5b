package waypost.message;

import java.util.function.Function;
import java.util.stream.Collectors;
import waypost.message.MessageStructure.Enclosed;
import waypost.message.MessageStructure.Part;

/** A structure on one line, for tables: type, lines, then children in parentheses, an enclosed message in angles, or the leaf. */
final class Outline {
    private Outline() {}

    static String of(Part part, Function<Part, String> leaf) {
        String head = part.fields().type() + "/" + part.fields().subtype() + " " + part.lines();
        if (!part.parts().isEmpty()) {
            return head
                    + part.parts().stream().map(child -> of(child, leaf)).collect(Collectors.joining(", ", " (", ")"));
        }
        if (!part.message().isEmpty()) {
            Enclosed enclosed = part.message().getFirst();
            return head + " <" + enclosed.envelope().subject().orElse("") + " " + of(enclosed.part(), leaf) + ">";
        }
        return head + leaf.apply(part);
    }
}
