package waypost.protocol.smtp;

import java.net.Inet6Address;
import java.util.Optional;

/**
 * Reads a path, {@code <@relay:local@domain>} (RFC 5321 §4.1.2). A source route is read and dropped (RFC 5321 appendix C). One object per
 * text; {@link #position} tells what follows. Local parts may have more than the 64 octets that RFC 5321 §4.5.3.1.1 has everybody take:
 * senders of lists do, with the recipient's address in theirs. The line bounds them.
 */
final class PathParser {
    private static final int MAX_DOMAIN = 255;
    private static final int MAX_LABEL = 63;

    private final String text;
    private int position;

    PathParser(String text, int position) {
        this.text = text;
        this.position = position;
    }

    /** Whether a text is what names a host in a mailbox, and nothing else. */
    static boolean host(String text) {
        PathParser parser = new PathParser(text, 0);
        return parser.hostName().isPresent() && parser.position == text.length();
    }

    /** Behind the closing bracket. */
    int position() {
        return position;
    }

    /** {@code <>} or a path. */
    Optional<ReversePath> reversePath() {
        if (text.startsWith("<>", position)) {
            position += 2;
            return Optional.of(ReversePath.NULL);
        }
        return path().map(ReversePath::of);
    }

    /** A path, or {@code <Postmaster>} in any case. */
    Optional<Mailbox> forwardPath() {
        String postmaster = "<postmaster>";
        if (text.regionMatches(true, position, postmaster, 0, postmaster.length())) {
            String local = text.substring(position + 1, position + postmaster.length() - 1);
            position += postmaster.length();
            return Optional.of(new Mailbox(local, ""));
        }
        return path();
    }

    private Optional<Mailbox> path() {
        if (!take('<') || !sourceRoute()) {
            return Optional.empty();
        }
        Optional<String> local = peek() == '"' ? quotedString() : dotString();
        if (local.isEmpty() || !take('@')) {
            return Optional.empty();
        }
        Optional<String> domain = hostName();
        return domain.isPresent() && take('>') ? Optional.of(new Mailbox(local.get(), domain.get())) : Optional.empty();
    }

    /** [ A-d-l ":" ], A-d-l = At-domain *( "," At-domain ). */
    private boolean sourceRoute() {
        if (peek() != '@') {
            return true;
        }
        do {
            if (!take('@') || domain().isEmpty()) {
                return false;
            }
        } while (take(','));
        return take(':');
    }

    private Optional<String> dotString() {
        int start = position;
        do {
            int atom = position;
            while (Octet.atext(peek())) {
                position++;
            }
            if (position == atom) {
                return Optional.empty();
            }
        } while (take('.'));
        return Optional.of(text.substring(start, position));
    }

    private Optional<String> quotedString() {
        take('"');
        StringBuilder content = new StringBuilder();
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == '"') {
                return Optional.of(content.toString());
            }
            if (c == '\\' && Octet.quotable(peek())) {
                content.append(text.charAt(position++));
            } else if (Octet.qtext(c)) {
                content.append(c);
            } else {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Optional<String> hostName() {
        return peek() == '[' ? addressLiteral() : domain();
    }

    private Optional<String> domain() {
        int start = position;
        do {
            int label = position;
            while (Octet.letDig(peek()) || peek() == '-') {
                position++;
            }
            int length = position - label;
            if (length == 0 || length > MAX_LABEL || text.charAt(label) == '-' || text.charAt(position - 1) == '-') {
                return Optional.empty();
            }
        } while (take('.'));
        return position - start > MAX_DOMAIN ? Optional.empty() : Optional.of(text.substring(start, position));
    }

    /** RFC 5321 §4.1.3. No other literal than IPv4 and IPv6 is registered. */
    private Optional<String> addressLiteral() {
        int end = text.indexOf(']', position);
        if (end < 0) {
            return Optional.empty();
        }
        String literal = text.substring(position + 1, end);
        boolean valid = literal.regionMatches(true, 0, "IPv6:", 0, 5) ? ipv6(literal.substring(5)) : ipv4(literal);
        if (!valid) {
            return Optional.empty();
        }
        String bracketed = text.substring(position, end + 1);
        position = end + 1;
        return Optional.of(bracketed);
    }

    private static boolean ipv4(String literal) {
        String[] parts = literal.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (String part : parts) {
            if (part.isEmpty()
                    || part.length() > 3
                    || !part.chars().allMatch(Octet::digit)
                    || Integer.parseInt(part) > 255) {
                return false;
            }
        }
        return true;
    }

    private static boolean ipv6(String literal) {
        if (literal.isEmpty() || !literal.chars().allMatch(c -> Octet.alphaDigit(c) || c == ':' || c == '.')) {
            return false;
        }
        try {
            return literal.contains(":") && Inet6Address.ofLiteral(literal) != null;
        } catch (IllegalArgumentException notAnAddress) {
            return false;
        }
    }

    private int peek() {
        return position < text.length() ? text.charAt(position) : -1;
    }

    private boolean take(char expected) {
        if (peek() != expected) {
            return false;
        }
        position++;
        return true;
    }
}
