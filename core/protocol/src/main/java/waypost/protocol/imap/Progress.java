package waypost.protocol.imap;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Hears how far a long command has come. */
@FunctionalInterface
interface Progress {
    /** Of commands that nobody waits for. */
    Progress UNTOLD = _ -> {};

    /** RFC 9585 §4 recommends 10 to 15 seconds between two answers. */
    Duration INTERVAL = Duration.ofSeconds(10);

    /** So many of the messages are done. */
    void at(long done) throws IOException;

    /** Tells the client now and then (RFC 9585). */
    record Telling(ImapExtensions extensions, InstantSource clock) {

        /** @param goal how many messages there are to do */
        Progress of(String tag, long goal, Replies out) {
            if (!extensions.has(ImapExtension.INPROGRESS)) {
                return UNTOLD;
            }
            String name = tag.indexOf(']') < 0 ? Answers.quoted(tag) : "NIL"; // RFC 9585 §4
            Instant[] next = {clock.instant().plus(INTERVAL)};
            return done -> {
                Instant now = clock.instant();
                if (!now.isBefore(next[0]) && done < goal) {
                    next[0] = now.plus(INTERVAL);
                    out.untagged("OK [INPROGRESS (" + name + " " + done + " " + goal + ")] Still at it");
                    out.flush();
                }
            };
        }
    }
}
