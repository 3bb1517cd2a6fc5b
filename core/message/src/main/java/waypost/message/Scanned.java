package waypost.message;

/**
 * What one pass over a message found.
 *
 * @param dotLines some line begins with {@code .}, so a dot-stuffing protocol must look at the lines (RFC 5321 §4.5.2)
 * @param eightBit some octet is above 127
 * @param nul some octet is NUL
 * @param bareCr some CR is not followed by LF
 * @param bareLf some LF is not preceded by CR
 */
public record Scanned(
        MessageStructure structure,
        Envelope envelope,
        boolean dotLines,
        boolean eightBit,
        boolean nul,
        boolean bareCr,
        boolean bareLf) {}
