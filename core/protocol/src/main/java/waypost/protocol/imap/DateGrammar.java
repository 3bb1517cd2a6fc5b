package waypost.protocol.imap;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import waypost.config.ClientWorkaround;

/** Dates of RFC 3501 §9. */
final class DateGrammar {
    private static final List<String> MONTHS =
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC");
    private static final int DATE_TIME_LENGTH = "dd-mon-yyyy hh:mm:ss +zzzz".length();

    private DateGrammar() {}

    /** date-time. The day is two characters, the first may be a space; some clients leave it out. */
    static OffsetDateTime dateTime(Tokens in) throws SyntaxError {
        String text = in.string();
        boolean shortDay = text.length() == DATE_TIME_LENGTH - 1 && text.charAt(1) == '-';
        return dateTime(shortDay && in.tolerates(ClientWorkaround.SHORT_DAY) ? " " + text : text);
    }

    private static OffsetDateTime dateTime(String text) throws SyntaxError {
        if (text.length() != DATE_TIME_LENGTH || text.charAt(11) != ' ' || text.charAt(20) != ' ') {
            throw new SyntaxError("invalid date-time");
        }
        String day = text.charAt(0) == ' ' ? text.substring(1, 11) : text.substring(0, 11);
        if (text.charAt(14) != ':' || text.charAt(17) != ':') {
            throw new SyntaxError("invalid time");
        }
        try {
            LocalTime time = LocalTime.of(digits(text, 12, 14), digits(text, 15, 17), digits(text, 18, 20));
            return OffsetDateTime.of(date(day), time, zone(text));
        } catch (DateTimeException invalid) {
            throw new SyntaxError("no such time");
        }
    }

    private static ZoneOffset zone(String text) throws SyntaxError {
        int sign = switch (text.charAt(21)) {
            case '+' -> 1;
            case '-' -> -1;
            default -> throw new SyntaxError("invalid zone");
        };
        return ZoneOffset.ofHoursMinutes(sign * digits(text, 22, 24), sign * digits(text, 24, 26));
    }

    /** date-text: day of one or two digits, month, year of four. */
    static LocalDate date(String text) throws SyntaxError {
        String[] parts = text.split("-", -1);
        if (parts.length != 3 || parts[0].isEmpty() || parts[0].length() > 2 || parts[2].length() != 4) {
            throw new SyntaxError("invalid date");
        }
        int month = MONTHS.indexOf(parts[1].toUpperCase(Locale.ROOT)) + 1;
        try {
            return LocalDate.of(digits(parts[2], 0, 4), month, digits(parts[0], 0, parts[0].length()));
        } catch (DateTimeException invalid) {
            throw new SyntaxError("no such date");
        }
    }

    private static int digits(String text, int from, int to) throws SyntaxError {
        int value = 0;
        for (char digit : text.substring(from, to).toCharArray()) {
            if (!Characters.DIGIT.contains(digit)) {
                throw new SyntaxError("expected a digit in a date");
            }
            value = value * 10 + digit - '0';
        }
        return value;
    }
}
