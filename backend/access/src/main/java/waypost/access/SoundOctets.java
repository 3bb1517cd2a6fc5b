package waypost.access;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.function.Supplier;
import waypost.message.Octets;
import waypost.store.CleanedRecord;
import waypost.store.DamagedRecord;
import waypost.store.JournalDamaged;

/**
 * A body of the store for a session: what the disk has spoilt is a refusal, and no failure of the server.
 *
 * @param refusal as the protocol has it
 */
record SoundOctets(Octets octets, Supplier<? extends IOException> refusal) implements Octets {
    /** Something that is read. */
    interface Reading<T> {
        T read() throws IOException;
    }

    static <T> T sound(Reading<T> reading, Supplier<? extends IOException> refusal) throws IOException {
        try {
            return reading.read();
        } catch (DamagedRecord | CleanedRecord | JournalDamaged | NoSuchFileException damage) {
            IOException refused = refusal.get();
            refused.initCause(damage);
            throw refused;
        }
    }

    @Override
    public long length() {
        return octets.length();
    }

    @Override
    public void read(long offset, long length, Sink sink) throws IOException {
        Reading<Long> reading = () -> {
            octets.read(offset, length, sink);
            return length;
        };
        sound(reading, refusal);
    }
}
