package waypost.app;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import waypost.identity.DirectoryId;
import waypost.mapping.UserMaps;
import waypost.protocol.admin.AdminRequest;

/** {@code user disconnect}: ends the sessions that a user has at this front end now. */
record SessionEnd(Mappings mappings) implements Operations.Task {
    static final String NAME = "session-end";

    /** Parameter: whose. */
    static final String ADDRESS = "ADDRESS";

    @Override
    public int run(AdminRequest request, Report report) throws IOException, Complaint {
        String address = request.parameter(ADDRESS).orElse("");
        int ended = 0;
        for (UserMaps maps : mappings.all()) {
            Optional<Set<DirectoryId>> holders = maps.holders(address);
            if (holders.isEmpty()) {
                throw Complaint.failed("Whose " + address + " is cannot be said now: a directory does not answer.");
            }
            for (DirectoryId holder : holders.get()) {
                ended += maps.liveLogins().end(holder);
            }
        }
        report.line(address + ": " + ended + " sessions end");
        return Main.DONE;
    }
}
