package waypost.protocol.imap;

import java.time.OffsetDateTime;

/** The date-time of RFC 3501 §9: {@code "17-Jul-1996 02:44:25 -0700"}, the day padded with a blank. */
final class FetchDate {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";

    private FetchDate() {}

    static void write(ImapStrings line, OffsetDateTime date) {
        int month = 3 * (date.getMonthValue() - 1);
        line.ascii('"');
        if (date.getDayOfMonth() < 10) {
            line.ascii(' ');
        }
        line.number(date.getDayOfMonth())
                .ascii('-')
                .ascii(MONTHS.substring(month, month + 3))
                .ascii('-');
        int year = Math.clamp(date.getYear(), 0, 9999);
        twoDigits(line, year / 100);
        twoDigits(line, year % 100);
        line.ascii(' ');
        twoDigits(line, date.getHour());
        line.ascii(':');
        twoDigits(line, date.getMinute());
        line.ascii(':');
        twoDigits(line, date.getSecond());
        int minutes = date.getOffset().getTotalSeconds() / 60;
        line.ascii(minutes < 0 ? " -" : " +");
        twoDigits(line, Math.abs(minutes) / 60);
        twoDigits(line, Math.abs(minutes) % 60);
        line.ascii('"');
    }

    private static void twoDigits(ImapStrings line, int value) {
        line.ascii((char) ('0' + value / 10)).ascii((char) ('0' + value % 10));
    }
}
