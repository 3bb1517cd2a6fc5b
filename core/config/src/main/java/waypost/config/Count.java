package waypost.config;

import java.util.regex.Pattern;

/** How many of something. */
public record Count(long value) {
    private static final Pattern FORM = Pattern.compile("\\d{1,18}");

    static Count parse(String text) {
        if (!FORM.matcher(text).matches()) {
            throw new BadValue("not a number: " + text, "write a whole number that is not negative, as in 100000");
        }
        return new Count(Long.parseLong(text));
    }
}
