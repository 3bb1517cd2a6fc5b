package waypost.store;

/** Where a record is in a journal: logical, the same wherever the segment lies, never given out twice. */
public record Position(long entry, int record) implements Comparable<Position> {
    public Position {
        if (entry < 0 || record < 0) {
            throw new IllegalArgumentException("position " + entry + "." + record);
        }
    }

    /** The position of the body with this ordinal, of the change whose operation is at this position. */
    public Position body(int ordinal) {
        return new Position(entry, record + 1 + ordinal);
    }

    @Override
    public int compareTo(Position other) {
        int entries = Long.compare(entry, other.entry);
        return entries != 0 ? entries : Integer.compare(record, other.record);
    }

    @Override
    public String toString() {
        return entry + "." + record;
    }
}
