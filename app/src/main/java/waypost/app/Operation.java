package waypost.app;

import java.io.IOException;
import waypost.protocol.admin.AdminRequest;

/**
 * Something that an administrator has done to the accounts and volumes of a node: by the node when it runs, which is asked over its
 * administration socket, else by the command itself. One class each, in the list of {@link Operations}. No state; any thread.
 */
interface Operation {
    /** As a request spells it. */
    String name();

    /**
     * Does it, on a platform thread. Reports often: that ends it where nobody waits for it any more.
     *
     * @return the command's exit status
     */
    int run(Stores stores, AdminRequest request, Report report) throws IOException, Complaint;
}
