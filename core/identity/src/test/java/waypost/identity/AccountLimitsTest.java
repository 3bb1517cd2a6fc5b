package waypost.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountLimitsTest {
    private static final AccountLimits ALL =
            new AccountLimits(OptionalLong.of(10), OptionalLong.of(20), OptionalLong.of(0), OptionalLong.of(3));

    @Test
    void areReadAsTheyAreWritten() {
        assertEquals("storage:10,messages:20,folder-messages:0,sessions:3", ALL.text());
        assertEquals(Optional.of(ALL), AccountLimits.parse(ALL.text()));
        assertEquals("none", AccountLimits.NONE.text());
        assertEquals(Optional.of(AccountLimits.NONE), AccountLimits.parse("none"));
        AccountLimits lifted = ALL.lifted();
        assertEquals("storage:unlimited,messages:unlimited,folder-messages:unlimited,sessions:3", lifted.text());
        assertEquals(Optional.of(lifted), AccountLimits.parse(lifted.text()));
        assertEquals(
                "storage:unlimited", AccountLimits.NONE.withStorage(1L << 62).text());
    }

    @Test
    void thoseOfALaterReleaseAreSkipped() {
        assertEquals(
                Optional.of(AccountLimits.NONE.withStorage(7)), AccountLimits.parse("recipients:5,storage:7,rate:1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "storage", "storage:", ":5", "storage:-1", "storage:1000000000000000000", "storage:1,", "5"})
    void whatIsNoneIsRefused(String text) {
        assertEquals(Optional.empty(), AccountLimits.parse(text));
    }

    @Test
    void whatIsSilentTakesTheOthers() {
        AccountLimits own = AccountLimits.NONE.withStorage(1);
        assertEquals(
                new AccountLimits(OptionalLong.of(1), ALL.messages(), ALL.folderMessages(), ALL.sessions()),
                own.or(ALL));
        assertEquals(AccountLimits.NONE, AccountLimits.NONE.lifted());
    }
}
