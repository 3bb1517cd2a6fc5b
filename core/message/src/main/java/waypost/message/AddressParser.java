package waypost.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waypost.message.Envelope.Address;

/**
 * Parses an address list (RFC 5322 §3.4) with its obsolete forms (§4.4: routes, empty elements, blanks and comments anywhere) and what is
 * seen besides: addresses without a domain, without angles or with a second {@code @} in the name, lists parted by semicolons. Every
 * group that begins ends.
 */
public final class AddressParser {
    private final FieldLexer lexer;
    private final List<Address> addresses = new ArrayList<>();
    private boolean inGroup;

    /** All words of the element so far, and the last of them, which may turn out to be a local part. */
    private final StringBuilder phrase = new StringBuilder();

    private final StringBuilder word = new StringBuilder();
    private int wordAt;

    private AddressParser(String text) {
        this.lexer = new FieldLexer(text);
    }

    /** @param text an unfolded field body, octets as ISO-8859-1 characters */
    public static List<Address> parse(String text) {
        AddressParser parser = new AddressParser(text);
        parser.list();
        return List.copyOf(parser.addresses);
    }

    private void list() {
        boolean blank = lexer.skipSpace();
        while (!lexer.done()) {
            switch (lexer.peek()) {
                case ',' -> {
                    lexer.next();
                    bare();
                }
                case ';' -> {
                    lexer.next();
                    bare();
                    endGroup();
                }
                case ':' -> {
                    lexer.next();
                    colon();
                }
                case '<' -> {
                    lexer.next();
                    angle();
                }
                case '@' -> {
                    lexer.next();
                    at();
                }
                case '"' -> word(lexer.quoted(), blank);
                case ')', '>', '\\' -> lexer.next();
                default -> word(lexer.until(",;:<>@\"()\\"), blank);
            }
            blank = lexer.skipSpace();
        }
        bare();
        endGroup();
    }

    private void word(String text, boolean afterBlank) {
        if (afterBlank && !phrase.isEmpty()) {
            phrase.append(' ');
            boolean dotted = word.isEmpty() || word.charAt(word.length() - 1) == '.' || text.startsWith(".");
            if (!dotted) {
                word.setLength(0);
            }
        }
        if (word.isEmpty()) {
            wordAt = phrase.length();
        }
        phrase.append(text);
        word.append(text);
    }

    /** The element ends without an address in angles: what there is, is a local part. */
    private void bare() {
        if (!phrase.isEmpty()) {
            addresses.add(new Address.Mailbox(name(""), Optional.empty(), phrase.toString(), ""));
        }
        endElement();
    }

    private void colon() {
        if (inGroup || phrase.isEmpty()) {
            return;
        }
        addresses.add(new Address.GroupStart(phrase.toString()));
        inGroup = true;
        endElement();
    }

    private void endGroup() {
        if (inGroup) {
            addresses.add(new Address.GroupEnd());
            inGroup = false;
        }
    }

    /** An {@code @} outside angles: an address, unless angles follow and make it part of a name. */
    private void at() {
        String domain = domain();
        lexer.skipSpace();
        if (lexer.peek() == '<') {
            phrase.append('@').append(domain);
            return;
        }
        String before = phrase.substring(0, wordAt);
        addresses.add(new Address.Mailbox(name(before), Optional.empty(), word.toString(), domain));
        skipElement();
    }

    private void angle() {
        Optional<String> route = Optional.empty();
        lexer.skipSpace();
        if (lexer.peek() == '@') {
            route = Optional.of(lexer.rest(':')).filter(text -> !lexer.done());
            lexer.skip(':');
        }
        StringBuilder local = new StringBuilder();
        String domain = "";
        while (!lexer.done() && !lexer.skip('>')) {
            lexer.skipSpace();
            switch (lexer.peek()) {
                case '"' -> local.append(lexer.quoted());
                case '@' -> {
                    lexer.next();
                    domain = domain();
                }
                case '>', FieldLexer.END -> {}
                case '<', '(', ')', ',', ';', ':', '\\' -> local.append(lexer.next());
                default -> local.append(lexer.until(",;:<>@\"()\\"));
            }
        }
        lexer.skipSpace();
        addresses.add(new Address.Mailbox(name(phrase.toString()), route, local.toString(), domain));
        skipElement();
    }

    private String domain() {
        StringBuilder domain = new StringBuilder();
        lexer.skipSpace();
        if (lexer.peek() == '[') {
            domain.append(lexer.rest(']'));
            domain.append(lexer.skip(']') ? "]" : "");
            return domain.toString();
        }
        domain.append(lexer.until(",;:<>@\"()\\"));
        while (lexer.skipSpace() && (lexer.peek() == '.' || domain.toString().endsWith("."))) {
            String more = lexer.until(",;:<>@\"()\\");
            if (more.isEmpty()) {
                break;
            }
            domain.append(more);
        }
        return domain.toString();
    }

    /** The display name: the phrase, or else the comment (RFC 5322 §3.4 note). */
    private Optional<String> name(String words) {
        String comment = lexer.takeComment();
        String name = words.isBlank() ? comment : words.trim();
        return name.isEmpty() ? Optional.empty() : Optional.of(name);
    }

    /** Skips what is left of an element whose address is known. */
    private void skipElement() {
        while (!lexer.done() && lexer.peek() != ',' && lexer.peek() != ';') {
            if (lexer.peek() == '"') {
                lexer.quoted();
            } else if (lexer.peek() == '(') {
                lexer.skipSpace();
            } else {
                lexer.next();
            }
        }
        endElement();
    }

    private void endElement() {
        phrase.setLength(0);
        word.setLength(0);
        wordAt = 0;
        lexer.takeComment();
    }
}
