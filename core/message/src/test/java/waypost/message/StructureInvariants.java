package waypost.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import waypost.message.MessageStructure.Enclosed;
import waypost.message.MessageStructure.Part;

/** What holds of the structure of any bytes. */
final class StructureInvariants {
    private StructureInvariants() {}

    static void check(Scanned scanned, long size) {
        MessageStructure structure = scanned.structure();
        assertEquals(size, structure.size());
        assertEquals(0, structure.root().headerStart());
        assertEquals(size, structure.root().bodyEnd());
        assertTrue(structure.root().lines() <= structure.lines());
        check(structure.root());
    }

    private static void check(Part part) {
        assertTrue(part.headerStart() <= part.bodyStart() && part.bodyStart() <= part.bodyEnd(), part::toString);
        assertTrue(part.lines() >= 0 && part.lines() <= part.bodyLength(), part::toString);
        assertEquals(part.fields().multipart(), !part.parts().isEmpty());
        assertEquals(part.fields().enclosesMessage() ? 1 : 0, part.message().size());
        long at = part.bodyStart();
        long lines = 0;
        for (Part child : part.parts()) {
            assertTrue(child.headerStart() >= at && child.bodyEnd() <= part.bodyEnd(), part::toString);
            at = child.bodyEnd();
            lines += child.lines();
            check(child);
        }
        for (Enclosed enclosed : part.message()) {
            assertEquals(part.bodyStart(), enclosed.part().headerStart());
            assertEquals(part.bodyEnd(), enclosed.part().bodyEnd());
            lines += enclosed.part().lines();
            check(enclosed.part());
        }
        assertTrue(lines <= part.lines(), part::toString);
    }
}
