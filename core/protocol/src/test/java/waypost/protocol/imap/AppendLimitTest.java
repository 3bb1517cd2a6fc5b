package waypost.protocol.imap;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class AppendLimitTest {
    /** RFC 7889 §5, RFC 3501 §9: number is "unsigned 32-bit integer (0 <= n < 4,294,967,296)". */
    @Test
    void isANumber() {
        assertEquals("APPENDLIMIT=257890", new AppendLimit(257_890).capability());
        assertEquals("APPENDLIMIT=4294967295", new AppendLimit(4_294_967_295L).capability());
        assertEquals("APPENDLIMIT=4294967295", new AppendLimit(4_294_967_296L).capability());
    }
}
