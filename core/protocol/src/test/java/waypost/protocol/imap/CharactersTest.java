package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

/** Every set against the ABNF of RFC 3501 §9, for every octet and the end of the input. */
class CharactersTest {
    private static final IntPredicate CHAR = octet -> octet >= 0x01 && octet <= 0x7F;
    private static final IntPredicate CTL = octet -> octet >= 0 && octet <= 0x1F || octet == 0x7F;
    private static final IntPredicate QUOTED_SPECIALS = octet -> octet == 0x22 || octet == 0x5C;
    private static final IntPredicate LIST_WILDCARDS = octet -> octet == 0x25 || octet == 0x2A;
    private static final IntPredicate RESP_SPECIALS = octet -> octet == 0x5D;
    private static final IntPredicate ATOM_SPECIALS = QUOTED_SPECIALS
            .or(octet -> octet == 0x28 || octet == 0x29 || octet == 0x7B || octet == 0x20)
            .or(CTL)
            .or(LIST_WILDCARDS)
            .or(RESP_SPECIALS);
    private static final IntPredicate ATOM_CHAR = CHAR.and(ATOM_SPECIALS.negate());
    private static final IntPredicate ASTRING_CHAR = ATOM_CHAR.or(RESP_SPECIALS);
    private static final IntPredicate TEXT_CHAR = CHAR.and(octet -> octet != 0x0D && octet != 0x0A);

    @Test
    void atom() {
        check(Characters.ATOM, ATOM_CHAR);
    }

    @Test
    void astring() {
        check(Characters.ASTRING, ASTRING_CHAR);
    }

    @Test
    void tag() {
        check(Characters.TAG, ASTRING_CHAR.and(octet -> octet != 0x2B));
    }

    @Test
    void list() {
        check(Characters.LIST, ATOM_CHAR.or(LIST_WILDCARDS).or(RESP_SPECIALS));
    }

    @Test
    void quotedTakesWhatTheAbnfTakesAndUtf8() {
        check(Characters.QUOTED, TEXT_CHAR.and(QUOTED_SPECIALS.negate()).or(octet -> octet >= 0x80));
    }

    @Test
    void digit() {
        check(Characters.DIGIT, octet -> octet >= 0x30 && octet <= 0x39);
    }

    @Test
    void item() {
        check(
                Characters.ITEM,
                octet -> octet == 0x2E
                        || octet >= 0x30 && octet <= 0x39
                        || octet >= 0x41 && octet <= 0x5A
                        || octet >= 0x61 && octet <= 0x7A);
    }

    private static void check(Characters set, IntPredicate abnf) {
        for (int octet = 0; octet <= 0xFF; octet++) {
            assertEquals(abnf.test(octet), set.contains(octet), set + " 0x" + Integer.toHexString(octet));
        }
        assertEquals(false, set.contains(Tokens.END));
    }
}
