package waypost.cluster;

import java.io.IOException;
import waypost.net.Verdict;

/** Makes the session of one protocol behind log-in: the port that access implements. */
@FunctionalInterface
public interface SessionFactory {
    /** Opens what the session needs. On a virtual thread; may block. */
    Verdict.Serve open(Admitted admitted) throws IOException;
}
