package waypost.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class DateTimesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "Fri, 21 Nov 1997 09:55:06 -0600 | 1997-11-21T09:55:06-06:00",
                "Tue, 1 Jul 2003 10:52:37 +0200 | 2003-07-01T10:52:37+02:00",
                "Thu, 13 Feb 1969 23:32 -0330 (Newfoundland Time) | 1969-02-13T23:32-03:30",
                "21 Nov 97 09:55:06 GMT | 1997-11-21T09:55:06Z",
                "Fri, 21 Nov 1997 09(comment):   55  :  06 -0600 | -",
                "Thu, 1 Jan 49 00:00:00 UT | 2049-01-01T00:00Z",
                "Thu, 1 Jan 50 00:00:00 Z | 1950-01-01T00:00Z",
                "Sat, 1 Jan 104 00:00:00 EST | 2004-01-01T00:00-05:00",
                "1 Jan 2004 00:00:00 PDT | 2004-01-01T00:00-07:00",
                "1 Jan 2004 00:00:00 A | 2004-01-01T00:00Z",
                "1 Jan 2004 00:00:00 GMT+0100 | 2004-01-01T00:00+01:00",
                "1 Jan 2004 00:00:00 +01:30 | 2004-01-01T00:00+01:30",
                "1 Jan 2004 23:59:60 +0000 | 2004-01-01T23:59:59Z",
                "1 Jan 2004 | 2004-01-01T00:00Z",
                "1-Jan-2004 10:11 | 2004-01-01T10:11Z",
                "2004-02-01 10:11:12.345 +0100 | 2004-02-01T10:11:12+01:00",
                "Thu Feb 15 01:02:03 2007 | 2007-02-15T01:02:03Z",
                "Thu Feb 15 01:02:03 EST 2007 | 2007-02-15T01:02:03-05:00",
                "Thu Feb 15 01:02:03 -0700 2007 | 2007-02-15T01:02:03-07:00",
                "Thursday, 15 February 2007 01:02:03 +0000 | 2007-02-15T01:02:03Z",
                "30 Feb 2007 01:02:03 +0000 | -",
                "1 Jan 2004 25:00:00 +0000 | -",
                "1 Jan 2004 1:2:3 +9999 | 2004-01-01T01:02:03Z",
                "today | -",
                "'' | -",
            })
    void parses(String text, String expected) {
        assertEquals(
                expected == null ? "" : expected,
                DateTimes.parse(text).map(Object::toString).orElse(""));
    }

    @Test
    void neverThrows() {
        SplittableRandom random = new SplittableRandom(3);
        String alphabet = "0123456789 :,+-()JanFebMonGMTEST/.\t\u00e4";
        for (int round = 0; round < 50_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(alphabet.charAt(random.nextInt(alphabet.length())));
            }
            DateTimes.parse(text.toString());
        }
    }
}
