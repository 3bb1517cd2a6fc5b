package waypost.store;

import java.util.List;
import waypost.message.Octets;

/** What a journal holds, for reading. Any thread. */
public interface Bodies {
    /**
     * The bytes of these records, one after the other. Opened and checked while being read: a whole record against its CRC32C, the end of it
     * is withheld when it is wrong. Reading fails with {@link DamagedRecord}, or {@link java.nio.file.NoSuchFileException} when the segment is gone.
     */
    Octets body(List<BodyPart> parts);
}
