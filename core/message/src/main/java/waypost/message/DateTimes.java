package waypost.message;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Parses the date-time of RFC 5322 §3.3 with its obsolete forms (§4.3: two-digit years, named zones, comments) and what is seen besides:
 * another order of the pieces, dashes between them, no time, no zone.
 */
public final class DateTimes {
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

    /** RFC 5322 §4.3. A zone it does not name is, as it asks for the military ones, an unknown one: UTC. */
    private static final Map<String, Integer> ZONE_HOURS =
            Map.of("edt", -4, "est", -5, "cdt", -5, "cst", -6, "mdt", -6, "mst", -7, "pdt", -7, "pst", -8);

    private static final Pattern SEPARATOR = Pattern.compile("[ \t\r\n,\"]+");
    private static final int LONGEST = 256;

    private int day = -1;
    private int month = -1;
    private int year = -1;
    private int hour;
    private int minute;
    private int second;
    private ZoneOffset zone = ZoneOffset.UTC;

    private DateTimes() {}

    /** @param text an unfolded field body; empty if it holds no date that exists */
    public static Optional<OffsetDateTime> parse(String text) {
        DateTimes pieces = new DateTimes();
        String looked = withoutComments(text.substring(0, Math.min(text.length(), LONGEST)));
        SEPARATOR.splitAsStream(looked).filter(token -> !token.isEmpty()).forEach(pieces::take);
        return pieces.together();
    }

    private void take(String token) {
        boolean dated = day >= 0 && month >= 0 && year >= 0;
        if (token.charAt(0) == '+' || token.charAt(0) == '-') {
            offset(token);
        } else if (token.indexOf(':') > 0) {
            time(token);
        } else if (token.indexOf('-') > 0 && !dated) {
            for (String piece : token.split("-", 4)) {
                datePiece(piece);
            }
        } else if (dated) {
            namedZone(token);
        } else {
            datePiece(token);
        }
    }

    private void datePiece(String piece) {
        int number = number(piece);
        if (number < 0) {
            int named = piece.length() < 3
                    ? -1
                    : MONTHS.indexOf(piece.substring(0, 3).toLowerCase(Locale.ROOT));
            if (named < 0) {
                namedZone(piece);
            } else if (month < 0) {
                month = named + 1;
            }
        } else if (piece.length() == 4) {
            year = number;
        } else if (year >= 0 && month < 0 && day < 0) {
            month = number; // the order of ISO 8601
        } else if (day < 0) {
            day = number;
        } else if (year < 0 && piece.length() <= 3) {
            // RFC 5322 §4.3: two digits up to 49 are of this century, all other short years count from 1900
            year = number + (piece.length() == 2 && number < 50 ? 2000 : 1900);
        }
    }

    private void time(String token) {
        String[] pieces = token.split(":", 4);
        hour = number(pieces[0]);
        minute = pieces.length > 1 ? number(pieces[1]) : 0;
        second = pieces.length > 2 ? number(pieces[2].split("[.]", 2)[0]) : 0;
        second = second == 60 ? 59 : second; // a leap second, which java.time has not
    }

    private void offset(String token) {
        int digits = number(token.substring(1).replace(":", ""));
        if (digits >= 0 && digits % 100 < 60 && digits / 100 < 18) {
            int seconds = (digits / 100 * 60 + digits % 100) * 60;
            zone = ZoneOffset.ofTotalSeconds(token.charAt(0) == '-' ? -seconds : seconds);
        }
    }

    private void namedZone(String name) {
        Integer hours = ZONE_HOURS.get(name.toLowerCase(Locale.ROOT));
        if (hours != null) {
            zone = ZoneOffset.ofHours(hours);
        } else if (name.length() > 3 && name.regionMatches(true, 0, "GMT", 0, 3)) {
            offset(name.substring(3));
        }
    }

    private Optional<OffsetDateTime> together() {
        try {
            return Optional.of(OffsetDateTime.of(LocalDateTime.of(year, month, day, hour, minute, second), zone));
        } catch (DateTimeException notADate) {
            return Optional.empty();
        }
    }

    /** The number of up to five digits, or -1. */
    private static int number(String digits) {
        boolean all =
                !digits.isEmpty() && digits.length() <= 5 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return all ? Integer.parseInt(digits) : -1;
    }

    private static String withoutComments(String text) {
        StringBuilder kept = new StringBuilder(text.length());
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth = Math.max(0, depth - 1);
            } else if (depth == 0) {
                kept.append(c);
            }
        }
        return kept.toString();
    }
}
