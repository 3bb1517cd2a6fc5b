package waypost.message;

import java.util.ArrayList;
import java.util.List;

/**
 * Builds the structure from lines: header lines become fields, delimiter lines open and close parts (RFC 2046 §5.1.1), the rest is only
 * counted. Keeps a stack of the parts that are open, the message itself first.
 *
 * <p>Limits make it safe against any input: beyond {@link #MAX_PARTS} no delimiter is looked at, beyond {@link #MAX_DEPTH} a composite
 * part stays closed and counts as application/octet-stream.
 */
final class StructureBuilder {
    static final int MAX_PARTS = 10_000;
    static final int MAX_DEPTH = 100;
    static final int MAX_HEADER_LINE = 64 * 1024;
    static final int MAX_DELIMITER_LINE = 1024;

    private final List<OpenPart> open = new ArrayList<>();
    private final KeptText budget = new KeptText();
    private int parts;
    private int multiparts;
    private long lineEnds;
    private int lastEndLength;
    private Envelope envelope = Envelope.EMPTY;

    StructureBuilder() {
        push(OpenPart.message(0, budget));
    }

    /** How many octets of the next line {@link #line} needs to see. */
    int keepLimit() {
        if (inHeader()) {
            return MAX_HEADER_LINE;
        }
        return multiparts > 0 && parts < MAX_PARTS ? MAX_DELIMITER_LINE : 0;
    }

    boolean inHeader() {
        return top().inHeader();
    }

    /**
     * Takes one line {@code [start, end)}, its line end of {@code endLength} octets included.
     *
     * @param kept begins with the first {@code length} octets of the line, without the line end
     */
    void line(byte[] kept, int length, long start, long end, int endLength) {
        Delimiter delimiter = delimiter(kept, length, end - start - endLength);
        if (delimiter.owner >= 0) {
            closeAbove(delimiter.owner, start);
            OpenPart owner = top();
            if (delimiter.closes) {
                owner.closed();
                multiparts--;
            } else {
                push(OpenPart.child(end, owner.childDefault(), budget));
            }
        } else if (inHeader()) {
            headerLine(kept, length, start, end, endLength);
        }
        if (endLength > 0) {
            lineEnds++;
        }
        lastEndLength = endLength;
    }

    MessageStructure finish(long size) {
        lastEndLength = 0;
        closeAbove(0, size);
        OpenPart root = top();
        if (root.inHeader()) {
            endHeader(root, size, lineEnds);
            closeAbove(0, size);
        }
        envelope = root.envelope();
        return new MessageStructure(root.close(size, lineEnds), size, lineEnds);
    }

    Envelope envelope() {
        return envelope;
    }

    private void headerLine(byte[] kept, int length, long start, long end, int endLength) {
        OpenPart part = top();
        if (length == 0 && end - start == endLength) {
            endHeader(part, end, lineEnds + (endLength > 0 ? 1 : 0));
        } else if (!part.fields().line(kept, length)) {
            endHeader(part, start, lineEnds);
        }
    }

    private void endHeader(OpenPart part, long bodyStart, long lineEndsBefore) {
        part.endHeader(bodyStart, lineEndsBefore, open.size() < MAX_DEPTH && parts < MAX_PARTS);
        if (part.awaitsDelimiter()) {
            multiparts++;
        } else if (part.encloses()) {
            push(OpenPart.message(bodyStart, budget));
        }
    }

    private void closeAbove(int owner, long lineStart) {
        while (open.size() > owner + 1) {
            OpenPart part = top();
            if (part.inHeader()) {
                endHeader(part, lineStart, lineEnds);
                continue;
            }
            if (part.awaitsDelimiter()) {
                multiparts--;
            }
            // RFC 2046 §5.1.1: the line end before the delimiter belongs to the delimiter
            long bodyEnd = Math.max(part.leastEnd(), lineStart - lastEndLength);
            long ends = bodyEnd == lineStart ? lineEnds : lineEnds - 1;
            open.removeLast();
            top().add(part.close(bodyEnd, ends), part);
        }
    }

    private record Delimiter(int owner, boolean closes) {
        static final Delimiter NONE = new Delimiter(-1, false);
    }

    /**
     * Which open multipart the line delimits. The whole line must match, transport padding apart, so that a boundary may be the beginning
     * of another; of several the longest boundary wins, then the innermost. Declined: RFC 2046 §5.1.2's match of the mere beginning.
     */
    private Delimiter delimiter(byte[] line, int keptLength, long lineLength) {
        if (multiparts == 0 || parts >= MAX_PARTS || keptLength < 3 || keptLength < lineLength) {
            return Delimiter.NONE;
        }
        if (line[0] != '-' || line[1] != '-') {
            return Delimiter.NONE;
        }
        int length = keptLength;
        while (line[length - 1] == ' ' || line[length - 1] == '\t' || line[length - 1] == '\r') {
            length--;
        }
        Delimiter found = Delimiter.NONE;
        int longest = 0;
        for (int i = open.size() - 1; i >= 0; i--) {
            OpenPart part = open.get(i);
            if (part.awaitsDelimiter() && part.boundaryLength() > longest && part.delimitedBy(line, length)) {
                longest = part.boundaryLength();
                found = new Delimiter(i, length == longest + 4);
            }
        }
        return found;
    }

    private void push(OpenPart part) {
        open.add(part);
        parts++;
    }

    private OpenPart top() {
        return open.getLast();
    }
}
