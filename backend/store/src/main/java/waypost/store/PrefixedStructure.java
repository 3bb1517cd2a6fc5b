package waypost.store;

import java.util.List;
import waypost.message.MessageStructure;
import waypost.message.MessageStructure.Enclosed;
import waypost.message.MessageStructure.Part;
import waypost.message.Scanned;

/** The structure of a message that got header lines of ours before its own: the same parts, farther down. */
final class PrefixedStructure {
    private final long octets;
    private final long lines;

    /** @param prefix whole header lines */
    PrefixedStructure(byte[] prefix) {
        long ends = 0;
        for (byte octet : prefix) {
            ends += octet == '\n' ? 1 : 0;
        }
        this.octets = prefix.length;
        this.lines = ends;
    }

    Scanned of(Scanned body) {
        MessageStructure structure = body.structure();
        Part shifted = shift(structure.root());
        Part root = new Part(
                0,
                shifted.bodyStart(),
                shifted.bodyEnd(),
                shifted.lines(),
                shifted.fields(),
                shifted.parts(),
                shifted.message());
        return new Scanned(
                new MessageStructure(root, structure.size() + octets, structure.lines() + lines),
                body.envelope(),
                body.dotLines(),
                body.eightBit(),
                body.nul(),
                body.bareCr(),
                body.bareLf());
    }

    private Part shift(Part part) {
        List<Part> parts = part.parts().stream().map(this::shift).toList();
        List<Enclosed> message = part.message().stream()
                .map(enclosed -> new Enclosed(enclosed.envelope(), shift(enclosed.part())))
                .toList();
        return new Part(
                part.headerStart() + octets,
                part.bodyStart() + octets,
                part.bodyEnd() + octets,
                part.lines(),
                part.fields(),
                parts,
                message);
    }
}
