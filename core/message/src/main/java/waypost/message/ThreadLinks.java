package waypost.message;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What ties a message to others of its conversation. By RFC 8621 §3 two belong together that name the same Message-ID in Message-ID, In-Reply-To or References
 * and have the same subject but for what replying and mailing lists put around it: so a link is a number made of such an id and the subject, and messages that have
 * a link in common belong together.
 */
public final class ThreadLinks {
    /** Links of one message, at most: of more references the first, which began the conversation, and the last count. */
    public static final int MOST = 8;

    private static final int REPLIED_TO = 2;

    /** Characters of References that are looked at, from its beginning and to its end. */
    private static final int BEGINNING = 1024;

    private static final int END = 4096;

    /** "Re" in other languages, which RFC 5256 §2.1 does not know (AW, SV, Antw), and names of lists behind it. */
    private static final Pattern LEADER = Pattern.compile("\\p{L}{1,4}(\\[\\d{1,3}])?[:\uFF1A]|\\[[^\\[\\]]*]");

    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private ThreadLinks() {}

    /** The one by its own id first, then those by what it answers, the nearest first. */
    public static List<Long> of(Envelope envelope) {
        Set<String> ids = ids(envelope);
        if (ids.isEmpty()) {
            return List.of();
        }
        long subject = hash(FNV_BASIS, subject(envelope.subject().orElse("")));
        return ids.stream().map(id -> hash(subject, id)).distinct().toList();
    }

    private static Set<String> ids(Envelope envelope) {
        Set<String> ids = new LinkedHashSet<>();
        envelope.messageId().map(ThreadLinks::idsIn).stream()
                .flatMap(List::stream)
                .limit(1)
                .forEach(ids::add);
        envelope.inReplyTo().map(ThreadLinks::idsIn).stream()
                .flatMap(List::stream)
                .limit(REPLIED_TO)
                .forEach(ids::add);
        List<String> references = envelope.references().map(ThreadLinks::idsIn).orElse(List.of());
        for (int i = references.size() - 1; i > 0 && ids.size() < MOST - 1; i--) {
            ids.add(references.get(i));
        }
        if (!references.isEmpty()) {
            ids.add(references.getFirst());
        }
        return ids;
    }

    private static List<String> idsIn(String field) {
        if (field.length() <= BEGINNING + END) {
            return MessageIds.in(field);
        }
        List<String> ids = new ArrayList<>(MessageIds.in(field.substring(0, BEGINNING)));
        ids.addAll(MessageIds.in(field.substring(field.length() - END)));
        return ids;
    }

    /** White space, case and what stands in front make no difference. */
    private static String subject(String raw) {
        String base = BaseSubject.of(raw).text();
        String dense = base.toLowerCase(Locale.ROOT).replaceAll("\\s+", "");
        Matcher leader = LEADER.matcher(dense);
        int at = 0;
        while (leader.region(at, dense.length()).lookingAt() && leader.end() < dense.length()) {
            at = leader.end();
        }
        return dense.substring(at);
    }

    /** FNV-1a: whoever wants to be in somebody's conversation can name its ids, so nothing is gained by finding another text of the same number. */
    private static long hash(long before, String text) {
        long hash = before;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        return (hash ^ 0xFFFF) * FNV_PRIME;
    }
}
