package waypost.protocol.pop3;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import waypost.message.Octets;

/**
 * The INBOX of an account as POP3 sees it: a snapshot taken at log-in, numbered from 0 here (POP3 counts from 1). The port that access
 * implements; blocking; one thread at a time.
 */
public interface Maildrop {
    /** As they were at log-in, whatever other sessions do. */
    List<Entry> entries();

    /** The message, or nothing if another session has removed it since, or moved it elsewhere. */
    Optional<Message> open(int index) throws IOException;

    /** RETR has handed the whole message out. */
    void retrieved(int index);

    /** The UPDATE state (RFC 1939 §6): removes these messages. Removed by others already is removed; moved elsewhere stays there. */
    Removal remove(Set<Integer> indexes);

    /** Lets go; never throws. */
    void close();

    /**
     * @param size in octets, of the message as {@link Message#octets} gives it
     * @param uidl 1 to 70 characters of 0x21 to 0x7E, never used for another message (RFC 1939 §7)
     */
    record Entry(long size, String uidl) {}

    /** @param octets of which reading fails with {@link Damaged} where they are not as they were stored */
    record Message(Octets octets, DotLines dotLines) {}

    /** A message that nobody gets to see any more. */
    final class Damaged extends IOException {
        private static final long serialVersionUID = 1;

        public Damaged() {
            super("message is damaged");
        }
    }

    /** Whether any line begins with a dot: without one the octets may go to the socket as they are. */
    enum DotLines {
        NONE,
        POSSIBLE
    }

    enum Removal {
        ALL,
        NOT_ALL
    }
}
