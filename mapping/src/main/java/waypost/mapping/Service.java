package waypost.mapping;

import java.util.Locale;
import java.util.Optional;

/** What an account can be let in to. Written in directories and files in lower case. */
public enum Service {
    SMTP,
    SUBMISSION,
    IMAP,
    POP3,
    SIEVE,
    WEB;

    /** The word for this service in a directory: {@code imap}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Service> parse(String word) {
        for (Service service : values()) {
            if (service.word().equals(word.toLowerCase(Locale.ROOT))) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }
}
