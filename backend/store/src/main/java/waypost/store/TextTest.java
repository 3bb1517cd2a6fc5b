package waypost.store;

import java.io.IOException;

/** Reads messages for search folders. May block; threads of volumes call it. */
@FunctionalInterface
public interface TextTest {
    /** Whether what the criterion asks for is in the message. */
    boolean holds(Criterion.OfText criterion, Account account, Message message) throws IOException;
}
