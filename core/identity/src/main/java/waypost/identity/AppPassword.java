package waypost.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/**
 * A password that Waypost has made for one program of a user: {@code wp-k3mn-q7ab-cdef-ghij-klmn}. Nobody chooses such a one, so it is told by its form from
 * what a directory could know, and no directory is ever asked about it.
 *
 * @param id which of the account's it is: the first of its five groups, and no secret
 * @param secret the other four, 80 random bits
 */
public record AppPassword(String id, Secret secret) {
    private static final Pattern FORM = Pattern.compile("wp-([a-z2-7]{4})((?:-[a-z2-7]{4}){4})");
    private static final Pattern ID = Pattern.compile("[a-z2-7]{4}");
    private static final String PREFIX = "wp";
    private static final String LETTERS = Base32.ALPHABET.toLowerCase(Locale.ROOT);
    private static final int GROUPS = 5;
    private static final int GROUP = 4;
    private static final int LENGTH = PREFIX.length() + GROUPS * (1 + GROUP);

    /** Empty for a password of any other form. Upper case is taken as well, as some keyboards begin with it. */
    public static Optional<AppPassword> of(Secret shown) {
        if (shown.value().length() != LENGTH) {
            return Optional.empty();
        }
        var matcher = FORM.matcher(shown.value().toLowerCase(Locale.ROOT));
        return matcher.matches()
                ? Optional.of(new AppPassword(matcher.group(1), new Secret(matcher.group(2))))
                : Optional.empty();
    }

    /** A new one. */
    public static AppPassword random(RandomGenerator random) {
        StringBuilder text = new StringBuilder(PREFIX);
        for (int group = 0; group < GROUPS; group++) {
            text.append('-');
            for (int i = 0; i < GROUP; i++) {
                text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
        }
        return of(new Secret(text.toString())).orElseThrow();
    }

    /** Whether an id may be this. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** As its user types it. */
    public Secret whole() {
        return new Secret(PREFIX + "-" + id + secret.value());
    }
}
