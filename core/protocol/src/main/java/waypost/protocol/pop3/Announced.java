package waypost.protocol.pop3;

import java.io.IOException;
import waypost.message.Octets;
import waypost.protocol.Output;

/** Octets behind the line that announces them, which is not written before the first of them has been read. */
final class Announced implements Octets {
    private final String line;
    private final Octets octets;
    private final Output out;
    private boolean announced;

    Announced(String line, Octets octets, Output out) {
        this.line = line;
        this.octets = octets;
        this.out = out;
    }

    @Override
    public long length() {
        return octets.length();
    }

    @Override
    public void read(long offset, long length, Sink sink) throws IOException {
        octets.read(offset, length, sink.behind(this::announce));
    }

    /** Also of none. */
    void announce() throws IOException {
        if (!announced) {
            announced = true;
            out.text(line);
        }
    }

    /** Says that they cannot be had, unless they have begun: then nothing can be said any more, and the connection ends. */
    void refuse(Maildrop.Damaged damage) throws IOException {
        if (announced) {
            throw damage;
        }
        out.text("-ERR [SYS/PERM] Message is damaged on the disk\r\n");
    }
}
