package waypost.message;

/** A line of text in the making: blanks and line ends become one blank, what cannot be seen goes, and at a length it ends. */
final class PreviewLine {
    private static final int ZERO_WIDTH_NON_JOINER = 0x200C;
    private static final int ZERO_WIDTH_JOINER = 0x200D;

    /** Senders pad with it, so that nothing of the text is previewed. */
    private static final int GRAPHEME_JOINER = 0x034F;

    private final StringBuilder line = new StringBuilder();
    private int length;
    private boolean blank;
    private int joiner;

    boolean full() {
        return length == Preview.LENGTH;
    }

    boolean isEmpty() {
        return length == 0;
    }

    void blank() {
        blank = length > 0;
        joiner = 0;
    }

    void add(int character) {
        if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
            blank();
        } else if (character == ZERO_WIDTH_NON_JOINER || character == ZERO_WIDTH_JOINER) {
            joiner = blank ? 0 : character; // between two characters only
        } else if (character != GRAPHEME_JOINER && visible(character)) {
            if (blank) {
                put(' ');
            }
            if (joiner != 0) {
                put(joiner);
            }
            put(character);
            blank = false;
            joiner = 0;
        }
    }

    private void put(int character) {
        if (!full()) {
            line.appendCodePoint(character);
            length++;
        }
    }

    private static boolean visible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    @Override
    public String toString() {
        return line.toString().stripTrailing();
    }
}
