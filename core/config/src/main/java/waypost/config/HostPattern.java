package waypost.config;

import java.util.Locale;
import java.util.regex.Pattern;

/** Hosts by name: one, or with {@code *.} in front all below a domain of two labels or more. IPv4 addresses are names as well. */
public record HostPattern(String text) {
    private static final String LABEL = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
    private static final Pattern FORM = Pattern.compile("\\*(\\.LABEL){2,}|LABEL(\\.LABEL)*".replace("LABEL", LABEL));
    private static final Pattern BEFORE = Pattern.compile(LABEL + "(\\." + LABEL + ")*");

    static HostPattern parse(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (!FORM.matcher(lower).matches()) {
            throw new BadValue(
                    "no host, and no pattern of hosts: " + text,
                    "write a name, or *. and a domain, as in *.old.example.net");
        }
        return new HostPattern(lower);
    }

    /** @param host in lower case */
    public boolean matches(String host) {
        if (!text.startsWith("*")) {
            return text.equals(host);
        }
        String below = text.substring(1);
        return host.endsWith(below)
                && BEFORE.matcher(host.substring(0, host.length() - below.length()))
                        .matches();
    }

    @Override
    public String toString() {
        return text;
    }
}
