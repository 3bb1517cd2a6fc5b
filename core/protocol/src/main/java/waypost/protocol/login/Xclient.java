package waypost.protocol.login;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import waypost.identity.AccountLimits;
import waypost.identity.DirectoryId;
import waypost.protocol.Xtext;

/**
 * What stands behind {@code XCLIENT} in POP3 and LMTP: the facts of {@link Forwarded} as {@code NAME=xtext} words. Unknown names are
 * skipped, so that a newer peer may say more.
 *
 * @param helo what the client called itself; empty outside SMTP
 */
public record Xclient(Forwarded forwarded, String helo) {
    public static final Xclient NONE = new Xclient(Forwarded.NONE, "");

    /** How {@link Forwarded.Shown#MORE} is said; whatever else is said is less. */
    public static final String MORE = "more";

    private static final int MAX_VALUE = 512;

    /** The words, in the order of this class. */
    public String text() {
        List<String> words = new ArrayList<>();
        word(words, "ADDR", forwarded.client());
        word(words, "SESSION", forwarded.session());
        words.add("TTL=" + forwarded.ttl());
        forwarded.directoryId().ifPresent(id -> word(words, "DIRID", id.value()));
        if (forwarded.epoch() > 0) {
            words.add("EPOCH=" + forwarded.epoch());
        }
        word(words, "HELO", helo);
        if (forwarded.shown() == Forwarded.Shown.MORE) {
            words.add("SHOWN=" + MORE);
        }
        forwarded.limits().ifPresent(limits -> word(words, "LIMITS", limits.text()));
        return String.join(" ", words);
    }

    private static void word(List<String> words, String name, String value) {
        if (!value.isEmpty()) {
            words.add(name + "=" + Xtext.encode(value));
        }
    }

    /** Reads the words; empty if one is not of the form, or too long. */
    public static Optional<Xclient> parse(String text) {
        Draft draft = new Draft();
        for (String word : text.split(" ", -1)) {
            int equals = word.indexOf('=');
            if (equals < 1) {
                return Optional.empty();
            }
            Optional<String> value = Xtext.decode(word.substring(equals + 1)).filter(v -> v.length() <= MAX_VALUE);
            if (value.isEmpty() || !draft.take(word.substring(0, equals).toUpperCase(Locale.ROOT), value.get())) {
                return Optional.empty();
            }
        }
        return Optional.of(draft.finish());
    }

    private static final class Draft {
        private String client = "";
        private String session = "";
        private String helo = "";
        private int ttl = Forwarded.FIRST_TTL;
        private Optional<DirectoryId> directoryId = Optional.empty();
        private long epoch;
        private Forwarded.Shown shown = Forwarded.Shown.PASSWORD;
        private Optional<AccountLimits> limits = Optional.empty();

        boolean take(String name, String value) {
            switch (name) {
                case "ADDR" -> client = value;
                case "SESSION" -> session = value;
                case "HELO" -> helo = value;
                case "SHOWN" -> shown = value.equals(MORE) ? Forwarded.Shown.MORE : Forwarded.Shown.PASSWORD;
                case "LIMITS" -> limits = AccountLimits.parse(value);
                case "DIRID" -> {
                    if (value.isEmpty() || value.length() > 255) {
                        return false;
                    }
                    directoryId = Optional.of(new DirectoryId(value));
                }
                case "TTL", "EPOCH" -> {
                    return number(name, value);
                }
                default -> {}
            }
            return true;
        }

        private boolean number(String name, String value) {
            if (value.isEmpty() || value.length() > 18 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
                return false;
            }
            long number = Long.parseLong(value);
            if (name.equals("EPOCH")) {
                epoch = number;
            } else {
                ttl = (int) Math.min(number, Forwarded.FIRST_TTL);
            }
            return true;
        }

        Xclient finish() {
            return new Xclient(
                    new Forwarded(client, session, ttl, directoryId, epoch, Optional.empty(), shown, limits), helo);
        }
    }
}
