package waypost.protocol.imap;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import waypost.protocol.imap.Mailboxes.Appended;
import waypost.protocol.imap.Mailboxes.MailboxException;
import waypost.protocol.imap.Mailboxes.Upload;

/** An APPEND whose message is on its way (RFC 3501 §6.3.11). After a failure the rest is read and thrown away. */
final class Appending {
    private final String tag;
    private final Upload upload;
    private Optional<IOException> problem = Optional.empty();

    Appending(String tag, Upload upload) {
        this.tag = tag;
        this.upload = upload;
    }

    String tag() {
        return tag;
    }

    void write(ByteBuffer slice) {
        if (problem.isPresent()) {
            return;
        }
        try {
            refuseNul(slice);
            upload.write(slice);
        } catch (IOException failed) {
            problem = Optional.of(failed);
            upload.abandon();
        }
    }

    /** RFC 3501 §4.3.1: a literal has no NUL; RFC 3516's literal8 is not offered. */
    private static void refuseNul(ByteBuffer slice) throws MailboxException {
        for (int at = slice.position(); at < slice.limit(); at++) {
            if (slice.get(at) == 0) {
                throw new MailboxException("CANNOT", "Message contains NUL octets");
            }
        }
    }

    String finish() throws IOException {
        if (problem.isPresent()) {
            throw problem.get();
        }
        Appended appended = upload.commit();
        return "OK [APPENDUID " + appended.uidValidity() + " " + appended.uid() + "] APPEND completed";
    }

    void abandon() {
        if (problem.isEmpty()) {
            upload.abandon();
        }
    }
}
