package waypost.message;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The text of HTML, as far as a preview needs it: no layout, and what is broken is passed over. Reads each character once or twice. */
final class HtmlText {
    /** What is in them is no text. */
    private static final Set<String> HIDDEN = Set.of("script", "style", "title", "template", "noscript");

    /** What stands around them is not one word. */
    private static final Set<String> SEPARATING = Set.of(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "br",
            "dd",
            "div",
            "dl",
            "dt",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hr",
            "img",
            "li",
            "main",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "table",
            "td",
            "th",
            "tr",
            "ul");

    private static final int LONGEST_REFERENCE = 10;
    private static final Map<String, Integer> REFERENCES = references();

    private final String html;
    private final PreviewLine line = new PreviewLine();
    private int at;

    private HtmlText(String html) {
        this.html = html;
    }

    static String preview(String html) {
        return new HtmlText(html).read();
    }

    private String read() {
        while (at < html.length() && !line.full()) {
            char next = html.charAt(at);
            if (next == '<' && beginsTag()) {
                tag();
            } else if (next == '&') {
                reference();
            } else {
                int character = html.codePointAt(at);
                at += Character.charCount(character);
                line.add(character);
            }
        }
        return line.toString();
    }

    private boolean beginsTag() {
        if (at + 1 == html.length()) {
            return false;
        }
        char next = html.charAt(at + 1);
        return isLetter(next) || next == '/' || next == '!' || next == '?';
    }

    private static boolean isLetter(char character) {
        return character >= 'a' && character <= 'z' || character >= 'A' && character <= 'Z';
    }

    private void tag() {
        if (html.startsWith("<!--", at)) {
            at = behind("-->", at + 4);
            return;
        }
        boolean closes = html.charAt(at + 1) == '/';
        int from = at + (closes ? 2 : 1);
        int to = from;
        while (to < html.length() && Character.isLetterOrDigit(html.charAt(to))) {
            to++;
        }
        String name = html.substring(from, to).toLowerCase(Locale.ROOT);
        at = endOfTag(to);
        if (SEPARATING.contains(name)) {
            line.blank();
        }
        if (!closes && HIDDEN.contains(name)) {
            skipTo(name);
        }
    }

    /** Behind the {@code >}; one in quotes does not end a tag. */
    private int endOfTag(int from) {
        char quote = 0;
        for (int i = from; i < html.length(); i++) {
            char next = html.charAt(i);
            if (quote != 0) {
                quote = next == quote ? 0 : quote;
            } else if (next == '>') {
                return i + 1;
            } else if ((next == '"' || next == '\'') && html.charAt(i - 1) == '=') {
                quote = next;
            }
        }
        return html.length();
    }

    private void skipTo(String name) {
        while (at < html.length()) {
            at = behind("</", at);
            if (html.regionMatches(true, at, name, 0, name.length())) {
                at = endOfTag(at);
                return;
            }
        }
    }

    private int behind(String mark, int from) {
        int found = html.indexOf(mark, from);
        return found < 0 ? html.length() : found + mark.length();
    }

    private void reference() {
        int end = html.indexOf(';', at, Math.min(html.length(), at + LONGEST_REFERENCE));
        int character = end < 0 ? -1 : referred(html.substring(at + 1, end));
        if (character < 0) {
            line.add('&');
            at++;
        } else {
            line.add(character);
            at = end + 1;
        }
    }

    /** -1 where it stands for nothing. */
    private static int referred(String name) {
        if (!name.startsWith("#")) {
            return REFERENCES.getOrDefault(name, -1);
        }
        boolean hexadecimal = name.startsWith("#x") || name.startsWith("#X");
        try {
            int number = hexadecimal ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1));
            return Character.isValidCodePoint(number) ? number : -1;
        } catch (NumberFormatException notANumber) {
            return -1;
        }
    }

    private static Map<String, Integer> references() {
        Map<String, Integer> references = new HashMap<>(Map.ofEntries(
                Map.entry("amp", (int) '&'),
                Map.entry("lt", (int) '<'),
                Map.entry("gt", (int) '>'),
                Map.entry("quot", (int) '"'),
                Map.entry("apos", (int) '\''),
                Map.entry("euro", 0x20AC),
                Map.entry("hellip", 0x2026),
                Map.entry("ndash", 0x2013),
                Map.entry("mdash", 0x2014),
                Map.entry("lsquo", 0x2018),
                Map.entry("rsquo", 0x2019),
                Map.entry("sbquo", 0x201A),
                Map.entry("ldquo", 0x201C),
                Map.entry("rdquo", 0x201D),
                Map.entry("bdquo", 0x201E),
                Map.entry("bull", 0x2022),
                Map.entry("trade", 0x2122),
                Map.entry("oelig", 0x153),
                Map.entry("scaron", 0x161),
                Map.entry("zwnj", 0x200C),
                Map.entry("zwj", 0x200D),
                Map.entry("ensp", 0x2002),
                Map.entry("emsp", 0x2003),
                Map.entry("thinsp", 0x2009)));
        int character = 0xA0;
        for (String name : """
                nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute micro para middot
                cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml
                Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig
                agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute
                ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml""".split("\\s+")) {
            references.put(name, character++);
        }
        return Map.copyOf(references);
    }
}
