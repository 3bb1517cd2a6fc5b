package waypost.store.archive;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A line of an archive's texts: a word, then {@code name=value} pairs. Values are UTF-8 in the form of application/x-www-form-urlencoded, so they have
 * neither spaces nor line ends. Who reads skips names that he does not know.
 */
final class ArchiveLine {
    private final String word;
    private final Map<String, String> values = new LinkedHashMap<>();

    ArchiveLine(String word) {
        this.word = word;
    }

    static ArchiveLine parse(String text) throws ArchiveDamaged {
        String[] words = text.split(" ", -1);
        ArchiveLine line = new ArchiveLine(words[0]);
        for (int i = 1; i < words.length; i++) {
            int sign = words[i].indexOf('=');
            if (sign <= 0) {
                throw damaged(text);
            }
            try {
                line.with(
                        words[i].substring(0, sign),
                        URLDecoder.decode(words[i].substring(sign + 1), StandardCharsets.UTF_8));
            } catch (IllegalArgumentException malformed) {
                throw damaged(text);
            }
        }
        return line;
    }

    static ArchiveDamaged damaged(String text) {
        return new ArchiveDamaged(
                "The archive has a line that cannot be read: " + text.substring(0, Math.min(text.length(), 200)));
    }

    ArchiveLine with(String name, Object value) {
        values.put(name, value.toString());
        return this;
    }

    String word() {
        return word;
    }

    /** An archive of an earlier release may not have it. */
    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name) throws ArchiveDamaged {
        String value = values.get(name);
        if (value == null) {
            throw damaged(toString());
        }
        return value;
    }

    /** Not negative. */
    long number(String name) throws ArchiveDamaged {
        String digits = text(name);
        boolean number =
                !digits.isEmpty() && digits.length() <= 18 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!number) {
            throw damaged(toString());
        }
        return Long.parseLong(digits);
    }

    int number32(String name) throws ArchiveDamaged {
        long number = number(name);
        if (number > Integer.MAX_VALUE) {
            throw damaged(toString());
        }
        return (int) number;
    }

    @Override
    public String toString() {
        StringBuilder line = new StringBuilder(word);
        values.forEach((name, value) ->
                line.append(' ').append(name).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
        return line.toString();
    }
}
