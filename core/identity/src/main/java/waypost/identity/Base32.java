package waypost.identity;

/** RFC 4648 §6, without padding. */
public final class Base32 {
    static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private static final int BITS = 5;

    private Base32() {}

    public static String encode(byte[] octets) {
        StringBuilder text = new StringBuilder();
        int held = 0;
        int bits = 0;
        for (byte octet : octets) {
            held = held << Byte.SIZE | octet & 0xFF;
            for (bits += Byte.SIZE; bits >= BITS; bits -= BITS) {
                text.append(letter(held >> bits - BITS));
            }
        }
        return bits == 0
                ? text.toString()
                : text.append(letter(held << BITS - bits)).toString();
    }

    private static char letter(int value) {
        return ALPHABET.charAt(value & ALPHABET.length() - 1);
    }
}
