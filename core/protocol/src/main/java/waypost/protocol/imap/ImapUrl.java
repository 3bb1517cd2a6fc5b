package waypost.protocol.imap;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import waypost.protocol.imap.FetchItem.Partial;
import waypost.protocol.imap.FetchItem.Section;

/**
 * A URL of a message or a part of one on this server, as RFC 4469 §3 wants it: an absolute path of RFC 5092 §7.1.
 *
 * <p>Declined: relative paths, which RFC 2192 has and RFC 5092 §7.2 forbids to accept; dot segments, as no path of a message has them; and URLAUTH (RFC
 * 4467), which lets others read mail without the access control of its owner's mailboxes.
 *
 * @param partial a piece of it (RFC 5092 §6)
 */
record ImapUrl(String mailbox, OptionalLong uidValidity, long uid, Section section, Optional<Partial> partial) {
    private static final Section WHOLE = new Section(List.of(), Section.Kind.ALL, List.of());

    /** imessagepart of RFC 5092 §11: bchar without its semicolons, and the parameters in their order. */
    private static final Pattern PATH = Pattern.compile(
            "/(?!/)([\\w.~!$'()*+,&=:@/%-]+?)(?:;UIDVALIDITY=(\\d{1,10}))?/;UID=(\\d{1,10})"
                    + "(?:/;SECTION=([\\w.~!$'()*+,&=:@/%-]+?))?(?:/;PARTIAL=(\\d{1,18})(?:\\.(\\d{1,18}))?)?",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern DOTS = Pattern.compile("(?:^|/)\\.\\.?(?:/|$)");
    private static final Pattern ESCAPE = Pattern.compile("%(?:([0-9A-Fa-f]{2}))?");

    /** @param extensions whether pieces are understood (RFC 5550 §5.7.1) */
    static ImapUrl parse(String url, ImapExtensions extensions) throws SyntaxError {
        Matcher path = PATH.matcher(url);
        if (!path.matches() || DOTS.matcher(path.group(1)).find()) {
            throw new SyntaxError("not the URL of a message on this server");
        }
        if (path.group(5) != null && !extensions.has(ImapExtension.URL_PARTIAL)) {
            throw new SyntaxError("URL-PARTIAL is not offered");
        }
        String mailbox = MailboxName.parse(decoded(path.group(1)), MailboxName.Spelling.UTF8);
        return new ImapUrl(
                mailbox,
                path.group(2) == null ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(path.group(2))),
                Long.parseLong(path.group(3)),
                path.group(4) == null ? WHOLE : section(decoded(path.group(4)), extensions),
                partial(path));
    }

    /** partial-range: without a length it reaches to the end. */
    private static Optional<Partial> partial(Matcher path) throws SyntaxError {
        if (path.group(5) == null) {
            return Optional.empty();
        }
        long count = path.group(6) == null ? Long.MAX_VALUE : Long.parseLong(path.group(6));
        if (count == 0) {
            throw new SyntaxError("zero is no number here");
        }
        return Optional.of(new Partial(Long.parseLong(path.group(5)), count));
    }

    /** section-spec of RFC 3501 §9. */
    private static Section section(String text, ImapExtensions extensions) throws SyntaxError {
        Tokens in = new Tokens(text.getBytes(StandardCharsets.ISO_8859_1), extensions, new Enabled());
        Section section = FetchGrammar.section(in);
        in.end();
        return section;
    }

    /** RFC 3986 §2.1: octets, one character each. */
    private static String decoded(String escaped) throws SyntaxError {
        Matcher escapes = ESCAPE.matcher(escaped);
        StringBuilder text = new StringBuilder();
        while (escapes.find()) {
            if (escapes.group(1) == null) {
                throw new SyntaxError("a percent sign begins no octet");
            }
            char octet = (char) Integer.parseInt(escapes.group(1), 16);
            escapes.appendReplacement(text, Matcher.quoteReplacement(String.valueOf(octet)));
        }
        return escapes.appendTail(text).toString();
    }
}
