package waypost.protocol.imap;

import java.util.Optional;
import waypost.protocol.login.Refusal;

/** The one table between refusals of a log-in and their response codes (RFC 5530 §3), both ways. */
final class LoginRefusal {
    private LoginRefusal() {}

    static String code(Refusal why) {
        return switch (why) {
            case CREDENTIALS -> "AUTHENTICATIONFAILED";
            case DISABLED -> "CONTACTADMIN";
            case EXPIRED -> "EXPIRED";
            case SERVICE, SECOND_FACTOR -> "AUTHORIZATIONFAILED";
            case LIMIT -> "LIMIT";
            case STALE -> "STALE";
            case UNAVAILABLE -> "UNAVAILABLE";
        };
    }

    /** The line behind the tag. Never says more than the code does. */
    static String answer(Refusal why) {
        String text = switch (why) {
            case CREDENTIALS -> "Authentication failed";
            case DISABLED -> "Account is disabled";
            case EXPIRED -> "Password has expired";
            case SERVICE -> "Account may not use IMAP";
            case SECOND_FACTOR -> "App password needed, or the password and a code";
            case LIMIT -> "Too many sessions or attempts";
            case STALE, UNAVAILABLE -> "Temporarily unavailable, try again later";
        };
        return "NO [" + code(why) + "] " + text;
    }

    static Optional<Refusal> of(String code) {
        for (Refusal why : Refusal.values()) {
            if (code(why).equalsIgnoreCase(code)) {
                return Optional.of(why);
            }
        }
        return Optional.empty();
    }
}
