package waypost.message;

import java.util.Locale;

/**
 * The base subject of RFC 5256 §2.1: a subject without what replying, forwarding and mailing lists have put around it.
 *
 * @param reply whether the message is a reply or forward by RFC 5256 §BASE.6.4.THREAD: "re", "fwd" or their like were taken away
 */
public record BaseSubject(String text, boolean reply) {

    /** @param raw the unfolded Subject field, octets as ISO-8859-1 characters; empty where there is none */
    public static BaseSubject of(String raw) {
        String subject = EncodedWords.decode(raw).replaceAll("[ \t\r\n]+", " "); // step 1
        Extraction extraction = new Extraction(subject);
        return extraction.extract();
    }

    /** Steps 2 to 6 on a subject, as what is left of it grows smaller. Each character is looked at a few times at most. */
    private static final class Extraction {
        private static final String TRAILER = "(fwd)";
        private static final String FORWARD = "[fwd:";

        private final String subject;
        private final String lower;
        private int start;
        private int end;
        private boolean reply;

        Extraction(String subject) {
            this.subject = subject;
            lower = subject.toLowerCase(Locale.ROOT).length() == subject.length()
                    ? subject.toLowerCase(Locale.ROOT)
                    : subject;
            end = subject.length();
        }

        BaseSubject extract() {
            boolean forwarded;
            do {
                trailers();
                leaders();
                forwarded = end - start >= FORWARD.length()
                        && lower.startsWith(FORWARD, start)
                        && lower.charAt(end - 1) == ']';
                if (forwarded) { // step 6
                    start += FORWARD.length();
                    end--;
                    reply = true;
                }
            } while (forwarded);
            return new BaseSubject(subject.substring(start, end), reply);
        }

        /** Step 2: subj-trailer. */
        private void trailers() {
            boolean more = true;
            while (more) {
                boolean forwarded =
                        end - start >= TRAILER.length() && lower.startsWith(TRAILER, end - TRAILER.length());
                boolean space = end > start && subject.charAt(end - 1) == ' ';
                end -= forwarded ? TRAILER.length() : space ? 1 : 0;
                reply |= forwarded;
                more = forwarded || space;
            }
        }

        /** Steps 3 to 5: subj-leader, and subj-blob where something is left behind it. */
        private void leaders() {
            int refwd;
            do {
                start = spaces(start);
                refwd = refwd(blobs(start).after());
                if (refwd > 0) {
                    start = refwd;
                    reply = true;
                }
            } while (refwd > 0);
            Blobs blobs = blobs(start);
            start = blobs.after() < end ? blobs.after() : blobs.last();
        }

        /** Several subj-blob in a row: where the last of them begins, and what follows. */
        private record Blobs(int last, int after) {}

        private Blobs blobs(int from) {
            int last = from;
            int at = from;
            int next = blob(at);
            while (next > at) {
                last = at;
                at = next;
                next = blob(at);
            }
            return new Blobs(last, at);
        }

        /** Behind the subj-blob that begins here; here if none does. */
        private int blob(int from) {
            if (from >= end || subject.charAt(from) != '[') {
                return from;
            }
            int at = from + 1;
            while (at < end && subject.charAt(at) != '[' && subject.charAt(at) != ']') {
                at++;
            }
            return at < end && subject.charAt(at) == ']' ? spaces(at + 1) : from;
        }

        /** Behind the subj-refwd that begins here; 0 if none does. */
        private int refwd(int from) {
            int word = lower.startsWith("fwd", from)
                    ? 3
                    : lower.startsWith("re", from) || lower.startsWith("fw", from) ? 2 : 0;
            int colon = blob(spaces(from + word));
            return word > 0 && colon < end && subject.charAt(colon) == ':' ? colon + 1 : 0;
        }

        private int spaces(int from) {
            int at = from;
            while (at < end && subject.charAt(at) == ' ') {
                at++;
            }
            return at;
        }
    }
}
