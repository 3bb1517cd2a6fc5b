package waypost.store.backup;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;

/** The place where the backups of one volume are, as they need it. Names are paths below it. Nothing is durable before it is forced. */
public interface Shelf {
    /** The names in a folder, sorted; none if there is no such folder. */
    List<String> list(String folder) throws IOException;

    /** Makes a folder, and those above it where they are missing. */
    void make(String folder) throws IOException;

    /** Makes a file that must not exist. */
    Sink create(String file) throws IOException;

    InputStream read(String file) throws IOException;

    /** Gives a file a second name. False where that is not possible. */
    boolean link(String file, String name) throws IOException;

    void rename(String from, String to) throws IOException;

    /** Makes the names in a folder durable. */
    void force(String folder) throws IOException;

    /** Deletes a file, or a folder with all that is in it. */
    void delete(String name) throws IOException;

    /** A file that is written from its begin to its end. */
    interface Sink extends Closeable {
        void write(ByteBuffer octets) throws IOException;

        void force() throws IOException;
    }
}
