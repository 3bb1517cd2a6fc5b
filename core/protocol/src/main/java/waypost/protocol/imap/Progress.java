package waypost.protocol.imap;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * How far a long command has come. The thread that works says so here, whichever it is; the client is told by the session's, as a client that does
 * not read keeps who writes to it waiting.
 */
final class Progress {
    /** RFC 9585 §4 recommends 10 to 15 seconds between two answers. */
    static final Duration INTERVAL = Duration.ofSeconds(10);

    private final Optional<String> name;
    private final long before;
    private final long goal;
    private volatile long done;
    private volatile boolean ended;

    private Progress(Optional<String> name, long before, long goal) {
        this.name = name;
        this.before = before;
        this.goal = goal;
        done = before;
    }

    /** Of a command that nobody is told of. */
    static Progress untold() {
        return new Progress(Optional.empty(), 0, 0);
    }

    /** @param goal how many messages there are to do */
    static Progress of(String tag, long goal, ImapExtensions extensions) {
        if (!extensions.has(ImapExtension.INPROGRESS)) {
            return untold();
        }
        return new Progress(Optional.of(tag.indexOf(']') < 0 ? Answers.quoted(tag) : "NIL"), 0, goal); // RFC 9585 §4
    }

    /** That of a part of the command, which comes behind so many messages of other parts. */
    Progress behind(long messages) {
        return new Progress(name, messages, goal);
    }

    /** So many of the messages are done. Fails when nobody waits for the others any more. */
    void at(long number) throws IOException {
        if (ended) {
            throw new IOException("the session has gone on");
        }
        done = before + number;
    }

    /** On the session's thread (RFC 9585). */
    void tell(Replies out) throws IOException {
        long now = done;
        if (name.isPresent() && now < goal) {
            out.untagged("OK [INPROGRESS (" + name.get() + " " + now + " " + goal + ")] Still at it");
            out.flush();
        }
    }

    /** Whoever still works at it need not go on. */
    void end() {
        ended = true;
    }
}
