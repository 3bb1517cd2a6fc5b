package waypost.store;

import java.util.List;
import waypost.message.Octets;

/** What a journal holds, for reading. Any thread. */
public interface Bodies {
    /**
     * The bytes of these records, one after the other. Opened and checked while being read, against their CRC32C: where it is wrong, nothing
     * of the record is handed out when a piece of it was asked for, and not its end when all of it was. Reading fails with {@link DamagedRecord}, with {@link CleanedRecord} when nothing
     * needed the record any more, or with {@link java.nio.file.NoSuchFileException} when the segment is gone.
     */
    Octets body(List<BodyPart> parts);
}
